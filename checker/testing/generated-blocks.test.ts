// Generated blocks are found and replaced, and nothing else of the document is.

import { expect, test } from 'vitest';
import { fence, markdownTable, regenerated, shellLine, typedOutputs } from './generated-blocks.ts';

const generators = {
  echo: (args: string) => fence(args),
  table: (args: string) => markdownTable(['a', 'b'], [[args, '1']]),
};

test('a block is put below its comment, in place of the one that is there', async () => {
  const before = 'text\n\n<!-- echo: new one -->\n```\nold\n\nlines\n```\n\nmore\n';
  const after = 'text\n\n<!-- echo: new one -->\n```\nnew one\n```\n\nmore\n';
  expect(await regenerated(before, generators)).toBe(after);
  expect(await regenerated(after, generators)).toBe(after);
});

test('a comment without a block gets one', async () => {
  const table = '<!-- table: x -->\n| a | b |\n| --- | --- |\n| x | 1 |\n';
  expect(await regenerated('<!-- table: x -->\n\nend\n', generators)).toBe(`${table}\nend\n`);
  expect(await regenerated(`${table}\nend\n`, generators)).toBe(`${table}\nend\n`);
});

test('a kind that nobody generates is refused', async () => {
  await expect(regenerated('<!-- ehco: x -->\n', generators)).rejects.toThrow("'ehco: x'");
});

test('output without a comment is found, code is not', () => {
  const text = '<!-- echo: x -->\n```\nx\n```\n\n```ts\ncode\n```\n\n```\ntyped\n```\n';
  expect(typedOutputs(text)).toEqual(['\ntyped\n']);
});

test('a long command is continued, with an option beside its value', () => {
  const id = 'a-spec/with-a-name/and-a-variant:S-PROPERTY';
  expect(shellLine(`npx ordeal trace show ${id} --config power -q`)).toBe(
    `$ npx ordeal trace show ${id} \\\n    --config power -q`,
  );
  expect(shellLine('npx ordeal list | grep x')).toBe('$ npx ordeal list | grep x');
});
