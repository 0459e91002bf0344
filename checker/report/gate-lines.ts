/**
 * What a gate prints: a line per difference from the record, and how many cells are the same.
 *
 * Word first, as in result lines, so that `grep ^CHANGED` works.
 */
import type { Comparison, Difference } from '../analyse/index.ts';

const WORDS: Readonly<Record<Difference['kind'], string>> = {
  drift: 'drift',
  changed: 'CHANGED',
  gone: 'gone',
  new: 'new',
};

const WORD_WIDTH = 10;

export const differenceLine = ({ kind, name, text }: Difference): string =>
  `${WORDS[kind].padEnd(WORD_WIDTH)}${name}  ${text}`;

export const sameLine = ({ sameCells }: Comparison): string =>
  `${'same'.padEnd(WORD_WIDTH)}${cellsText(sameCells)}`;

const cellsText = (count: number): string => `${count} ${count === 1 ? 'cell' : 'cells'}`;

/** `summary: 44 cells in 4 searches (3 cached), 41 same, 1 drift, 1 changed, 1 gone` */
export function gateSummary(
  comparison: Comparison,
  { isComplete, cached }: { readonly isComplete: boolean; readonly cached: number },
): string {
  const { differences, cells, searches, sameCells } = comparison;
  const count = (kind: Difference['kind']): number =>
    differences.filter((each) => each.kind === kind).length;
  const parts = (['drift', 'changed', 'gone', 'new'] as const)
    .filter((kind) => count(kind) > 0)
    .map((kind) => `${count(kind)} ${kind}`);
  const served = cached === 0 ? '' : ` (${cached} cached)`;
  const inSearches = `${searches} ${searches === 1 ? 'search' : 'searches'}${served}`;
  const head = `summary: ${cellsText(cells)} in ${inSearches}, ${sameCells} same`;
  const tail = isComplete ? '' : '; not complete';
  return `${[head, ...parts].join(', ')}${tail}`;
}
