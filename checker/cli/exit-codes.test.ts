// Every exit code, from the real program. Code 13 (liveness violated) has no command yet: liveness
// is not checked. The codes of a gate are in gate.test.ts.

import { afterAll, expect, test } from 'vitest';
import { ordeal } from '../testing/ordeal.ts';
import { FLAVOURS, SpecFolder, specText } from '../testing/spec-folder.ts';

const folder = new SpecFolder(Object.keys(FLAVOURS));
afterAll(() => folder.remove());

/** A spec that is another one, or none at all, in a worker. */
const inWorkers = (then: string): string =>
  specText('broken', {
    prologue: `import { isMainThread } from 'node:worker_threads';\nif (!isMainThread) { ${then} }`,
  });

const spec = (name: string): string => `${folder.path}/${name}.mjs`;

test.each([
  [0, 'every expectation met', ['check', spec('holds')]],
  [0, 'an expected violation in the matrix', ['check', spec('twin')]],
  [0, 'an open question in the matrix', ['check', spec('question')]],
  [2, 'an unknown command', ['chekc']],
  [2, 'a value outside its domain', ['check', spec('error')]],
  [3, 'a bound that was hit', ['check', spec('holds'), '--max-states', '1']],
  [4, 'an expected violation that did not happen', ['check', spec('toothless')]],
  [5, 'a premise that never held', ['check', spec('premiseless')]],
  [5, 'a goal that was not reached', ['check', spec('goalless')]],
  [5, 'a step that never fired', ['check', spec('idle')]],
  [11, 'a deadlock nobody expected', ['check', spec('stuck')]],
  [12, 'a violation nobody expected', ['check', spec('unsafe')]],
  [12, 'an expected violation, asked for by variant', ['check', spec('twin'), '--verdict']],
  [12, 'several at once: safety before deadlock', ['check', spec('stuck'), spec('unsafe')]],
  [12, 'several at once: safety before vacuity', ['check', spec('idle'), spec('unsafe')]],
])('exit code %i: %s', async (code, _what, args) => {
  const outcome = await ordeal(args);
  expect(outcome).toMatchObject({ code });
});

test.each([
  [
    'ends without a result',
    'setImmediate(() => globalThis.process.exit(3)); await new Promise(() => {});',
    'the worker ended with code 3 and without a result',
  ],
  ['throws', "throw new Error('no spec here');", 'the worker cannot load the spec: no spec here'],
])('exit code 70: a worker %s', async (_what, then, message) => {
  const path = folder.write('broken.mjs', inWorkers(then));
  const { code, stdout, stderr } = await ordeal(['check', path, spec('unsafe')]);
  expect(code).toBe(70);
  expect(stderr).toContain(`ordeal: internal error: mine/broken[small]: ${message}`);
  expect(stdout).toContain('not complete');
});

test('exit code 70: a spec ends the program, whatever code it asks for', async () => {
  const outcome = await ordeal(['check', folder.write('quits.mjs', 'globalThis.process.exit(0);')]);
  expect(outcome.code).toBe(70);
  expect(outcome.stderr).toContain('the program ended before its result');
});

test('exit code 70: a worker builds another model', async () => {
  const text = specText('broken', {
    prologue: "import { isMainThread } from 'node:worker_threads';",
    body: "step('x = ?', assign(x, [FALSE, TRUE][Number(isMainThread)]))",
  });
  const outcome = await ordeal(['check', folder.write('broken.mjs', text), spec('holds')]);
  expect(outcome).toMatchObject({
    code: 70,
    stderr: 'ordeal: internal error: mine/broken[small]: the worker built another model\n',
  });
});

const BIG = ['check', 'classics/barzap', '-c', 'F=7', '-c', 'B=3', '--progress', 'plain'];

test.each([
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const)(
  '%s ends a search within a second, with what is complete: exit code %i',
  async (name, code) => {
    const outcome = await ordeal(BIG, { signal: { name, after: /depth/ } });
    expect(outcome.code).toBe(code);
    expect(outcome.stdout).toMatch(
      /^INCONCLUSIVE classics\/barzap\[small,F=7,B=3\] {2}.*states=\d+ .*bound=interrupted\n/,
    );
    expect(outcome.elapsedMs).toBeLessThan(1000);
  },
);

test.each([
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const)('%s during the search for a trace is no verdict: exit code %i', async (name, code) => {
  const wish = ['trace', 'show', 'classics/barzap:Safe', '-c', 'F=7', '-c', 'B=3'];
  const signal = { name, after: /depth/ } as const;
  const outcome = await ordeal([...wish, '--progress', 'plain'], { signal });
  expect(outcome).toMatchObject({
    code,
    stdout: 'INCONCLUSIVE classics/barzap[small,F=7,B=3]:Safe  bound=interrupted\n',
  });
  expect(outcome.stderr).not.toContain('was not violated');
});

test('an interrupted matrix keeps its finished lines and ends with 12 if one is a violation', async () => {
  const args = [
    'check',
    spec('unsafe'),
    'classics/barzap',
    '--config',
    'small,medium',
    '--workers',
    '1',
  ];
  const outcome = await ordeal([...args, '--progress', 'none'], {
    signal: { name: 'SIGINT', after: /VIOLATED/ },
  });
  expect(outcome.code).toBe(12);
  expect(outcome.stdout).toContain('VIOLATED  mine/unsafe[small]');
  expect(outcome.stdout).toContain('not complete');
});

test('a spec that never ends loading does not keep the program from ending', async () => {
  const path = folder.write('endless.mjs', "console.error('begun'); for (;;);");
  const outcome = await ordeal(['check', path], { signal: { name: 'SIGINT', after: /begun/ } });
  expect(outcome).toMatchObject({ code: null, stdout: '' });
  expect(outcome.elapsedMs).toBeLessThan(1000);
});

/** A search that hears no flag: it never begins. */
const DEAF = 'setInterval(() => {}, 1000); await new Promise(() => {});';

test('a search that does not hear the first Ctrl-C is ended within a second', async () => {
  const path = folder.write('broken.mjs', inWorkers(DEAF));
  const signal = { name: 'SIGINT', after: /depth/ } as const;
  const args = ['check', path, spec('holds'), '--progress', 'plain', '--workers', '1'];
  const outcome = await ordeal(args, { signal });
  expect(outcome.code).toBe(130);
  expect(outcome.stdout).toContain('INCONCLUSIVE mine/broken[small]  bound=interrupted');
  expect(outcome.elapsedMs).toBeLessThan(1000);
});

test('a second Ctrl-C ends the program at once', async () => {
  const path = folder.write('broken.mjs', inWorkers(DEAF));
  const signal = { name: 'SIGINT', after: /depth/, times: 2 } as const;
  const args = ['check', path, spec('holds'), '--progress', 'plain', '--workers', '1'];
  const outcome = await ordeal(args, { signal });
  expect(outcome).toMatchObject({ code: 130, stdout: '' });
  expect(outcome.elapsedMs).toBeLessThan(500);
});
