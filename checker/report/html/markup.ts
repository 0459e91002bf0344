/**
 * HTML as a tagged template that escapes whatever is put into it, so that no label of a spec can become markup.
 *
 * Owns the one place where text turns into HTML. Only what the template made itself is put in as it is.
 */

/** Text that is HTML already. */
export class Markup {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

export type Part = Markup | string | number | readonly Part[] | null | false;

/** HTML with its parts escaped; null and false leave nothing, lists are put one behind the other. */
export function html(strings: TemplateStringsArray, ...parts: readonly Part[]): Markup {
  const [first = '', ...rest] = strings;
  return new Markup(
    rest.reduce((text, next, at) => text + textOf(parts[at] ?? null) + next, first),
  );
}

function textOf(part: Part): string {
  if (part === null || part === false) return '';
  if (part instanceof Markup) return part.text;
  if (typeof part === 'object') return part.map(textOf).join('');
  return escaped(String(part));
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

// What would turn the direction of the text around it or is not to be seen at all is shown as a sign for it.
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

const escaped = (text: string): string =>
  text
    .replace(INVISIBLE, (sign) => (sign === '\n' ? sign : '\ufffd'))
    .replace(/[&<>"']/g, (sign) => ENTITIES[sign] as string);

/** A label of C code, which may be broken where C code may: behind `(`, `,`, `_`, `>` and `.`. */
export function code(text: string): Markup {
  const pieces = text.split(/(?<=[(,_.>/|&=])(?=[\w(&!])/);
  return html`<code>${pieces.map((piece, at) => (at === 0 ? piece : html`<wbr>${piece}`))}</code>`;
}

/** A value as JSON inside of a script element that is not run: nothing in it ends the element or begins a comment. */
export const dataScript = (id: string, value: unknown): Markup =>
  new Markup(
    `<script type="application/json" id="${id}">${JSON.stringify(value).replace(/</g, '\\u003c')}</script>`,
  );
