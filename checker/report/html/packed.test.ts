import { expect, test } from 'vitest';
import revokeBars from '../../../specs/vfio-pci/revoke-bars/spec.ts';
import { search } from '../../semantics/index.ts';
import { modelOf, overflow, queueDeadlock, resetRace } from '../../testing/trace-models.ts';
import { packed, unpacked } from './packed.ts';

const models = [
  modelOf(resetRace, 'zap-before-lock', { users: '2', bars: '2' }),
  modelOf(queueDeadlock()),
  modelOf(overflow()),
];

const plain = (value: unknown): unknown =>
  JSON.parse(JSON.stringify(value, (key, each) => (key === 'source' ? undefined : each)));

test.each(models)('a model comes out as it went in, but for its places: $id', (model) => {
  const again = unpacked(JSON.parse(JSON.stringify(packed(model))));
  expect(again).toEqual(plain(model));
});

test.each(models)('it has the same states, verdicts and shortest traces: $id', (model) => {
  const again = unpacked(JSON.parse(JSON.stringify(packed(model))));
  expect(plain(search(again))).toEqual(plain(search(model)));
});

test('equal parts are written once: a model of the driver fits into 100 kB', () => {
  const text = JSON.stringify(packed(modelOf(revokeBars)));
  expect(text.length).toBeLessThan(100_000);
  expect(JSON.stringify(packed(modelOf(revokeBars)))).toBe(text);
});
