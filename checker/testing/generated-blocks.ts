/**
 * Generated blocks of Markdown: a comment names what to generate, and the code block or table right below it is the result.
 *
 * Owns finding and replacing them; what a kind of block means is up to the caller. A document whose blocks are generated anew must
 * come out as it is, and `npm run docs` writes it when it does not.
 */

/** `<!-- KIND: ARGUMENTS -->` and the block below, if there is one yet. */
const BLOCK = /^<!-- ([a-z]+): (.+) -->\n(?:```\n[\s\S]*?^```\n|(?:\|.*\n)*)/gm;

/** Makes the block for the arguments, with a newline at its end. */
export type Generator = (args: string) => Promise<string> | string;

/** Gives the document with every block generated anew, one after the other; throws for a kind that nobody generates. */
export async function regenerated(
  text: string,
  generators: Readonly<Record<string, Generator>>,
): Promise<string> {
  let result = '';
  let end = 0;
  for (const match of text.matchAll(BLOCK)) {
    const [whole, kind = '', args = ''] = match;
    const generate = generators[kind];
    if (generate === undefined) throw new Error(`nobody generates '${kind}: ${args}'`);
    result += `${text.slice(end, match.index)}<!-- ${kind}: ${args} -->\n${await generate(args)}`;
    end = match.index + whole.length;
  }
  return result + text.slice(end);
}

/** Lists the code blocks that show output, for all they say, and that no comment generates. */
export function typedOutputs(text: string): readonly string[] {
  return text
    .replace(BLOCK, '')
    .split(/^```/m)
    .filter((block, at) => at % 2 === 1 && /^(text|console)?\n/.test(block));
}

/** A code block of these lines. */
export const fence = (...lines: readonly string[]): string =>
  `\`\`\`\n${lines.join('\n')}\n\`\`\`\n`;

/** A Markdown table. */
export function markdownTable(
  head: readonly string[],
  rows: readonly (readonly string[])[],
): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |\n`;
  return [head, head.map(() => '---'), ...rows].map(line).join('');
}

/** A command as one types it, continued on the next line before it gets wider than 72 columns; options keep their values. */
export function shellLine(command: string): string {
  const lines: string[] = [];
  let line = '$';
  for (const words of command.match(/-\S+ [^-|]\S*|\S+/g) ?? []) {
    if (`${line} ${words} \\`.length > 72) {
      lines.push(`${line} \\`);
      line = '   ';
    }
    line += ` ${words}`;
  }
  return [...lines, line].join('\n');
}
