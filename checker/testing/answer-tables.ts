/**
 * Tables that answer a question: which variants were searched for it, what was found, and the command that shows it.
 *
 * The comment above a table claims a verdict of each variant. A claim that is not so is an exception, and so the words around the
 * table cannot outlive what they rest on. Claims are `ID holds P...`, `ID keeps P...` (it may violate others), `ID violates P...` or
 * `ID open P...`, with `;` between them; the id may name one configuration in brackets.
 */
import { markdownTable } from './generated-blocks.ts';
import type { Cell } from './verdict-tables.ts';

const KINDS = ['holds', 'keeps', 'violates', 'open'] as const;

interface Claim {
  readonly id: string;
  /** Null: all in which the variant was searched. */
  readonly configuration: string | null;
  readonly kind: (typeof KINDS)[number];
  /** The properties that the question is about. */
  readonly properties: readonly string[];
}

/** Reads the claims of a comment. */
export function claimsIn(text: string): readonly Claim[] {
  return text.split(';').map((each) => {
    const [, id, configuration = null, verb, rest = ''] =
      /^\s*([^\s[]+)(?:\[(\S+)\])? (\w+)(.*)$/.exec(each) ?? [];
    const kind = KINDS.find((known) => known === verb);
    if (id === undefined || kind === undefined) throw new Error(`no claim: '${each.trim()}'`);
    return { id, configuration, kind, properties: rest.split(' ').filter((word) => word !== '') };
  });
}

const violates = ({ violated }: Cell, property: string): boolean => violated.includes(property);

/** Throws unless the searches say what is claimed. */
function checkClaim(claim: Claim, cells: readonly Cell[]): void {
  const { id, kind, properties } = claim;
  if (cells.length === 0) throw new Error(`${id} was not searched`);
  for (const property of properties) {
    const judged = cells.filter((cell) => cell.properties.includes(property));
    if (judged.length === 0) throw new Error(`${id} says nothing of ${property}`);
    if (kind === 'violates' && !judged.some((cell) => violates(cell, property)))
      throw new Error(`${id} does not violate ${property}`);
    if (kind === 'keeps' && judged.some((cell) => violates(cell, property)))
      throw new Error(`${id} does not keep ${property}`);
  }
  if (kind === 'holds' && cells.some(({ violated }) => violated.length > 0))
    throw new Error(`${id} does not hold`);
  if (kind === 'violates' && properties.length === 0)
    throw new Error(`${id} violates what? name a property`);
}

/** What to type to see it: the trace of the first property asked for, or the search. */
function commandFor({ id, properties }: Claim, cells: readonly Cell[]): string {
  const shown = properties.find((property) => cells.some((cell) => violates(cell, property)));
  return shown === undefined ? `npx ordeal check ${id}` : `npx ordeal trace show ${id}:${shown}`;
}

/** The configurations of each verdict, in the order of the searches. */
function byVerdict(cells: readonly Cell[]): ReadonlyMap<string, readonly string[]> {
  const groups = new Map<string, readonly string[]>();
  for (const { verdict, configuration } of cells)
    groups.set(verdict, [...(groups.get(verdict) ?? []), configuration]);
  return groups;
}

/** One row per variant and verdict; `summaries` say in a few words what each variant is, by id. */
export function answerTable(
  all: readonly Cell[],
  text: string,
  summaries: ReadonlyMap<string, string>,
): string {
  const rows = claimsIn(text).flatMap((claim) => {
    const { id, configuration, kind, properties } = claim;
    const cells = all.filter(
      (cell) => cell.id === id && (configuration === null || cell.configuration === configuration),
    );
    checkClaim(claim, cells);
    const open = kind === 'open' ? 'open question: ' : '';
    return [...byVerdict(cells)].map(([verdict, configurations], at) => [
      at === 0 ? `\`${id}\`: ${summaries.get(id)}` : '',
      at === 0 ? properties.join(', ') : '',
      configurations.join(', '),
      `${open}${verdict}`,
      `\`${commandFor(
        claim,
        cells.filter((cell) => cell.verdict === verdict),
      )}\``,
    ]);
  });
  const head = ['Variant', 'Asked', 'Configurations', 'Verdict (steps)', 'Command'];
  return markdownTable(head, rows);
}
