/**
 * Mistakes in bodies: what is no statement, jumps to nowhere, labels given twice, what nothing reaches.
 */
import {
  allHold,
  array,
  assign,
  BOOLEAN,
  type Body,
  c,
  constant,
  down_write,
  FALSE,
  fn,
  forEach,
  forever,
  given,
  goto,
  indexDomain,
  kref,
  kref_get_unless_zero,
  label,
  local,
  mutex,
  mutex_trylock,
  mutex_unlock,
  note,
  oneOf,
  param,
  process,
  repeat,
  rest,
  returnFromFunction,
  rwsem,
  step,
  stop,
  TRUE,
  up_write,
  variable,
  variant,
  when,
} from '../../lang/index.ts';
import { type Cases, specOf, specWith } from './cases.ts';

const BAR = indexDomain('bar', 2);
const shared = variable('shared', BOOLEAN, FALSE);
const mapped = variable('mapped', array(BAR, BOOLEAN), FALSE);
const lock = rwsem('lock');
const igate = mutex('igate');
const refs = kref('refs', 2);
const swap = constant('swap', BOOLEAN, FALSE, 'whether the order is the other one');

const reset = fn('reset', [step('begin'), step('end')]);
const to = param('to', BOOLEAN);
const set = fn('set', { params: [to] }, [step('shared = to', assign(shared, to))]);
const one = step('one');
const two = step('two');
const wrong = (body: unknown): Body => body as Body;

export const valid: Cases = {
  'jumps to labels of the block and of blocks around it': () =>
    specOf([
      oneOf([one, goto('out')], [two]),
      when(shared, [goto('out')]),
      step('three'),
      label('out'),
      step('four'),
    ]),
  'the same label in the bodies of two functions': () => {
    const other = fn('other', [step('begin')]);
    return specOf([reset(), other()]);
  },
  'iterations and calls that repeat a body': () =>
    specOf([
      forEach(BAR, (bar) => [step(c`unmap(${bar})`, assign(mapped.at(bar), FALSE)), set(TRUE)]),
      repeat(2, [reset()]),
      set(FALSE),
    ]),
  'equal statements that are told apart': () =>
    specOf([
      down_write(lock),
      up_write(lock),
      when(shared, [note('again', one)]),
      note('again', when(shared, [one])),
      note('again', down_write(lock)),
      note('again', up_write(lock)),
      reset(),
      note('again', reset()),
      mutex_trylock(igate, [mutex_unlock(igate)], []),
      note('again', mutex_trylock(igate, [note('again', mutex_unlock(igate))], [])),
      kref_get_unless_zero(refs, [], []),
      note('again', kref_get_unless_zero(refs, [], [])),
    ]),
  'equal conditions that control passes through': () => {
    const failed = local('failed', BOOLEAN, FALSE);
    const read = (name: string) => step(name, assign(failed, shared));
    return specWith({
      processes: [
        process('thread', { locals: [failed] }, [
          read('first read'),
          when(failed, [goto('out')]),
          read('second read'),
          when(failed, [goto('out')]),
          read('third read'),
          label('out'),
        ]),
      ],
    });
  },
  'sides of a constant with the same labels': () =>
    specOf([given(swap, [two, one], [one, two])], { constants: [swap] }),
};

export const invalid: Cases = {
  'a function that is not called': () =>
    specOf([
      when(shared, wrong([reset])), // E-STATEMENT
    ]),
  'a statement that is missing': () =>
    specOf([
      when(shared, [one], wrong([undefined])), // E-STATEMENT
    ]),
  'a list, an effect, an expression and a text instead of statements': () => {
    const parts = fn('parts', wrong([[one], assign(shared, TRUE), shared, 'one'])); // E-STATEMENT E-STATEMENT E-STATEMENT E-STATEMENT
    return specOf([parts()]);
  },
  'a variable, a statement and nothing instead of effects': () => {
    const loose = step as unknown as (label: string, effect: unknown) => Body[number];
    return specOf([
      loose('shared = true', shared), // E-STATEMENT
      loose('one', two), // E-STATEMENT
      loose('three', null), // E-STATEMENT
    ]);
  },
  'labels that a trace cannot print': () =>
    specOf([
      step(''), // E-LABEL
      step('#again'), // E-LABEL
      step('sched\u00fcle()'), // E-LABEL
      step('tab\t'), // E-LABEL
    ]),
  'too many arguments': () => {
    const loose = reset as unknown as (...args: unknown[]) => Body[number];
    return specOf([
      loose(TRUE, FALSE), // E-CALL
    ]);
  },
  'too few arguments': () => {
    const loose = set as unknown as (...args: unknown[]) => Body[number];
    return specOf([
      loose(), // E-CALL
    ]);
  },
  'a function that calls itself': () =>
    specOf([reset()], {
      variants: [
        variant('v2', {
          summary: 'again',
          ref: 'derived',
          expect: { small: allHold },
          replace: {
            reset: [
              one,
              note('again', reset()), // E-CALL
            ],
          },
        }),
      ],
    }),
  'a choice without branches, and an empty branch': () =>
    specOf([
      oneOf(), // E-BRANCH
      oneOf([one], [], [two]), // E-BRANCH
    ]),
  'a jump to a label that is not there': () =>
    specOf([
      when(shared, [goto('uot')]), // E-LABEL
      step('three'),
      label('out'), // E-UNREACHABLE
    ]),
  'a jump into a block': () =>
    specOf([
      when(shared, [goto('inside')]), // E-LABEL
      oneOf([one, label('inside'), two], [step('three')]),
    ]),
  'a jump out of a function': () => {
    const leave = fn('leave', [
      when(shared, [goto('out')]), // E-LABEL
    ]);
    return specOf([
      leave(),
      label('out'), // E-UNREACHABLE
    ]);
  },
  'a label that constants took away': () =>
    specOf(
      [
        when(shared, [goto('out')]), // E-LABEL
        given(swap, [label('out')]),
        one,
      ],
      { constants: [swap] },
    ),
  'a label given twice': () =>
    specOf([
      when(shared, [goto('out')]),
      label('out'),
      one,
      label('out'), // E-LABEL
    ]),
  'statements behind a jump, a return, an end and a loop without end': () => {
    const early = fn('early', [
      when(shared, [
        returnFromFunction(),
        step('behind return'), // E-UNREACHABLE
      ]),
    ]);
    return specWith({
      processes: [
        process('jumper', [
          early(),
          goto('out'),
          step('behind goto'), // E-UNREACHABLE
          label('out'),
          when(shared, [stop()], [stop()]),
          step('behind stop'), // E-UNREACHABLE
        ]),
        process('worker', [
          forever([rest(step('work'))]),
          step('behind the loop'), // E-UNREACHABLE
        ]),
      ],
    });
  },
  'a label of a step twice in a body': () =>
    specOf([
      one,
      when(shared, [
        step('one'), // E-LABEL
      ]),
    ]),
  'one statement put in twice': () => {
    const same = step('same'); // E-LABEL
    return specOf([same, two, same]);
  },
  'an operation of the vocabulary twice in a body': () =>
    specOf([
      down_write(lock),
      when(shared, [up_write(lock), stop()]),
      up_write(lock), // E-LABEL
    ]),
  'a call with the same arguments twice in a body': () =>
    specOf([
      set(TRUE),
      set(FALSE),
      set(TRUE), // E-LABEL
    ]),
  'a condition over shared state twice in a body': () =>
    specOf([
      when(shared, [one]),
      when(shared, [two]), // E-LABEL
    ]),
};
