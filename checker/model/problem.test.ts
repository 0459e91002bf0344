import { expect, test } from 'vitest';
import type { Source } from '../lang/index.ts';
import { nearest, type Problem, Problems, suggest } from './problem.ts';

const at = (...frames: string[]): Source => ({ frames: () => frames });
const messages = (problems: readonly Problem[]) => problems.map(({ message }) => message).join(' ');

test('problems come by file in the order in which files came up, by line, then by column', () => {
  const problems = new Problems();
  problems.report('E-NAME', 'b10', at('/b.ts:10:1'));
  problems.report('E-NAME', 'a2', at('/a.ts:2:1'));
  problems.report('E-NAME', 'b9:12', at('/b.ts:9:12'));
  problems.report('E-NAME', 'b9:2', at('/b.ts:9:2', '/a.ts:1:1'));
  problems.report('E-NAME', 'nowhere', null);
  expect(messages(problems.all)).toBe('nowhere b9:2 b9:12 b10 a2');
});

test('one mistake that a loop repeats is reported once, and so is one that was known', () => {
  const first = new Problems();
  first.report('E-VALUE', "'a[0]' is wrong", at('/a.ts:1:1'));
  first.report('E-VALUE', "'a[1]' is wrong", at('/a.ts:1:1'));
  first.report('E-VALUE', "'a[1]' is wrong", at('/a.ts:2:1'));
  expect(first.all).toHaveLength(2);
  const second = new Problems(first.all);
  second.report('E-VALUE', "'a[0]' is wrong", at('/a.ts:1:1'));
  expect(second.all).toEqual(first.all);
});

test.each([
  ['resett', ['set', 'reset'], 'reset'],
  ['V1-ORDER', ['v1-order', 'v2'], 'v1-order'],
  ['vfio_pci_zap_bar', ['vfio_pci_zap_bars', 'vfio_pci_zap'], 'vfio_pci_zap_bars'],
  ['d9', ['d1', 'd3'], 'd1'],
  ['power', ['reset', 'command'], null],
  ['anything', [], null],
  ['v1', ['v4', 'v1-order'], 'v1-order'],
  ['re', ['reset-all', 'reset', 're2'], 're2'],
  ['curent', ['current_state', 'command'], 'current_state'],
  ['xyzw', ['current_state'], null],
])('the name nearest to %s', (name, valid, found) => {
  expect(nearest(name, valid)).toBe(found);
});

test('a suggestion names the nearest, else all there are', () => {
  expect(suggest('resett', ['reset'])).toBe("did you mean 'reset'?");
  expect(suggest('power', ['reset', 'command'])).toBe('one of: reset, command');
  expect(suggest('power', [])).toBe('there is none');
});
