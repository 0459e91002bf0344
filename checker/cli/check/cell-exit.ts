/**
 * The exit code that a single search contributes.
 */
import { type Assessment, isRaceViolation, isViolated } from '../../analyse/index.ts';
import { DEADLOCK } from '../../model/index.ts';
import type { SearchReport } from '../../report/index.ts';
import { ERROR } from '../../semantics/index.ts';
import { EXIT } from '../exit-code.ts';

/** In the matrix only what nobody expected counts as a violation; in a verdict every violation does. */
export function exitCodeOf({
  assessment,
  rule,
}: Pick<SearchReport, 'assessment' | 'rule'>): number {
  // A violation outweighs the ERROR that the same search met.
  const violated = assessment.judgements.filter(
    (judgement) =>
      judgement.property !== ERROR &&
      isViolated(judgement) &&
      (rule === 'verdict' || judgement.kind === 'violated'),
  );
  const hasRace = assessment.races.some(
    (judged) => isRaceViolation(judged) && (rule === 'verdict' || judged.kind === 'violated'),
  );
  if (hasRace) return EXIT.safety;
  if (violated.length > 0)
    return violated.every(({ property }) => property === DEADLOCK) ? EXIT.deadlock : EXIT.safety;
  return CODES[assessment.kind];
}

const CODES: Readonly<Record<Assessment['kind'], number>> = {
  error: EXIT.usage,
  violated: EXIT.safety,
  inconclusive: EXIT.noVerdict,
  missed: EXIT.differs,
  open: EXIT.ok,
  expected: EXIT.ok,
  ok: EXIT.ok,
};
