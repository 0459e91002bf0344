// Which orders are ill-formed: a unit reads a local of the function before anybody has written it.
import { expect, test } from 'vitest';
import {
  allHold,
  array,
  assign,
  BOOLEAN,
  type Body,
  choose,
  configuration,
  FALSE,
  fn,
  int,
  le,
  local,
  process,
  range,
  spec,
  step,
  TRUE,
  variable,
} from '../../lang/index.ts';
import { placeIn } from '../../testing/orders-place.ts';
import { markedModel, readingsIn } from './order-model.ts';

const SLOTS = range(0, 1);
const slots = variable('slots', array(SLOTS, BOOLEAN), FALSE);
const which = variable('which', SLOTS, int(0));
const at = local('at', SLOTS, int(0));
const taken = local('taken', array(SLOTS, BOOLEAN), FALSE);

const BODIES: readonly (readonly [string, Body])[] = [
  [
    'as an index of what it writes',
    [step('at = which', assign(at, which)), step('slots[at]', assign(slots.at(at), TRUE))],
  ],
  [
    'in the condition of a choice',
    [
      step('at = which', assign(at, which)),
      step(
        'which <= at',
        choose(which, SLOTS, (value) => le(value, at)),
      ),
    ],
  ],
  [
    'as the element of an array that is written at an index',
    [
      step('taken[which]', assign(taken.at(which), TRUE)),
      step('slots[0] = taken[0]', assign(slots.at(int(0)), taken.at(int(0)))),
    ],
  ],
];

test.each(BODIES)('a local is read %s', (_, body) => {
  const work = fn('work', { locals: [at, taken] }, body);
  const read = spec('test/read', {
    summary: 'a local is written and read',
    mirrors: 'nothing',
    processes: [process('worker', [work(), step('end')])],
    properties: [],
    configurations: [configuration('small', { bounds: 'as written' })],
    base: { summary: 'as written', ref: 'derived', expect: { small: allHold } },
  });
  const place = placeIn(read, 'work', null);
  expect(readingsIn(markedModel(place))).toEqual([{ reader: 1, writers: [0] }]);
});
