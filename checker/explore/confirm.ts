/**
 * The second opinion: every finding is replayed by the reference semantics before anybody sees it.
 */
import type { Model } from '../model/index.ts';
import { type Finding, type Replay, replay, type SearchResult } from '../semantics/index.ts';

/** The first finding that the reference semantics rejects, in words; null if it confirms them all. Cost: one replay per finding. */
export function disagreement(model: Model, { verdicts }: SearchResult): string | null {
  for (const verdict of verdicts) {
    if (verdict.kind !== 'violated') continue;
    const reason = rejection(model, verdict.finding);
    if (reason === null) continue;
    return `${model.id}[${model.configuration}]:${verdict.property}: the search found a trace that the reference semantics rejects: ${reason}`;
  }
  return null;
}

function rejection(model: Model, finding: Finding): string | null {
  const { steps, states } = finding.path;
  const again = replay(model, steps, states);
  if (again.stoppedAt !== null) return `step ${again.stoppedAt + 1} is not enabled`;
  return isViolation(model, finding, again) ? null : 'it violates nothing';
}

function isViolation(model: Model, finding: Finding, again: Replay): boolean {
  const { steps, states } = finding.path;
  switch (finding.kind) {
    case 'deadlock':
      return again.endsInDeadlock;
    case 'error': {
      if (finding.failing === null) return again.error !== null;
      const failed = replay(model, [...steps, finding.failing], states);
      return failed.stoppedAt === steps.length && failed.error !== null;
    }
    default:
      return again.violations.some(
        ({ property, afterSteps }) => property === finding.property && afterSteps === steps.length,
      );
  }
}
