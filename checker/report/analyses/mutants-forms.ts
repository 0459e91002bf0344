/**
 * Mutants as JSON and as Markdown.
 */
import type { JudgedMutant, StaleNote } from '../../analyse/index.ts';
import { jsonLine } from '../result-json.ts';
import { markdownTable } from './common.ts';
import { type MutantsReport, noticeText, percentText, survivorText } from './mutants.ts';

/** One object for the variant, one per mutant. */
export function mutantJson({
  name,
  configurations,
  property,
  found,
}: MutantsReport): readonly string[] {
  const { score, judged, survivors, stale, protections } = found;
  const reasons = new Map(survivors.map((each) => [each.name, each.reason]));
  return [
    jsonLine('mutants', { name, configurations, property, ...score, stale, protections }),
    ...judged.map(({ mutant, judged: verdict }) => {
      const { kind, ...more } = verdict;
      const { name: mutantName, ...place } = mutant;
      const reason = kind === 'unnoticed' ? { reason: reasons.get(mutantName) ?? null } : {};
      return jsonLine('mutant', {
        name,
        mutant: mutantName,
        ...place,
        verdict: kind,
        ...more,
        ...reason,
      });
    }),
  ];
}

/** The figures, which step protects what, each survivor in full, and the notes of the spec that are not true. */
export function mutantMarkdown(report: MutantsReport): readonly string[] {
  const { name, property, found } = report;
  const { score, protections, survivors } = found;
  const rows = protections.map(({ fn, step, by }) => [fn, step, by.map(noticeText).join(', ')]);
  const figures = [
    `${score.mutants} mutants`,
    `${score.noticed} noticed${property === null ? '' : ` by ${property}`}`,
    ...(property === null
      ? [
          `${score.unnoticed} unnoticed`,
          `${score.accepted} accepted`,
          `score ${percentText(score)}`,
        ]
      : []),
    `${score.equivalent} equivalent`,
    `${score.undecided} undecided`,
    `${score.illFormed} ill-formed`,
    `${score.absent} in none of the models`,
  ];
  return [
    `### Mutants of \`${name}\``,
    '',
    figures.join(', '),
    '',
    ...(rows.length === 0
      ? ['none is noticed']
      : markdownTable([['function', 'step', 'protects (steps of the shortest trace)'], ...rows])),
    ...survivors.flatMap((each) => ['', '```text', ...survivorText(each), '```']),
    ...undecidedLines(found.judged),
    ...staleLines(found.stale),
  ];
}

function staleLines(stale: readonly StaleNote[]): readonly string[] {
  if (stale.length === 0) return [];
  const rows = stale.map(({ mutant, verdict }) => [mutant, verdict]);
  return [
    '',
    ...markdownTable([['UNEXPECTED: the spec says that it goes unnoticed', 'it is'], ...rows]),
  ];
}

function undecidedLines(judged: readonly JudgedMutant[]): readonly string[] {
  const rows = judged.flatMap(({ mutant, judged: verdict }) =>
    verdict.kind === 'undecided' ? [[mutant.name, verdict.bound]] : [],
  );
  return rows.length === 0 ? [] : ['', ...markdownTable([['undecided', 'bound'], ...rows])];
}
