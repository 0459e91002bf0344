/**
 * The committed counterexamples are those that the searches find now, and each of them is fit for a mail.
 */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import barzap from '../../specs/classics/barzap.ts';
import diningPhilosophers from '../../specs/classics/dining-philosophers.ts';
import peterson from '../../specs/classics/peterson.ts';
import readersWriters from '../../specs/classics/readers-writers.ts';
import twoPhaseCommit from '../../specs/classics/two-phase-commit.ts';
import hb19 from '../../specs/history/hb-19.ts';
import revokeBars from '../../specs/vfio-pci/revoke-bars/spec.ts';
import { instantiate } from '../model/index.ts';
import { renderTrace } from '../report/index.ts';
import { readTraceJson, replayTrace, type Trace } from '../trace/index.ts';
import { runNode } from './checkout.ts';
import { filesBelow, ROOT } from './files.ts';

const SPECS = [
  barzap,
  diningPhilosophers,
  peterson,
  readersWriters,
  twoPhaseCommit,
  hb19,
  revokeBars,
];

const COMMITTED = filesBelow('counterexamples').filter((path) => path.endsWith('.json'));

let found = '';

beforeAll(async () => {
  found = mkdtempSync(join(tmpdir(), 'ordeal-counterexamples-'));
  const { code, stderr } = await runNode(
    ['bin/ordeal.mjs', 'check', '-q', '--progress', 'none', '--trace-dir', found],
    ROOT,
  );
  expect(stderr).toBe('');
  expect(code).toBe(0);
}, 180_000);

afterAll(() => rmSync(found, { recursive: true, force: true }));

const filesIn = (folder: string): readonly string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.json'))
    .sort();

test('there is one for every expected violation, and none of something else', () => {
  const committed = COMMITTED.map((path) => path.slice('counterexamples/'.length)).sort();
  expect(filesIn(found)).toEqual(committed);
});

test('each is byte for byte what the search finds', () => {
  for (const path of filesIn(found)) {
    const now = readFileSync(join(found, path), 'utf8');
    expect(readFileSync(join(ROOT, 'counterexamples', path), 'utf8'), path).toBe(now);
  }
});

function replayed(path: string): Trace {
  const read = readTraceJson(readFileSync(join(ROOT, path), 'utf8'));
  if (read.kind !== 'trace') throw new Error(`${path}: ${JSON.stringify(read)}`);
  const { trace: stored } = read;
  const spec = SPECS.find(({ id }) => id === stored.spec);
  const variant = spec?.variants.find(({ name }) => name === stored.variant);
  const configuration = spec?.configurations.find(({ name }) => name === stored.configuration);
  if (spec === undefined || variant === undefined || configuration === undefined) {
    throw new Error(`${path}: of an unknown spec, variant or configuration`);
  }
  const built = instantiate({ spec, variant, configuration, overrides: stored.constants });
  if (built.kind !== 'model') throw new Error(`${path}: the model has problems`);
  return replayTrace(built.model, stored);
}

test.each(COMMITTED)('%s replays, and is ASCII of at most 72 columns', (path) => {
  const trace = replayed(path);
  expect(['invariant', 'check', 'deadlock', 'error']).toContain(trace.ending.kind);
  for (const format of ['columns', 'list', 'states', 'mail'] as const) {
    for (const full of [false, true]) {
      const text = renderTrace(trace, { format, full });
      const unfit = text.split('\n').filter((line) => !/^[ -~]{0,72}$/.test(line));
      expect(unfit, `${format}${full ? ' --full' : ''}`).toEqual([]);
    }
  }
});
