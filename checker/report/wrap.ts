/**
 * Breaking text into lines: labels where C code may be broken, prose between words, lists between their parts.
 */

/** How a continuation is set off. */
const LABEL_INDENT = 4;

/** A label in lines of at most `width`: broken after a space, `(`, `,` or `_`, continuations indented by four. */
export function wrapLabel(text: string, width: number): readonly string[] {
  return wrap(text, width, { indent: LABEL_INDENT, isCode: true });
}

/** A label and a remark behind it: on the same line if there is room, else the remark on lines of its own. */
export function wrapRemarked(text: string, remark: string, width: number): readonly string[] {
  const lines = wrapLabel(text, width);
  if (remark === '') return lines;
  const last = lines.at(-1) ?? '';
  const together = `${last}  ${remark}`;
  if (together.length <= width) return [...lines.slice(0, -1), together];
  const margin = ' '.repeat(marginOf(LABEL_INDENT, width));
  const below = wrapWords(remark, width - margin.length, 3);
  return [...lines, ...below.map((line) => `${margin}${line}`)];
}

/** Prose in lines of at most `width`, continuations indented by `indent`; only a word that is too long is broken. */
export function wrapWords(text: string, width: number, indent = 0): readonly string[] {
  return wrap(text, width, { indent, isCode: false });
}

/**
 * Parts separated by `, `, as many to a line of `width` as fit. A part that alone is too long may take up to `most` columns, and is
 * broken only beyond that.
 */
export function wrapList(parts: readonly string[], width: number, most = width): readonly string[] {
  const lines: string[] = [];
  for (const [at, part] of parts.entries()) {
    const text = at < parts.length - 1 ? `${part},` : part;
    const together = `${lines.at(-1) ?? ''} ${text}`;
    if (lines.length > 0 && together.length <= width) lines[lines.length - 1] = together;
    else lines.push(...wrapLabel(text, most));
  }
  return lines;
}

interface Breaking {
  readonly indent: number;
  /** Broken where C code may be, or between words only. */
  readonly isCode: boolean;
}

function wrap(text: string, width: number, { indent, isCode }: Breaking): readonly string[] {
  const lines: string[] = [];
  const margin = ' '.repeat(marginOf(indent, width));
  let rest = text.trim();
  while (rest !== '' || lines.length === 0) {
    const before = lines.length === 0 ? '' : margin;
    const room = Math.max(1, width - before.length);
    const length = rest.length <= room ? rest.length : breakAt(rest, room, isCode);
    lines.push(`${before}${rest.slice(0, length).trimEnd()}`);
    rest = rest.slice(length).trimStart();
  }
  return lines;
}

/** In a very narrow column an indent would leave no room for the text. */
const marginOf = (indent: number, width: number): number =>
  Math.min(indent, Math.max(0, width - 8));

/**
 * Code breaks behind an operator, a colon or a gap in the second half of the line, else at the last place to break. What has no
 * place to break is cut.
 */
function breakAt(text: string, room: number, isCode: boolean): number {
  const start = text.slice(0, room);
  const preferred = isCode ? (start.match(/^.*(?:&&|\|\||[>:]| ) /)?.[0].length ?? 0) : 0;
  if (preferred > room / 2) return preferred;
  for (let length = room; length > 0; length--) {
    const isPair = text[length - 1] === '(' && text[length] === ')';
    const isPlace = isCode ? /[ (,_]/ : / /;
    if (isPlace.test(text[length - 1] as string) && !isPair) return length;
  }
  return room;
}
