// A folder outside of the repository with compiled specs, as a user has them: modules that import
// `ordeal`. Each is as small as its purpose allows; the counts can be done by hand.

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** One thread sets `x`; what differs between the specs is what is said of it. */
interface Flavour {
  readonly properties?: string;
  readonly goals?: string;
  readonly expect?: string;
  readonly body?: string;
  readonly variants?: string;
  /** Text in front of everything. */
  readonly prologue?: string;
}

const HOLDS = "property('P', 'x is a boolean.', [clause('c', { then: or(x, not(x)) })])";
const X_STAYS_FALSE = "property('P', 'x stays false.', [clause('c', { then: not(x) })])";

/** The text of a module with one spec, `mine/NAME`. */
export function specText(name: string, flavour: Flavour): string {
  const { properties = HOLDS, goals = '', expect = 'allHold', body = SET_X } = flavour;
  return `${flavour.prologue ?? ''}
import * as lang from 'ordeal';
const { allHold, assign, BOOLEAN, clause, configuration, constant, FALSE, goal, int, not, or } = lang;
const { add, eq, fn, openQuestion, process, property, range, spec, step, TRUE, variable } = lang;
const { variant, violates, waitUntil, unused, and, repeat, when } = lang;
const N = constant('N', range(1, 3), int(1), 'how often');
const x = variable('x', BOOLEAN, FALSE);
const y = variable('y', range(0, 3), int(0));
const act = fn('act', [${body}]);
export default spec('mine/${name}', {
  summary: 'one thread',
  mirrors: 'a test',
  constants: [N],
  processes: [process('thread', [repeat(N, [act()])])],
  properties: [${properties}],
  configurations: [configuration('small', { bounds: '1 thread', goals: [${goals}] })],
  base: { summary: 'the base', ref: 'derived', expect: { small: ${expect} } },
  variants: [${flavour.variants ?? ''}],
});
`;
}

const SET_X = "step('x = true', assign(x, TRUE))";

export const FLAVOURS: Readonly<Record<string, Flavour>> = {
  holds: {},
  unsafe: { properties: X_STAYS_FALSE },
  twin: { properties: X_STAYS_FALSE, expect: "violates('P')" },
  toothless: { expect: "violates('P')" },
  question: { properties: X_STAYS_FALSE, expect: "openQuestion('is it?')" },
  stuck: { body: `${SET_X}, unused(waitUntil(not(x), 'wait for ever'), 'nobody clears x')` },
  error: {
    body: "step('y = y + 2', assign(y, add(y, int(2)))), step('y = y + 2#again', assign(y, add(y, int(2))))",
  },
  goalless: { goals: "goal('x and not x', eq(y, int(3)))" },
  premiseless: {
    properties:
      "property('P', 'If y is 3 then x.', [clause('c', { given: eq(y, int(3)), then: x })])",
  },
  idle: { body: `${SET_X}, when(eq(y, int(3)), [step('y = 0', assign(y, int(0)))])` },
};

/** A temporary folder with modules; remove it in the end. */
export class SpecFolder {
  readonly path = mkdtempSync(join(tmpdir(), 'ordeal-specs-'));

  constructor(flavours: readonly string[] = []) {
    for (const name of flavours) this.write(`${name}.mjs`, specText(name, FLAVOURS[name] ?? {}));
  }

  write(file: string, text: string): string {
    const path = join(this.path, file);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
    return path;
  }

  remove(): void {
    rmSync(this.path, { recursive: true, force: true });
  }
}
