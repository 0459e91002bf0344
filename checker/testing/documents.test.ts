// What the documents show of the program is what the program prints. `npm run docs` writes it anew.

import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type BenchRecord, documentTable } from '../bench/index.ts';
import { answerTable } from './answer-tables.ts';
import { filesBelow, ROOT, readText } from './files.ts';
import { fence, type Generator, regenerated, shellLine, typedOutputs } from './generated-blocks.ts';
import { ordeal } from './ordeal.ts';
import { scoreTable } from './score-table.ts';
import { type Cell, cellsOf, effectTable, orderTable, variantTable } from './verdict-tables.ts';

const documents = ['README.md', ...filesBelow('docs').filter((path) => path.endsWith('.md'))];

let matrix: Promise<readonly Cell[]> | undefined;

/** Every variant in its small configurations: one run for all tables. */
async function searchAll(): Promise<readonly Cell[]> {
  const { code, stdout, stderr } = await ordeal(['check', '--json']);
  if (code !== 0) throw new Error(`ordeal check ends with ${code}: ${stderr}`);
  return cellsOf(stdout);
}

async function summariesOf(spec = ''): Promise<ReadonlyMap<string, string>> {
  const { stdout } = await ordeal(['list', 'variants', ...(spec === '' ? [] : [spec]), '--json']);
  const records = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  return new Map(records.map(({ id, summary }) => [id, summary]));
}

const cells = (): Promise<readonly Cell[]> => {
  matrix ??= searchAll();
  return matrix;
};

/** The output of a search that counts what calls change; the same for each table of one variant. */
const effects = new Map<string, Promise<string>>();

async function searchEffects(id: string, variable: string): Promise<string> {
  const { code, stdout } = await ordeal(['check', id, '--explain-noop', variable, '--json']);
  if (code !== 0) throw new Error(`${id} does not hold`);
  return stdout;
}

const generators: Readonly<Record<string, Generator>> = {
  /** The command, what it prints, and its exit code unless that is 0. */
  ordeal: async (line) => {
    const [args = '', wanted = ''] = line.split(' | grep ');
    const { code, stdout, stderr } = await ordeal(args.split(' '));
    if (stdout === '') throw new Error(`ordeal ${args} ends with ${code}: ${stderr}`);
    const lines = stdout.split('\n').filter((each) => each.includes(wanted));
    const exit = code === 0 || wanted !== '' ? [] : ['$ echo $?', `${code}`];
    return fence(shellLine(`npx ordeal ${line}`), lines.join('\n').trimEnd(), ...exit);
  },
  /** The verdicts of all variants of a spec. */
  verdicts: async (spec) => variantTable(await cells(), spec, await summariesOf(spec)),
  /** What the variants that answer a question were found to do; the claims must be so. */
  answer: async (claims) => answerTable(await cells(), claims, await summariesOf()),
  /** Some orders of a spec side by side, with each assumption that is dropped. */
  orders: async (args) => {
    const [spec = '', ...orders] = args.split(' ');
    return orderTable(await cells(), spec, orders);
  },
  /** How many mutants of the specs are noticed; a survivor is exit code 12, and has a column. */
  mutants: async (specs) => {
    const { code, stdout, stderr } = await ordeal(['mutants', ...specs.split(' '), '--json']);
    if (code !== 0 && code !== 12) throw new Error(`ordeal mutants ends with ${code}: ${stderr}`);
    return scoreTable(stdout);
  },
  /** A table of the last benchmark whose figures were kept. */
  bench: (name) =>
    documentTable(JSON.parse(readText('checker/bench/last-run.json')) as BenchRecord, name),
  /** What the steps of one call of a safe variant change, by the value of a variable. */
  effects: async (line) => {
    const [, id = '', variable = '', call = ''] = /^(\S+) (\S+) (.+)$/.exec(line) ?? [];
    const key = `${id} ${variable}`;
    const output = effects.get(key) ?? searchEffects(id, variable);
    effects.set(key, output);
    return effectTable(await output, call);
  },
};

describe('a document', () => {
  test.concurrent.for(documents)(
    '%s shows what the program prints today',
    { timeout: 900_000 },
    async (path, { expect }) => {
      const today = await regenerated(readText(path), generators);
      await expect(today).toMatchFileSnapshot(join(ROOT, path));
    },
  );

  // The one left out is written by its own test.
  const shows = documents.filter((path) => path !== 'docs/first-spec.md');
  test.each(shows)('%s shows no output that was typed', (path) => {
    expect(typedOutputs(readText(path))).toEqual([]);
  });

  test.each(documents)('%s links to files that exist', (path) => {
    const links = [...readText(path).matchAll(/\]\(([^)#:]+)(#[^)]*)?\)/g)].map(
      ([, to = '']) => to,
    );
    const missing = links.filter((to) => !existsSync(join(ROOT, dirname(path), to)));
    expect(missing).toEqual([]);
  });
});
