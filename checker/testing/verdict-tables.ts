/**
 * Tables of verdicts for the documents, made of what `ordeal check --json` printed.
 *
 * A search that did not finish has no verdict and is an exception here. Whether a violation was expected does not show: the reader
 * asks what holds.
 */
import { markdownTable } from './generated-blocks.ts';

/** The keys of the records of `ordeal check --json` that are read here. */
interface CheckRecord {
  readonly type: string;
  readonly id: string;
  readonly configuration: string;
  readonly property: string;
  readonly outcome: string;
  readonly steps?: number;
}

interface RaceRecord {
  readonly type: string;
  readonly id: string;
  readonly configuration: string;
  readonly variable: string;
  readonly outcome: string;
  readonly steps: number;
}

interface EffectRecord {
  readonly type: string;
  readonly configuration: string;
  readonly variable: string;
  readonly value: string;
  readonly call: string;
  readonly fired: number;
  readonly changed: number;
  readonly variables: readonly string[];
}

const recordsIn = <T>(json: string): readonly T[] =>
  json
    .trim()
    .split('\n')
    .map((line): T => JSON.parse(line));

/** What one search found. */
export interface Cell {
  /** `family/spec/variant`. */
  readonly id: string;
  readonly configuration: string;
  /** `holds`, or the violated properties and the variables that race, with the steps of their shortest traces. */
  readonly verdict: string;
  /** The properties that were judged. */
  readonly properties: readonly string[];
  readonly violated: readonly string[];
}

/** Reads the lines of `ordeal check --json`; the cells are in declared order. */
export function cellsOf(json: string): readonly Cell[] {
  const records = recordsIn<CheckRecord>(json);
  const properties = records.filter(({ type }) => type === 'property');
  const races = recordsIn<RaceRecord>(json).filter(({ type }) => type === 'race');
  return records
    .filter(({ type }) => type === 'search')
    .map(({ id, configuration }) => {
      const judged = properties.filter(
        (each) => each.id === id && each.configuration === configuration,
      );
      const violated = judged.filter(({ outcome }) => outcome !== 'holds');
      if (judged.length === 0) throw new Error(`${id}[${configuration}] has no verdict`);
      return {
        id,
        configuration,
        verdict:
          [...violated.map(violation), ...racesIn(races, id, configuration)].join(', ') || 'holds',
        properties: judged.map(({ property }) => property),
        violated: violated.map(({ property }) => property),
      };
    });
}

/** Of each variable the nearest race that is not benign. */
function racesIn(
  races: readonly RaceRecord[],
  id: string,
  configuration: string,
): readonly string[] {
  const nearest = new Map<string, number>();
  for (const race of races) {
    const isTold = race.id === id && race.configuration === configuration;
    if (!isTold || race.outcome === 'benign' || nearest.has(race.variable)) continue;
    nearest.set(race.variable, race.steps);
  }
  return [...nearest].map(([variable, steps]) => `race on ${variable} (${steps})`);
}

function violation({ id, configuration, property, outcome, steps }: CheckRecord): string {
  if (steps === undefined) throw new Error(`${id}[${configuration}]:${property} is ${outcome}`);
  return `${property} (${steps})`;
}

interface Row {
  readonly label: string;
  readonly configurations: readonly string[];
  readonly verdicts: readonly string[];
}

/** Puts configurations of one label with the same verdicts into one row, where the first of them stands. */
function merged(rows: readonly Row[]): readonly Row[] {
  const byContent = new Map<string, Row>();
  for (const row of rows) {
    const key = JSON.stringify([row.label, row.verdicts]);
    const before = byContent.get(key)?.configurations ?? [];
    byContent.set(key, { ...row, configurations: [...before, ...row.configurations] });
  }
  return [...byContent.values()];
}

/** The cells of a table; a label that the row above has is not repeated. */
function lines(rows: readonly Row[]): readonly (readonly string[])[] {
  const all = merged(rows);
  return all.map(({ label, configurations, verdicts }, at) => [
    label === all[at - 1]?.label ? '' : label,
    configurations.join(', '),
    ...verdicts,
  ]);
}

/** Every variant of a spec; `summaries` say in a few words what each is, by id. */
export function variantTable(
  cells: readonly Cell[],
  spec: string,
  summaries: ReadonlyMap<string, string>,
): string {
  const rows = cells
    .filter(({ id }) => id.startsWith(`${spec}/`))
    .map(({ id, configuration, verdict }) => ({
      label: `\`${id.slice(spec.length + 1)}\`: ${summaries.get(id)}`,
      configurations: [configuration],
      verdicts: [verdict],
    }));
  return markdownTable(
    ['Variant', 'Configurations', 'Verdict (steps of the shortest trace)'],
    lines(rows),
  );
}

/**
 * Several orders side by side: a row for the variants with the bare names, and one for each suffix that they share.
 * Throws when an order was not searched in a configuration of another.
 */
export function orderTable(
  cells: readonly Cell[],
  spec: string,
  orders: readonly string[],
): string {
  const [first = ''] = orders;
  const verdictOf = (name: string, configuration: string): string => {
    const found = cells.find(
      (cell) => cell.id === `${spec}/${name}` && cell.configuration === configuration,
    );
    if (found === undefined) throw new Error(`${spec}/${name}[${configuration}] was not searched`);
    return found.verdict;
  };
  const rows = cells
    .filter(({ id }) => id === `${spec}/${first}` || id.startsWith(`${spec}/${first}-`))
    .map(({ id, configuration }) => {
      const suffix = id.slice(`${spec}/${first}`.length);
      return {
        label: suffix === '' ? 'nothing dropped' : `\`${suffix}\``,
        configurations: [configuration],
        verdicts: orders.map((order) => verdictOf(`${order}${suffix}`, configuration)),
      };
    });
  return markdownTable(['', 'Configurations', ...orders.map((name) => `\`${name}\``)], lines(rows));
}

/** What the steps of one call changed of the shared state, by the value that `--explain-noop` was asked for. */
export function effectTable(json: string, call: string): string {
  const effects = recordsIn<EffectRecord>(json).filter(
    (record) => record.type === 'effect' && record.call === call,
  );
  if (effects.length === 0) throw new Error(`no step of '${call}' fired`);
  const rows = effects.map(({ configuration, value, fired, changed, variables }) => [
    configuration,
    value,
    `${fired}`,
    `${changed}`,
    variables.map((name) => `\`${name}\``).join(', ') || 'nothing',
  ]);
  const variable = `\`${effects[0]?.variable}\``;
  const head = [
    'Configuration',
    variable,
    'Steps fired',
    'that changed something',
    'What they changed',
  ];
  return markdownTable(head, rows);
}
