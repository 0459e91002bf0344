/**
 * One worker or several, one word or many: the same result, to the last value of the last trace.
 *
 * The helpers come as soon as there are any states, so that they take part in nearly every level.
 */
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';

const SCRIPT = fileURLToPath(new URL('../testing/search-with-workers.mjs', import.meta.url));

/** Runs on the build, because a helper is a thread of its own and cannot be TypeScript. */
const search = (
  spec: string,
  variant: string,
  workers: number,
  shape: 'narrow' | 'wide' | 'reduced',
  ...settings: readonly string[]
): { readonly counts: unknown } =>
  JSON.parse(
    execFileSync(process.execPath, [SCRIPT, spec, variant, String(workers), shape, ...settings], {
      encoding: 'utf8',
      maxBuffer: 2 ** 28,
    }),
  );

describe.each([
  ['classics/barzap.js', ''],
  ['classics/barzap.js', 'bad'],
  ['classics/two-phase-commit.js', ''],
  ['classics/dining-philosophers.js', ''],
])('%s %s', (spec, variant) => {
  test.each(['narrow', 'wide'] as const)('1, 2, 3 and 8 workers agree on %s states', (shape) => {
    const alone = search(spec, variant, 1, 'narrow');
    for (const workers of [1, 2, 3, 8])
      expect(search(spec, variant, workers, shape), `${workers} workers`).toEqual(alone);
  });

  test('1, 2, 3 and 8 workers agree when states and steps are left out', () => {
    const alone = search(spec, variant, 1, 'reduced');
    for (const workers of [2, 3, 8])
      expect(search(spec, variant, workers, 'reduced'), `${workers} workers`).toEqual(alone);
  });
});

// Workers meet at the same slot only where there are many states, and more workers than processors are stopped at any moment.
test.each(['narrow', 'wide'] as const)('8 workers count each of many %s states once', (shape) => {
  for (let attempt = 0; attempt < 3; attempt++) {
    const { counts } = search('classics/barzap.js', '', 8, shape, 'F=5', 'B=3');
    expect(counts).toEqual({ distinct: 442_872, generated: 2_729_394, depth: 23 });
  }
});

test.each(['narrow', 'wide'])(
  'threads that insert the same %s states at once add each state once',
  (shape) => {
    const script = fileURLToPath(new URL('../testing/table-race.mjs', import.meta.url));
    const output = execFileSync(process.execPath, [script, shape, '8'], { encoding: 'utf8' });
    const { distinct, added } = JSON.parse(output) as { distinct: number; added: number[] };
    expect(added).toEqual(Array.from({ length: 8 }, () => distinct));
  },
);
