/**
 * A run against what is committed: same, drift, CHANGED, gone, new. Pure: entries in, differences out.
 *
 * A better verdict is a difference as much as a worse one. Only what the run has answered is compared, so that an incomplete run or
 * a shard calls nothing gone.
 */
import { entryKey, inOrder } from './matrix-text.ts';
import type { Entry } from './record.ts';

export interface Difference {
  /** `changed`: another verdict; `drift`: the same verdicts of another model, with other counts, coverage or traces. */
  readonly kind: 'drift' | 'changed' | 'gone' | 'new';
  /** As in the matrix: `id[configuration]:property`, `id[configuration]` or `id`. */
  readonly name: string;
  readonly text: string;
}

export interface Comparison {
  readonly differences: readonly Difference[];
  /** Verdict lines of the run. */
  readonly cells: number;
  readonly searches: number;
  /** Verdict lines that are as committed. */
  readonly sameCells: number;
}

/** Compares; `isAnswered` tells of a name in the matrix whether the run would have it if it still existed. */
export function compare(
  committed: readonly Entry[],
  found: readonly Entry[],
  isAnswered: (name: string) => boolean,
): Comparison {
  const before = byKey(committed.filter(({ name }) => isAnswered(name)));
  const after = byKey(found);
  const paired = [...after].flatMap(([key, entry]) => {
    const known = before.get(key);
    return known === undefined ? [] : differenceOf(known, entry);
  });
  const gone = unmatched(before, after);
  const added = unmatched(after, before);
  const cells = found.filter(isVerdict);
  return {
    differences: inNameOrder([...paired, ...wholly('gone', gone), ...wholly('new', added)]),
    cells: cells.length,
    searches: found.filter(({ word }) => word === 'search').length,
    sameCells: cells.filter((cell) => {
      const known = before.get(entryKey(cell));
      return known?.word === cell.word && known.rest === cell.rest;
    }).length,
  };
}

const byKey = (entries: readonly Entry[]): ReadonlyMap<string, Entry> =>
  new Map(inOrder(entries).map((entry) => [entryKey(entry), entry]));

const unmatched = (
  one: ReadonlyMap<string, Entry>,
  other: ReadonlyMap<string, Entry>,
): readonly Entry[] => [...one].filter(([key]) => !other.has(key)).map(([, entry]) => entry);

/** Whether an entry is a cell of the matrix. */
export const isVerdict = ({ word }: Entry): boolean =>
  !['search', 'never', 'VACUOUS'].includes(word);

const isViolation = ({ word }: Entry): boolean => ['expected', 'open', 'VIOLATED'].includes(word);

function differenceOf(before: Entry, after: Entry): readonly Difference[] {
  const { name } = after;
  if (before.word !== after.word) {
    const note = isViolation(before) && !isViolation(after) ? '  (improvement)' : '';
    return [{ kind: 'changed', name, text: `${verdictOf(before)} -> ${verdictOf(after)}${note}` }];
  }
  if (before.rest === after.rest) return [];
  return [{ kind: 'drift', name, text: changedFigures(before.rest, after.rest) }];
}

const verdictOf = ({ word, rest }: Entry): string => (rest === '' ? word : `${word} ${rest}`);

/** `states 48213 -> 48266 (model changed)` */
function changedFigures(before: string, after: string): string {
  const known = figuresOf(before);
  const now = figuresOf(after);
  const changes = [...new Set([...known.keys(), ...now.keys()])]
    .filter((key) => key !== 'model' && known.get(key) !== now.get(key))
    .map((key) => `${key} ${known.get(key) ?? '-'} -> ${now.get(key) ?? '-'}`);
  const isOtherModel = known.get('model') !== now.get('model');
  const note = isOtherModel ? '(model changed)' : '';
  return [changes.length === 0 && isOtherModel ? 'same counts' : changes.join(', '), note]
    .filter((part) => part !== '')
    .join(' ');
}

const figuresOf = (rest: string): ReadonlyMap<string, string> =>
  new Map(
    rest.split(' ').map((pair) => {
      const at = pair.indexOf('=');
      return [pair.slice(0, at), pair.slice(at + 1)];
    }),
  );

/** What is on one side only. A search that is there or not as a whole is one line, whatever belongs to it. */
function wholly(kind: 'gone' | 'new', entries: readonly Entry[]): readonly Difference[] {
  const searches = new Set(entries.filter(({ word }) => word === 'search').map(({ name }) => name));
  const searchOf = (name: string): string => name.replace(/(\]):[^\]]*$/, '$1');
  return entries.flatMap((entry): readonly Difference[] => {
    const { word, name, rest } = entry;
    if (word === 'search') {
      const own = entries.filter((each) => isVerdict(each) && searchOf(each.name) === name);
      return [{ kind, name, text: `the search with ${verdictsText(own.length)}` }];
    }
    if (searches.has(searchOf(name))) return [];
    if (word === 'never') return [{ kind: 'drift', name, text: neverText(kind, rest) }];
    if (word === 'VACUOUS') return [{ kind: 'changed', name, text: vacuousText(kind, rest) }];
    return [{ kind, name, text: verdictOf(entry) }];
  });
}

const verdictsText = (count: number): string => `${count} ${count === 1 ? 'verdict' : 'verdicts'}`;

const neverText = (kind: 'gone' | 'new', rest: string): string =>
  kind === 'gone' ? `covered now, or no longer there: ${rest}` : `not covered: ${rest}`;

const vacuousText = (kind: 'gone' | 'new', rest: string): string =>
  kind === 'gone' ? `no longer vacuous: ${rest}` : `VACUOUS: ${rest}`;

/** Differences sorted as the matrix is. */
export const inNameOrder = (differences: readonly Difference[]): readonly Difference[] =>
  differences.toSorted((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
