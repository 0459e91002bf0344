/**
 * Writes the record of docs/orders: the answer to each question of runs.json with every counterexample, as text, JSON and picture.
 *
 * Names on the command line write those only. Takes some minutes; the test of the record only confirms what stands there.
 */
import { spawnSync } from 'node:child_process';
import {
  copyFileSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../', import.meta.url));
const record = join(root, 'docs/orders');
const ordeal = join(root, 'bin/ordeal.mjs');

/** @type {readonly { name: string; what: string; args: readonly string[] }[]} */
const runs = JSON.parse(readFileSync(join(record, 'runs.json'), 'utf8'));
const wanted = process.argv.slice(2);
const unknown = wanted.find((name) => !runs.some((run) => run.name === name));
if (unknown !== undefined) {
  const names = runs.map(({ name }) => name).join(', ');
  process.stderr.write(`orders-record: '${unknown}' is none of: ${names}\n`);
  process.exit(2);
}

for (const { name, args } of runs) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  process.stderr.write(`${name}\n`);
  const out = mkdtempSync(join(tmpdir(), 'ordeal-orders-'));
  const { status } = spawnSync(process.execPath, [ordeal, 'orders', ...args, '--out', out], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  if (status !== 0) process.exit(status ?? 70);
  const traces = readdirSync(out)
    .filter((file) => /^counterexample-\d+\.txt$/.test(file))
    .toSorted((a, b) => Number(a.match(/\d+/)) - Number(b.match(/\d+/)));
  const texts = ['orders.txt', ...traces].map((file) => readFileSync(join(out, file), 'utf8'));
  writeFileSync(join(record, `${name}.txt`), texts.join('\n'));
  copyFileSync(join(out, 'orders.json'), join(record, `${name}.json`));
  copyFileSync(join(out, 'precedences.svg'), join(record, `${name}.svg`));
  rmSync(out, { recursive: true });
}

/** What is asked and answered, in few words each: made from the files, so that it covers runs that were not written now. */
const index = runs.flatMap(({ name, what, args }) => {
  const answer = JSON.parse(readFileSync(join(record, `${name}.json`), 'utf8'));
  const { consequence, orders, safe } = answer;
  const enough = consequence.isSufficient ? 'sufficient' : 'not sufficient';
  const required = consequence.reduced.length === 0 ? 'nothing' : consequence.reduced.join(', ');
  const quoted = args.map((arg) => (/^[\w.,=+/-]+$/.test(arg) ? arg : `'${arg}'`));
  return [
    `## ${name}`,
    '',
    `${what[0]?.toUpperCase()}${what.slice(1)}: **${safe.length} of ${orders} orders are safe** ([answer and traces](${name}.txt)).`,
    '',
    `By consequence required (${enough}): ${required}.`,
    ...(answer.setAside.length === 0
      ? []
      : ['', `Set aside, because it fails without the function: ${answer.setAside.join(', ')}.`]),
    '',
    `![required order](${name}.svg)`,
    '',
    `Asked by \`ordeal orders ${quoted.join(' ')}\`.`,
    '',
  ];
});
const head = [
  '# Orders of the driver',
  '',
  'Questions about the orders of its functions, and what `ordeal orders` answers ([how to read it](../orders.md)). Written by',
  '`node bin/orders-record.mjs`; a test confirms every counterexample.',
  '',
];
writeFileSync(join(record, 'README.md'), [...head, ...index].join('\n'));
