/** The table of mutation scores for the documents, made of what `ordeal mutants --json` printed: a row for each family of specs. */
import { markdownTable } from './generated-blocks.ts';

/** The keys of a record of type `mutants` that are read here; counts of mutants but for `name`, `family/spec[/variant]`. */
interface ScoreRecord {
  readonly type: string;
  readonly name: string;
  readonly mutants: number;
  readonly noticed: number;
  readonly unnoticed: number;
  readonly accepted: number;
  readonly equivalent: number;
  readonly illFormed: number;
  readonly absent: number;
  readonly undecided: number;
  readonly stale: readonly unknown[];
}

const HEAD = [
  'Family',
  'Specs',
  'Mutants',
  'Noticed',
  'Not counted',
  'With a reason',
  'Unnoticed',
] as const;

const familyOf = ({ name }: ScoreRecord): string => name.replace(/\/.*/, '');

function rowOf(family: string, specs: readonly ScoreRecord[]): readonly string[] {
  const sum = (count: (spec: ScoreRecord) => number): string =>
    `${specs.reduce((total, spec) => total + count(spec), 0)}`;
  return [
    `\`${family}\``,
    `${specs.length}`,
    sum(({ mutants }) => mutants),
    sum(({ noticed }) => noticed),
    sum(({ equivalent, illFormed, absent }) => equivalent + illFormed + absent),
    sum(({ accepted }) => accepted),
    sum(({ unnoticed }) => unnoticed),
  ];
}

/** Throws for a spec with a mutant that is not decided, or with a note that is not true. */
export function scoreTable(json: string): string {
  const specs = json
    .trim()
    .split('\n')
    .map((line): ScoreRecord => JSON.parse(line))
    .filter(({ type }) => type === 'mutants');
  const open = specs.filter(({ undecided, stale }) => undecided > 0 || stale.length > 0);
  if (open.length > 0) throw new Error(`no score: ${open.map(({ name }) => name).join(', ')}`);
  const families = [...new Set(specs.map(familyOf))];
  const rows = families.map((family) =>
    rowOf(
      family,
      specs.filter((each) => familyOf(each) === family),
    ),
  );
  return markdownTable(HEAD, rows);
}
