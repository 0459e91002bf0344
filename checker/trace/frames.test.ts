import { expect, test } from 'vitest';
import {
  BOOLEAN,
  type Body,
  configuration,
  FALSE,
  fn,
  forEach,
  forever,
  indexDomain,
  not,
  openQuestion,
  process,
  repeat,
  rest,
  type Spec,
  spec,
  step,
  variable,
  whileTrue,
} from '../lang/index.ts';
import { type State, System, type Transition } from '../semantics/index.ts';
import { modelOf } from '../testing/trace-models.ts';
import { FrameTracker } from './frames.ts';

const flag = variable('flag', BOOLEAN, FALSE);
const inner = fn('inner', [step('a'), step('b')]);

const specWith = (body: Body): Spec =>
  spec('testing/frames', {
    summary: 'calls in loops',
    mirrors: 'textbook',
    processes: [process('one', body)],
    properties: [],
    configurations: [configuration('small', { bounds: '1 thread' })],
    base: { summary: 'base', ref: 'textbook', expect: { small: openQuestion('nothing') } },
  });

/** Texts and activations of the frames of the first steps of the only process. */
function framesIn(body: Body, steps: number): readonly string[] {
  const system = new System(modelOf(specWith(body)));
  let next = 0;
  const tracker = new FrameTracker(() => next++);
  let [state] = system.initialStates() as [State];
  return Array.from({ length: steps }, () => {
    const [transition] = system.transitions(state) as [Transition];
    const frames = tracker.enter(transition.firing.at);
    state = transition.next as State;
    return frames.map(({ text, activation }) => `${text}#${activation}`).join(' ');
  });
}

test('steps of one call have one activation, and the call after it another', () => {
  expect(
    framesIn(
      [inner(), inner()].map((call, at) => (at === 0 ? call : { ...call, note: 'again' })),
      3,
    ),
  ).toEqual(['inner()#0', 'inner()#0', 'inner()#1']);
});

test('each round of a budget calls anew', () => {
  expect(framesIn([repeat(2, [inner()])], 4)).toEqual([
    'inner()#0',
    'inner()#0',
    'inner()#1',
    'inner()#1',
  ]);
});

test('each round of a loop on the same statements calls anew', () => {
  expect(framesIn([whileTrue(not(flag), [inner()])], 6)).toEqual([
    '',
    'inner()#0',
    'inner()#0',
    '',
    'inner()#1',
    'inner()#1',
  ]);
});

test('each round of a loop without a condition calls anew', () => {
  const work = fn('work', [rest(step('a')), step('b')]);
  expect(framesIn([forever([work()])], 4)).toEqual([
    'work()#0',
    'work()#0',
    'work()#1',
    'work()#1',
  ]);
});

test('loop values are frames of their own', () => {
  const BAR = indexDomain('bar', 2);
  expect(framesIn([forEach(BAR, () => [inner()])], 3)).toEqual([
    'bar=0#0 inner()#1',
    'bar=0#0 inner()#1',
    'bar=1#2 inner()#3',
  ]);
});
