// Races in a check: a spec that says anything of them is judged by what it says.

import { afterEach, beforeEach, expect, test } from 'vitest';
import { ordeal } from '../../testing/ordeal.ts';
import { SpecFolder } from '../../testing/spec-folder.ts';

interface Said {
  /** Of the spec; empty: nothing at all. */
  readonly spec?: string;
  readonly variant?: string;
  readonly configuration?: string;
}

/** A thread sets `x` without a lock, another one reads it, and does more in the variant. */
const text = ({ spec = '', variant = '', configuration = '' }: Said): string => `
import * as lang from 'ordeal';
const { allHold, assign, benignRace, BOOLEAN, configuration, expectedRace, FALSE, fn } = lang;
const { process, spec, step, TRUE, variable, variant, when } = lang;
const x = variable('x', BOOLEAN, FALSE);
const set = () => step('x = true', assign(x, TRUE));
const setter = fn('setter', [set()]);
const reader = fn('reader', [when(x, [step('x is set')])]);
export default spec('mine/race', {
  summary: 'two threads',
  mirrors: 'a test',
  processes: [process('one', [setter()]), process('two', [reader()])],
  properties: [],
  ${spec === '' ? '' : `races: [${spec}],`}
  configurations: [configuration('small', { bounds: '2 threads', ${configuration} })],
  base: { summary: 'the base', ref: 'derived', expect: { small: allHold } },
  variants: [
    variant('more', {
      summary: 'more after it',
      replace: { reader: [when(x, [step('x is set'), step('more')])] },
      ref: 'derived',
      expect: { small: allHold },
      races: [${variant}],
    }),
  ],
});
`;

let folder: SpecFolder;
beforeEach(() => {
  folder = new SpecFolder();
});
afterEach(() => folder.remove());

async function checked(said: Said, ...args: readonly string[]) {
  folder.write('race.mjs', text(said));
  return ordeal(['check', '--specs', './race.mjs', ...args], { cwd: folder.path });
}

const BENIGN = "benignRace(x, 'nobody cares')";
const EXPECTED = "expectedRace(x, 'no lock')";
const LINE = 'race x  write setter / read reader  steps=0 shortest';

test('a race that nobody declared fails the check, and the hint shows both accesses', async () => {
  const { code, stdout } = await checked({ spec: "benignRace(x, '', { between: ['two'] })" });
  expect(code).toBe(12);
  expect(stdout).toMatch(/^VIOLATED {2}mine\/race\[small\] {2}properties=1 races=1 states=/);
  expect(stdout).toContain(`\nVIOLATED    ${LINE}\n`);
  expect(stdout).toContain('\n  races: ordeal races mine/race --config small --specs ./race.mjs\n');
  const hint = ['races', 'mine/race', '--config', 'small', '--specs', './race.mjs'];
  const told = await ordeal(hint, { cwd: folder.path });
  expect(told.stdout).toContain('write of x by CPU0, holding nothing:\n');
});

test('a benign race passes, and is told on demand', async () => {
  const { code, stdout } = await checked({ spec: BENIGN });
  expect({ code, lines: stdout.split('\n').length }).toEqual({ code: 0, lines: 4 });
  const verbose = await checked({ spec: BENIGN }, '-v');
  expect(verbose.stdout).toContain(`expected    ${LINE}  benign: nobody cares\n`);
});

test('what a variant expects is as expected in a matrix, and a violation where the question is whether it is safe', async () => {
  const said = { spec: "benignRace(x, '', { between: ['setter'] })", variant: EXPECTED };
  const matrix = await checked(said);
  expect(matrix.code).toBe(0);
  expect(matrix.stdout).toContain(`\nexpected    ${LINE}\n`);
  const verdict = await checked(said, 'mine/race/more');
  expect(verdict.code).toBe(12);
  expect(verdict.stdout).toContain(`\nVIOLATED    ${LINE} (as expected)\n`);
});

test('an expected race that does not happen makes the variant vacuous', async () => {
  const variant = "expectedRace(x, 'never', { between: ['two'] })";
  const { code, stdout } = await checked({ spec: BENIGN, variant });
  expect(code).toBe(5);
  expect(stdout).toMatch(
    /^VACUOUS +mine\/race\/more:race on x, two {2}declared, and happens in none of /m,
  );
});

test('races are not looked for in a spec that says nothing of them, in a large configuration, or for one property', async () => {
  expect((await checked({})).code).toBe(0);
  expect((await checked({ spec: BENIGN, variant: EXPECTED }, '-p', 'deadlock')).code).toBe(0);
  const large = { spec: ' ', configuration: "size: 'large'" };
  expect((await checked(large, '--config', 'large')).code).toBe(0);
  expect((await checked({ spec: ' ' })).code).toBe(12);
});

test('the record has the races, and the gate tells a new one and one that is gone', async () => {
  const gate = (...more: readonly string[]) =>
    ordeal(['gate', '--specs', './race.mjs', '--record', 'record', ...more], { cwd: folder.path });
  folder.write('race.mjs', text({ spec: BENIGN }));
  expect((await gate('--update')).code).toBe(0);
  expect((await gate()).code).toBe(0);
  folder.write(
    'race.mjs',
    text({ spec: "notMemory(x, 'a register')" }).replace(
      'lang;',
      'lang; const { notMemory } = lang;',
    ),
  );
  const gone = await gate();
  expect(gone.code).toBe(4);
  expect(gone.stdout).toContain('mine/race[small]:race-on-x:setter/reader');
  folder.write('race.mjs', text({ spec: BENIGN, variant: EXPECTED }));
  const changed = await gate();
  expect(changed.stdout).toMatch(
    /CHANGED +mine\/race\/more\[small\]:race-on-x:setter\/reader {2}benign steps=0 -> expected steps=0/,
  );
});

test('as JSON a race of a check is an object of its own', async () => {
  const { stdout } = await checked({ spec: BENIGN }, 'mine/race', '--json');
  const race = stdout
    .split('\n')
    .map((line) => (line === '' ? {} : JSON.parse(line)))
    .find(({ type }) => type === 'race');
  expect(race).toMatchObject({
    id: 'mine/race',
    variable: 'x',
    steps: 0,
    outcome: 'benign',
    because: 'nobody cares',
  });
});
