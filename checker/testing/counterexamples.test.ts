/**
 * The committed record is what the searches find now, and each of its counterexamples is fit for a mail.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { beforeAll, expect, test } from 'vitest';
import { modelOf } from '../explore/index.ts';
import type { Spec } from '../lang/index.ts';
import { renderTrace } from '../report/index.ts';
import { readTraceJson, replayTrace, type Trace } from '../trace/index.ts';
import { runNode } from './checkout.ts';
import { filesBelow, isTest, ROOT } from './files.ts';

const COMMITTED = filesBelow('counterexamples').filter((path) => path.endsWith('.json'));

const specs = new Map<string, Spec>();

beforeAll(async () => {
  const modules = filesBelow('specs').filter((path) => path.endsWith('.ts') && !isTest(path));
  for (const path of modules) {
    const { default: spec } = (await import(pathToFileURL(join(ROOT, path)).href)) as {
      default?: Spec;
    };
    if (spec !== undefined) specs.set(spec.id, spec);
  }
});

test('gate finds everything as it is committed: ordeal gate --update records it anew', async () => {
  const args = ['bin/ordeal.mjs', 'gate', '-q', '--no-cache', '--progress', 'none'];
  expect(await runNode(args, ROOT)).toEqual({ code: 0, stdout: '', stderr: '' });
}, 600_000);

function replayed(path: string): Trace {
  const read = readTraceJson(readFileSync(join(ROOT, path), 'utf8'));
  if (read.kind !== 'trace') throw new Error(`${path}: ${JSON.stringify(read)}`);
  const { trace: stored } = read;
  const spec = specs.get(stored.spec);
  if (spec === undefined) throw new Error(`${path}: there is no spec ${stored.spec}`);
  const built = modelOf(spec, { ...stored, overrides: stored.constants });
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
