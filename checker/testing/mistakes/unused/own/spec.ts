/**
 * A spec that loses expressions in several ways: marked where each was written.
 */
import {
  and,
  assign,
  clause,
  cond,
  count,
  eq,
  FALSE,
  indexDomain,
  int,
  not,
  or,
  property,
  READ_ONCE,
  step,
  TRUE,
  valueOf,
  when,
} from '../../../../lang/index.ts';
import { specOf } from '../../cases.ts';
import { bothHold, enabled } from '../vocabulary.ts';

const BAR = indexDomain('bar', 2);

export const conjunction =
  not(enabled) && // E-UNUSED
  not(not(enabled));
export const choice = eq(enabled, TRUE) // E-UNUSED
  ? and(enabled, enabled)
  : or(enabled, enabled);
and(enabled, not(enabled)); // E-UNUSED
count(BAR, () => enabled); // E-UNUSED
READ_ONCE(enabled); // E-UNUSED
valueOf(cond(enabled, int(0), int(1))); // E-UNUSED
export const both = bothHold(enabled, FALSE); // E-UNUSED

export const losing = specOf([when(conjunction, [step('on', assign(enabled, choice))])], {
  properties: [property('P', 'A sentence.', [clause('both', { then: both })])],
});
