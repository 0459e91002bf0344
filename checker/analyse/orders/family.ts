/**
 * One model for all orders of a function: at the end of every unit any other unit may come next.
 *
 * Which one comes next is chosen by a mark, a step that does nothing; the search takes marks together with what stands around
 * them, so that nobody sees them. Made from the ground model, whose function body has each unit in a scope of its own.
 */
import type { Block, GroundExpr, GroundStatement, Model } from '../../model/index.ts';
import { plainName } from '../../semantics/index.ts';
import { LEAVE } from './universe.ts';

const MARK = '@next ';
const NEXT = '@next';

/** The unit that a step with this label chooses, LEAVE for the end of the function; null for an ordinary step. */
export const markedUnit = (label: string): number | null =>
  label.startsWith(MARK) ? Number(label.slice(MARK.length)) : null;

const NEVER: GroundExpr = Object.freeze({ kind: 'literal', value: 0 });

type GroundCall = Extract<GroundStatement, { kind: 'call' }>;
type GroundStep = Extract<GroundStatement, { kind: 'step' }>;

/** Every order at once. `model` has one scope per unit as the body of `fn`. */
export const familyModel = (model: Model, fn: string): Model =>
  withBodies(model, fn, (call) => Object.freeze(familyBody(call)));

/**
 * The function is never called: nobody gets past its first step. Who would call it in the middle of something does not rest there, so
 * that a lock that it holds is no finding; for the same reason a deadlock of this model says nothing.
 */
export const environmentModel = (model: Model, fn: string): Model =>
  withBodies(model, fn, (call) => [Object.freeze({ ...mark(call, LEAVE), guard: NEVER })]);

/** The blocks of the units, in the body of the first call that the model has; null: it has none. */
export function unitBlocks(model: Model, fn: string): readonly Block[] | null {
  let found: readonly Block[] | null = null;
  withBodies(model, fn, (call) => {
    found ??= unitsOf(call);
    return call.body;
  });
  return found;
}

const unitsOf = ({ body }: GroundCall): readonly Block[] =>
  body.map((scope) => (scope.kind === 'scope' ? scope.body : [scope]));

function familyBody(call: GroundCall): Block {
  const { source } = call;
  const branches = unitsOf(call).map((block, unit) => [
    mark(call, unit),
    ...block,
    Object.freeze({ kind: 'goto' as const, label: NEXT, source }),
  ]);
  return [
    Object.freeze({ kind: 'label', name: NEXT, source }),
    Object.freeze({
      kind: 'oneOf',
      branches: [...branches, [mark(call, LEAVE)]],
      rest: false,
      source,
    }),
  ];
}

function mark({ fn, source }: GroundCall, unit: number): GroundStep {
  const label = `${MARK}${unit}`;
  return Object.freeze({
    kind: 'step',
    label,
    unit: { id: `${fn}: ${label}`, owner: fn, label, unused: null, source },
    guard: null,
    effects: [],
    lock: null,
    rest: false,
    source,
  });
}

function withBodies(model: Model, fn: string, bodyOf: (call: GroundCall) => Block): Model {
  const inBlock = (block: Block): Block => Object.freeze(block.map(inStatement));
  const inStatement = (statement: GroundStatement): GroundStatement => {
    switch (statement.kind) {
      case 'call':
        return plainName(statement.fn) === fn
          ? Object.freeze({ ...statement, body: bodyOf(statement) })
          : Object.freeze({ ...statement, body: inBlock(statement.body) });
      case 'when':
        return Object.freeze({
          ...statement,
          then: inBlock(statement.then),
          otherwise: inBlock(statement.otherwise),
        });
      case 'oneOf':
        return Object.freeze({ ...statement, branches: statement.branches.map(inBlock) });
      case 'while':
      case 'scope':
      case 'atomically':
        return Object.freeze({ ...statement, body: inBlock(statement.body) });
      default:
        return statement;
    }
  };
  const processes = model.processes.map((each) =>
    Object.freeze({ ...each, body: inBlock(each.body) }),
  );
  return Object.freeze({ ...model, processes: Object.freeze(processes) });
}
