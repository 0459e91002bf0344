// What reduced searches say of themselves, and what is refused: by the command line, or by the configuration that declares it.

import { afterAll, describe, expect, test } from 'vitest';
import { ordeal } from '../../testing/ordeal.ts';
import { SpecFolder } from '../../testing/spec-folder.ts';

const folder = new SpecFolder([]);
afterAll(() => folder.remove());

/** Two users take turns to set `x` to what `value` says; `never` is a goal that nobody reaches. */
const users = (name: string, value: string, more = '') => `
import * as lang from 'ordeal';
const { allHold, assign, clause, configuration, eq, FALSE, goal, int, ne, NONE, not, optional } = lang;
const { PROCESS, process, property, range, self, spec, step, variable, variant } = lang;
const N = range(0, 3);
const x = variable('x', N, int(0));
const last = variable('last', optional(PROCESS), NONE);
const user = process('user', { count: 2 }, [
  step('x = ${value}', assign(x, ${value})),
  step('last = self', assign(last, self)),
]);
export default spec('mine/${name}', {
  summary: 'two users', mirrors: 'a test', processes: [user],
  properties: [property('Small', 'x is small.', [clause('c', { given: eq(x, int(1)), then: ne(x, int(3)) })])],
  configurations: [configuration('small', { bounds: '2 users', ${more} })],
  base: { summary: 'the base', ref: 'derived', expect: { small: allHold } },
});
`;

folder.write('alike.mjs', users('alike', 'int(1)', 'symmetry: true'));
folder.write('odd.mjs', users('odd', 'lang.ordinal(self)', 'symmetry: true'));
folder.write('missed.mjs', users('missed', 'int(1)', "goals: [goal('never', eq(x, int(3)))]"));

const check = (...args: readonly string[]) => ordeal(['check', ...args], { cwd: folder.path });

describe('a search with symmetry', () => {
  test('counts representatives and names the roles', async () => {
    const { code, stdout } = await ordeal(['check', 'classics/barzap', '--symmetry', 'on']);
    expect(code).toBe(0);
    expect(stdout).toMatch(
      /^ok +classics\/barzap\[small\] {2}properties=3 representatives=264 generated=\d+ depth=16 symmetry=fault$/m,
    );
    expect(stdout).not.toContain('states=');
  });

  test('says so in JSON', async () => {
    const { stdout } = await ordeal(['check', 'classics/barzap', '--symmetry', 'on', '--json']);
    const [search] = stdout.split('\n').map((line) => JSON.parse(line || '{}'));
    expect(search).toMatchObject({ representatives: 264, symmetry: ['fault'], por: null });
    expect(search).not.toHaveProperty('states');
  });

  test('prints the trace that is printed without', async () => {
    const trace = async (symmetry: string): Promise<string> => {
      const { stdout } = await ordeal(['check', 'classics/barzap/bad', '--symmetry', symmetry]);
      return stdout.slice(stdout.indexOf('\n\n'));
    };
    expect(await trace('on')).toBe(await trace('off'));
  });

  test('of a configuration that declares it is the default there, and can be switched off', async () => {
    const [declared, off] = [
      await check('./alike.mjs'),
      await check('./alike.mjs', '--symmetry', 'off'),
    ];
    expect([declared.code, off.code]).toEqual([0, 0]);
    expect(declared.stdout).toMatch(/representatives=6 .* symmetry=user$/m);
    expect(off.stdout).toMatch(/ states=10 /);
  });

  test('that is cut counts representatives that were not expanded', async () => {
    const { code, stdout } = await check('./alike.mjs', '--max-depth', '1');
    expect(code).toBe(3);
    expect(stdout).toContain('1 representatives not expanded');
  });

  test('is refused with the expression and its place', async () => {
    const { code, stdout, stderr } = await check('./odd.mjs');
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(
      /^ordeal: odd\.mjs:\d+:\d+: E-SYMMETRY: mine\/odd\[small\] has no symmetry among the instances of user: '0' in the step 'x = lang.ordinal\(self\)' tells user\[0\] from user\[1\]\n {2}help: search it with --symmetry off\n$/,
    );
  });

  test('is refused where no role has two instances', async () => {
    const { code, stderr } = await ordeal([
      'check',
      'classics/barzap',
      '-c',
      'F=1',
      '--symmetry',
      'on',
    ]);
    expect(code).toBe(2);
    expect(stderr).toContain(
      'E-SYMMETRY: classics/barzap[small,F=1] has no symmetry: no role has two',
    );
  });
});

describe('a search with stubborn sets', () => {
  test('is for one property and says so', async () => {
    const { code, stdout } = await ordeal([
      'check',
      'classics/barzap',
      '--por',
      'on',
      '-p',
      'Safe',
    ]);
    expect(code).toBe(0);
    expect(stdout).toMatch(
      /^ok +classics\/barzap\[small\] {2}properties=1 representatives=253 .* por=Safe$/m,
    );
  });

  test('may be reduced by symmetry as well', async () => {
    const both = ['--por', 'on', '-p', 'deadlock', '--symmetry', 'on'];
    const { code, stdout } = await ordeal(['check', 'classics/barzap', ...both]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/representatives=173 .* symmetry=fault por=deadlock$/m);
  });

  test('says nothing of what never happens', async () => {
    const [all, one] = [
      await check('./missed.mjs'),
      await check('./missed.mjs', '--por', 'on', '-p', 'Small'),
    ];
    expect([all.code, one.code]).toEqual([5, 0]);
    expect(one.stdout).not.toContain('VACUOUS');
  });

  test.each([
    ['without a property', ['--por', 'on'], '--por on needs the property that is asked for: -p'],
    [
      'for a property that steps check',
      ['--por', 'on', '-p', 'S-LOCKBAL'],
      '--por on: S-LOCKBAL is checked in steps of classics/barzap[small]',
    ],
    [
      'by the reference',
      ['--por', 'on', '-p', 'Safe', '--engine', 'reference'],
      '--por on contradicts --engine reference',
    ],
    [
      'while effects are counted',
      ['--symmetry', 'on', '--explain-noop', 'power'],
      '--symmetry on contradicts --explain-noop',
    ],
  ])('is refused %s', async (_, args, message) => {
    const { code, stdout, stderr } = await ordeal(['check', 'classics/barzap', ...args]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(message);
  });
});
