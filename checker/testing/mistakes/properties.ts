/**
 * Mistakes with properties and goals: what they mention, and whether it is there.
 */
import {
  and,
  assign,
  at,
  BOOLEAN,
  check,
  clause,
  configuration,
  constant,
  FALSE,
  fn,
  goal,
  implies,
  inside,
  not,
  or,
  PROCESS,
  property,
  quiescent,
  resting,
  S_LOCKBAL,
  self,
  some,
  step,
  TRUE,
  variable,
  when,
} from '../../lang/index.ts';
import { type Cases, specOf } from './cases.ts';

const on = variable('on', BOOLEAN, FALSE);
const strict = constant('strict', BOOLEAN, FALSE, 'whether more is asked');
const reset = fn('reset', [when(on, [step('on = 0', assign(on, FALSE))]), step('end')]);
const absent = fn('resett', [step('end')]);
const small = (...goals: ReturnType<typeof goal>[]) =>
  configuration('small', { bounds: '1', goals });

export const valid: Cases = {
  'clauses over state, positions and constants': () =>
    specOf([reset()], {
      constants: [strict],
      properties: [
        property('P', 'A sentence.', [
          clause('state', { given: on, then: FALSE }),
          clause('rest', { given: quiescent(), then: not(on) }),
          clause('decided by a constant', { then: implies(strict, on) }),
          clause('position', { then: some(PROCESS, (each) => or(resting(each), on)) }),
        ]),
      ],
      configurations: [
        small(
          goal(
            'inside',
            some(PROCESS, (each) => inside(each, reset)),
          ),
          goal(
            'at a step',
            some(PROCESS, (each) => at(each, reset, 'end')),
          ),
          goal(
            'at a condition',
            some(PROCESS, (each) => at(each, reset, 'if (on)')),
          ),
        ),
      ],
    }),
  'a property that only checks assert': () => {
    const asserted = property('P', 'A sentence.');
    return specOf([check(asserted, on), reset()], { properties: [asserted] });
  },
  'more clauses for what the vocabulary asserts': () =>
    specOf([reset()], {
      properties: [property(S_LOCKBAL.id, 'A sentence.', [clause('on', { then: on })])],
    }),
};

export const invalid: Cases = {
  'a property that mentions nothing': () =>
    specOf([reset()], {
      properties: [
        property('P', 'A sentence.'), // E-PROPERTY
      ],
    }),
  'clauses that read nothing of the state': () =>
    specOf([reset()], {
      constants: [strict],
      properties: [
        property('P', 'A sentence.', [
          clause('true', { then: TRUE }), // E-PROPERTY E-PROPERTY
          clause('constant', { given: strict, then: FALSE }), // E-PROPERTY
        ]),
      ],
    }),
  'a goal that reads nothing of the state': () =>
    specOf([reset()], {
      configurations: [
        small(
          goal('reached', not(FALSE)), // E-PROPERTY
        ),
      ],
    }),
  'clauses that no state decides': () =>
    specOf([reset()], {
      properties: [
        property('P', 'A sentence.', [
          clause('never', { then: and(on, FALSE) }), // E-PROPERTY
          clause('always', { given: on, then: or(on, TRUE) }), // E-PROPERTY
          clause('empty', { given: and(on, FALSE), then: on }), // E-PROPERTY
        ]),
      ],
    }),
  'a check of an unknown property': () =>
    specOf([
      check({ id: 'S-ASERT' }, on), // E-NAME
      reset(),
    ]),
  'positions that do not exist': () =>
    specOf([reset()], {
      configurations: [
        small(
          goal('function', inside(self, absent)), // E-SCOPE E-NAME
          goal('step', at(self, reset, 'ende')), // E-SCOPE E-NAME
        ),
      ],
    }),
};
