import { expect, test } from 'vitest';
import { compile, layOutWide } from '../compile/index.ts';
import { assign, choose, int, process, range, step, variable } from '../lang/index.ts';
import { modelOf } from '../testing/outcome.ts';
import { small } from '../testing/small-model.ts';
import { explore } from './compiled-search.ts';
import { eachReached } from './reached.ts';

const near = variable('near', range(-3, 900), int(0));
const far = variable('far', range(-2_000_000_000, 2_000_000_000), int(-7));

const model = modelOf(
  small([
    process('a', [
      step('near = any', choose(near, range(-3, 3))),
      step('far', assign(far, int(2e9))),
    ]),
    process('b', { count: 5 }, [step('near = 900', assign(near, int(900)))]),
  ]),
);

function reachedBy(more: object) {
  const compiled = compile(model);
  if (compiled.kind !== 'program') throw new Error(compiled.reason);
  const { program } = compiled;
  return explore(program, {}, more, (explored) => {
    const rows: string[] = [];
    const depths: number[] = [];
    eachReached(explored, (state) => {
      const byField = program.fields.map((_, number) => state.field(number));
      expect(byField).toEqual([...state.row()]);
      rows.push(byField.join());
      depths.push(state.depth);
    });
    return { rows, depths, counts: explored.counts };
  });
}

test('every state is visited once, with its depth, and read by the field as a whole', () => {
  const { rows, depths, counts } = reachedBy({});
  expect(new Set(rows).size).toBe(counts.distinct);
  expect(rows).toHaveLength(counts.distinct);
  expect(depths).toEqual(depths.toSorted((a, b) => a - b));
  expect(depths.at(-1)).toBe(counts.depth);
});

test('a layout with every field in a word of its own shows the same states', () => {
  const wide = reachedBy({ layOut: layOutWide });
  expect(wide.rows.toSorted()).toEqual(reachedBy({}).rows.toSorted());
});

test('what is cut by a limit is visited up to the last complete level', () => {
  const compiled = compile(model);
  if (compiled.kind !== 'program') throw new Error(compiled.reason);
  const depths = explore(compiled.program, { maxDepth: 2 }, {}, (explored) => {
    const seen = new Set<number>();
    eachReached(explored, ({ depth }) => seen.add(depth));
    return [...seen];
  });
  expect(depths).toEqual([0, 1, 2]);
});
