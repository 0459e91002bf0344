// `ordeal races` and `ordeal locks` as a user types them: forms of output, exit codes, limits, interruption.

import { expect, test } from 'vitest';
import { ordeal } from '../../testing/ordeal.ts';

const linesOf = (text: string): readonly { readonly type: string }[] =>
  text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));

test('a race that nobody declared is a finding: both accesses, what is held, and the way to it', async () => {
  const { code, stdout } = await ordeal(['races', 'classics/barzap']);
  expect(stdout).toContain('\n  the spec lists no races: check does not look for them\n');
  expect(code).toBe(12);
  expect(stdout).toContain(
    'VIOLATED    race mapped  write fault / write fault  steps=4 shortest\n',
  );
  expect(stdout).toContain('write of mapped[0] by CPU0, holding memory_lock r:\n');
  expect(stdout).toContain('value changed: false -> true\n');
  expect(
    stdout
      .split('\n')
      .slice(3)
      .every((line) => line.length <= 72),
  ).toBe(true);
});

test('a benign race is none, says why, and shows its trace on demand only', async () => {
  const args = ['races', 'vfio-pci/dmabuf-revoke', '--config', 'sync'];
  const { code, stdout } = await ordeal(args);
  expect(code).toBe(0);
  expect(stdout).toMatch(/^ok .* races=0 benign=1 .*\nexpected {4}race revoked .* benign: attach/);
  expect(stdout).not.toContain('holding');
  const verbose = await ordeal([...args, '-v']);
  expect(verbose.stdout).toContain('holding memory_lock W, resv[EXPORT] W');
  expect((await ordeal([...args, '-q'])).stdout).toBe('');
});

test('as JSON a race is one object with its path, and as Markdown a row of a table', async () => {
  const { stdout } = await ordeal(['races', 'history/hb-10/pre', '--json']);
  const lines = linesOf(stdout);
  expect(lines.map(({ type }) => type)).toEqual(['races', 'race', 'race']);
  expect(lines[1]).toMatchObject({ v: 1, variable: 'ctx', steps: 2, benign: null });
  const markdown = await ordeal(['races', 'classics/barzap', '--format', 'md']);
  expect(markdown.stdout).toContain('| mapped | write in fault under memory\\_lock r |');
});

test("a circle is a finding, with a trace for each edge and lockdep's picture", async () => {
  const { code, stdout } = await ordeal(['locks', 'vfio-pci/revoke-bars/f-keep-resv']);
  expect(code).toBe(12);
  expect(stdout).toContain('VIOLATED    circle memory_lock -> resv[EXPORT] -> memory_lock\n');
  expect(stdout).toContain('VIOLATED    resv -> memory_lock contradicts the declared order\n');
  expect(stdout).toContain('resv[EXPORT] -> memory_lock: while CPU0 holds resv[EXPORT]');
  expect(stdout).toContain(' *** DEADLOCK ***\n');
});

test('an order without circles is told as two tables, in JSON as objects', async () => {
  const args = ['locks', 'vfio-pci/vma-list', '--config', 'munmap'];
  const { code, stdout } = await ordeal(args);
  expect(code).toBe(0);
  expect(stdout).toMatch(/^ok .* cycles=0 /);
  expect(stdout).toMatch(/acquired while holding:\n {2}holding +acquires +how +in\n/);
  expect(stdout).toMatch(/held while calling:\n {2}function +always +sometimes\n/);
  const types = linesOf((await ordeal([...args, '--json'])).stdout).map(({ type }) => type);
  expect(new Set(types)).toEqual(new Set(['locks', 'nesting', 'held']));
  expect((await ordeal([...args, '--format', 'md'])).stdout).toContain('| holding | acquires |');
});

test.each(['races', 'locks'])(
  '%s: a search that is cut and shows nothing is no verdict',
  async (command) => {
    const args = [command, 'classics/barzap', '-c', 'F=5', '--max-states', '100'];
    const { code, stdout } = await ordeal(args);
    expect(stdout).toMatch(/^INCONCLUSIVE classics\/barzap\[small,F=5\] .* bound=max-states\n/);
    expect(code).toBe(3);
  },
);

test('Ctrl-C ends an analysis within a second: exit code 130', async () => {
  const args = ['locks', 'classics/barzap', '-c', 'F=7', '-c', 'B=3', '--progress', 'plain'];
  const outcome = await ordeal(args, { signal: { name: 'SIGINT', after: /depth/ } });
  expect(outcome.code).toBe(130);
  expect(outcome.stdout).toMatch(/^INCONCLUSIVE classics\/barzap.* bound=interrupted\n/);
  expect(outcome.elapsedMs).toBeLessThan(1000);
});

test('without a spec there is nothing to analyse', async () => {
  const { code, stderr } = await ordeal(['races']);
  expect({ code, stderr }).toEqual({
    code: 2,
    stderr: 'ordeal: races needs a spec: ordeal races SPEC\n',
  });
});
