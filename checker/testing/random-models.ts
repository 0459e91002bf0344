/**
 * Random small programs: two or three processes over a few variables and locks, with functions, properties and findings.
 *
 * A program is decoded from a list of numbers, so that shrinking the list shrinks the program. Nothing here knows what a
 * program means; `random-spec.ts` makes a spec of it and `brute-force.ts` runs it as it stands.
 */
import fc from 'fast-check';
import { Choices } from './random-choices.ts';
import { aboutLock, sharedTruth } from './random-conditions.ts';
import { localVariables, randomLocks, sharedVariables } from './random-declarations.ts';
import { forever } from './random-flow.ts';
import {
  type Block,
  blocksOf,
  type Expression,
  type FunctionText,
  type Program,
  type PropertyText,
  type RoleText,
  type Statement,
} from './random-program.ts';
import { boundName, type ExpressionScope, operator } from './random-scope.ts';
import { type Place, StatementMaker } from './random-statements.ts';

/** How many numbers a program is made of at most; where they end, the simplest choice is made. */
const NUMBERS = 400;

/** Small random programs; they shrink to ever simpler choices. */
export const randomPrograms: fc.Arbitrary<Program> = fc
  .noBias(fc.array(fc.nat(9999), { minLength: NUMBERS, maxLength: NUMBERS }))
  .map(programFrom);

/** The program that a list of numbers stands for. */
export function programFrom(numbers: readonly number[]): Program {
  const choices = new Choices(numbers);
  const [shared, locks] = [sharedVariables(choices), randomLocks(choices)];
  const isRisky = choices.percent(30);
  const scope: ExpressionScope = {
    choices,
    shared,
    locals: [],
    bound: [],
    locks,
    process: 'self',
    isRisky,
  };
  const anywhere = { functions: [], depth: 2, labels: [], canJump: true };
  const place: Place = { ...scope, ...anywhere, maker: new StatementMaker() };
  const declared = randomFunctions(place);
  const roles = randomRoles({ ...place, functions: declared });
  const occurs = occurrence(
    roles.map(({ body }) => body),
    declared,
  );
  const functions = declared.filter(({ name }) =>
    occurs((each) => each.kind === 'call' && each.fn === name),
  );
  const processes = roles.reduce((sum, { count }) => sum + (count ?? 1), 0);
  const property = (name: string) => randomProperty(scope, { name, processes, functions });
  const isChecked = occurs((each) => each.kind === 'check' && each.property === 'CHECK');
  const properties = [
    property('FIRST'),
    property('BOTH'),
    ...(isChecked ? [{ name: 'CHECK', clauses: [] }] : []),
  ];
  return { shared, locks, functions, roles, properties };
}

/** Whether such a statement occurs in these blocks, or in what they call. */
function occurrence(blocks: readonly Block[], functions: readonly FunctionText[]) {
  const reached = (block: Block): readonly Statement[] =>
    block.statements.flatMap((statement) => {
      const callees = functions.filter(
        ({ name }) => statement.kind === 'call' && statement.fn === name,
      );
      return [
        statement,
        ...[...blocksOf(statement), ...callees.map(({ body }) => body)].flatMap(reached),
      ];
    });
  const statements = blocks.flatMap(reached);
  return (isWanted: (statement: Statement) => boolean): boolean => statements.some(isWanted);
}

/** Up to two functions, of which the second may call the first. */
function randomFunctions(place: Place): readonly FunctionText[] {
  const { choices, maker } = place;
  const functions: FunctionText[] = [];
  for (
    let left = choices.weighted<number>([
      [2, 0],
      [3, 1],
      [2, 2],
    ]);
    left > 0;
    left--
  ) {
    const name = `f${functions.length}`;
    const params = choices
      .list(0, 2, () => choices.between(0, 1))
      .map((low, i) => ({ name: `${name}_p${i}`, low, high: 1 }));
    const bound = params.map((each) => boundName(each.name, each.low, each.high));
    const locals = localVariables(choices, name, 1);
    const body = maker.body({ ...place, locals, bound, functions: [...functions], depth: 1 }, 3);
    functions.push({ name, params, locals, body });
  }
  return functions;
}

function randomRoles(place: Place): readonly RoleText[] {
  const counts = place.choices.weighted<readonly (number | null)[]>([
    [4, [null, null]],
    [3, [2]],
    [1, [2, null]],
    [1, [null, 1, null]],
  ]);
  const processes = counts.reduce<number>((sum, count) => sum + (count ?? 1), 0);
  return counts.map((count, i) => randomRole(place, `p${i}`, count, processes > 2));
}

/** A role; shorter where there are many processes. */
function randomRole(place: Place, name: string, count: number | null, isShort: boolean): RoleText {
  const { choices, maker } = place;
  const locals = localVariables(choices, name, choices.percent(20) ? 2 : 1);
  const inside = { ...place, locals, depth: isShort ? 1 : 2 };
  const { statements } = maker.body(inside, isShort ? 2 : 4);
  if (!choices.percent(15)) return { name, count, locals, body: maker.block(statements) };
  const loop = forever(inside);
  return {
    name,
    count,
    locals,
    body: maker.block(choices.percent(70) ? [loop] : [...statements, loop]),
  };
}

interface About {
  readonly name: string;
  readonly processes: number;
  readonly functions: readonly FunctionText[];
}

/** One or two clauses, most of which hold often. */
function randomProperty(
  scope: ExpressionScope,
  { name, processes, functions }: About,
): PropertyText {
  const { choices } = scope;
  const atom = (): Expression => {
    const process = choices.below(processes);
    const ofProcess = { ...scope, process };
    return choices.weighted<() => Expression>([
      [5, () => sharedTruth(ofProcess, 1)],
      [scope.locks.length > 0 ? 2 : 0, () => aboutLock(ofProcess, choices.pick(scope.locks))],
      [
        functions.length > 0 ? 2 : 0,
        () => ({ kind: 'inside', process, fn: choices.pick(functions).name }),
      ],
      [1, () => ({ kind: 'resting', process })],
      [1, () => ({ kind: 'quiescent' })],
    ])();
  };
  const literal = (): Expression => (choices.percent(50) ? atom() : operator('not', atom()));
  const clauses = choices.list(1, 2, () => ({
    given: choices.percent(30) ? atom() : null,
    then: operator('or', ...choices.list(1, 3, literal)),
  }));
  return { name, clauses };
}
