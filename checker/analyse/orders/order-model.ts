/**
 * The models of a question about orders: the function in one order, in all of them, or never called.
 */
import type { Body, Configuration, Settings, Spec, Variant } from '../../lang/index.ts';
import {
  type Block,
  type GroundEffect,
  type GroundExpr,
  type GroundStatement,
  innerBlocks,
  instantiate,
  type Model,
  readsOf,
} from '../../model/index.ts';
import { UNIT, unitBlocks } from './family.ts';
import { bodyInOrder, OrdersError, type OrderUnit } from './units.ts';
import type { Order, Reading } from './universe.ts';

/** Where the question is asked. */
export interface Place {
  readonly spec: Spec;
  readonly variant: Variant;
  readonly configuration: Configuration;
  readonly overrides: Settings;
  readonly fn: string;
  readonly units: readonly OrderUnit[];
  /** The body of the function with something else in the place of the units. */
  readonly around: (units: Body) => Body;
}

/** The function with a mark in front of every unit: what the family and the environment are made of. Throws `OrdersError`. */
export const markedModel = (place: Place): Model =>
  modelWith(
    place,
    place.units.flatMap(({ statements }) => [UNIT, ...statements]),
  );

/** The function in one order. Throws `OrdersError`. */
export const orderModel = (place: Place, order: Order): Model =>
  modelWith(place, bodyInOrder(place.units, order));

/** How an order is written: the names of its units. */
export const orderText = (units: readonly OrderUnit[], order: Order): string =>
  order.map((unit) => units[unit]?.name).join(' ');

function modelWith(place: Place, units: Body): Model {
  const { spec, variant, configuration, overrides, fn, around } = place;
  const replaced = { ...variant, replace: { ...variant.replace, [fn]: around(units) } };
  const made = instantiate({ spec, variant: replaced, configuration, overrides });
  if (made.kind === 'model') return made.model;
  throw new OrdersError(made.problems.map(({ message }) => message).join('; '));
}

/** Which units read a local of the function that others write, before they write it themselves. */
export function readingsIn(model: Model): readonly Reading[] {
  const blocks = unitBlocks(model) ?? [];
  const uses = blocks.map((block) => localsOf(block, model));
  return uses.flatMap(({ reads }, reader) =>
    [...reads].flatMap((cell) => {
      const writers = uses.flatMap(({ writes }, unit) =>
        unit !== reader && writes.has(cell) ? [unit] : [],
      );
      // What nobody wrote before it in the body either is read on purpose.
      return writers.some((writer) => writer < reader) ? [{ reader, writers }] : [];
    }),
  );
}

interface Uses {
  /** Read, and not written by the unit before. */
  readonly reads: ReadonlySet<number>;
  /** Also what may be written, at an index that is only known when it runs. */
  readonly writes: ReadonlySet<number>;
}

function localsOf(block: Block, { cells }: Model): Uses {
  const reads = new Set<number>();
  const writes = new Set<number>();
  const written = new Set<number>();
  const isLocal = (cell: number): boolean => cells[cell]?.kind === 'local';
  const read = (expr: GroundExpr | null): void => {
    if (expr === null) return;
    readsOf(expr, (found) => {
      if ('cell' in found && isLocal(found.cell) && !written.has(found.cell)) reads.add(found.cell);
    });
  };
  const write = ({ place }: GroundEffect): void => {
    for (const cell of placesIn(place).filter(isLocal)) {
      writes.add(cell);
      if (place.kind === 'cell') written.add(cell);
    }
  };
  const visit = (statements: Block): void => {
    for (const statement of statements) {
      for (const expr of readBy(statement)) read(expr);
      if (statement.kind === 'step') statement.effects.forEach(write);
      for (const inner of innerBlocks(statement)) visit(inner);
      // A callee's locals return to their initial values, and are nobody else's.
      if (statement.kind === 'call') for (const { cell } of statement.resets) forget(cell);
    }
  };
  const forget = (cell: number): void => {
    for (const set of [reads, writes, written]) set.delete(cell);
  };
  visit(block);
  return { reads, writes };
}

/** The cells that a place may be. */
const placesIn = (place: GroundExpr): readonly number[] =>
  place.kind === 'cell'
    ? [place.cell]
    : place.kind === 'select'
      ? place.choices.flatMap(placesIn)
      : [];

/** What a statement itself reads. */
function readBy(statement: GroundStatement): readonly (GroundExpr | null)[] {
  switch (statement.kind) {
    case 'step':
      return [statement.guard, ...statement.effects.flatMap(readByEffect)];
    case 'check':
    case 'when':
    case 'while':
      return [statement.condition];
    default:
      return [];
  }
}

function readByEffect(effect: GroundEffect): readonly (GroundExpr | null)[] {
  const { place } = effect;
  const index = place.kind === 'select' ? [place.index] : [];
  return effect.kind === 'assign'
    ? [...index, effect.value]
    : [...index, ...effect.options.map(({ where }) => where)];
}
