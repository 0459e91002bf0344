/**
 * `ordeal list`: what there is, one line each.
 */
import type { Argv } from 'yargs';
import { nearest } from '../../model/index.ts';
import { jsonLine } from '../../report/index.ts';
import type { Command } from '../command.ts';
import type { Context } from '../context.ts';
import { EXIT } from '../exit-code.ts';
import { loadCatalog } from '../targets/catalog.ts';
import { type Kind, LISTINGS, type Row } from '../targets/listings.ts';
import { type Chosen, chooseVariants } from '../targets/targets.ts';
import { unknownName } from '../usage-error.ts';

interface ListArguments {
  readonly kind?: string;
  readonly targets?: readonly string[];
}

const KINDS = Object.keys(LISTINGS) as readonly Kind[];

const isKind = (word: string): word is Kind => KINDS.some((kind) => kind === word);

export const list: Command<ListArguments> = {
  usage: 'list [kind] [targets..]',
  summary: 'what there is: specs, variants, properties, configs or actions',
  examples: [
    ['ordeal list', 'all specs'],
    ['ordeal list variants classics', 'with what is expected of them'],
  ],
  exitCodes: [0, 2, 70],
  options: (parser) =>
    parser
      .positional('kind', {
        type: 'string',
        describe: `${KINDS.join(', ')}; without it specs, or the variants of a SPEC`,
      })
      .positional('targets', {
        type: 'string',
        array: true,
        describe: 'FAMILY, SPEC, ./compiled-spec.js or ./folder',
      }) as Argv,
  run: runList,
};

async function runList(args: ListArguments, context: Context): Promise<number> {
  const { kind, targets } = wanted(args);
  const chosen = chooseVariants(await loadCatalog(context, targets), targets);
  for (const row of rowsOf(kind, chosen)) {
    const { text, ...content } = row;
    context.out(`${context.json ? jsonLine(kind, content) : text}\n`);
  }
  return EXIT.ok;
}

/** The first word may be left out: then it is a target. */
function wanted({ kind, targets = [] }: ListArguments): {
  readonly kind: Kind;
  readonly targets: readonly string[];
} {
  if (kind === undefined) return { kind: 'specs', targets };
  if (isKind(kind)) return { kind, targets };
  const meant = nearest(kind, KINDS);
  if (!/[/.]/.test(kind) && (targets.length > 0 || meant !== null))
    throw unknownName('list: kind', kind, KINDS);
  return { kind: 'variants', targets: [kind, ...targets] };
}

/** A target that names a variant lists that one; of everything else the spec is listed. */
function rowsOf(kind: Kind, chosen: readonly Chosen[]): readonly Row[] {
  const entries = [...new Set(chosen.map(({ entry }) => entry))];
  return entries.flatMap((entry) => {
    const mine = chosen.filter((each) => each.entry === entry);
    const isPart = kind === 'variants' && mine.every(({ isVariant }) => isVariant);
    const rows = LISTINGS[kind](entry.spec);
    return isPart ? rows.filter((row) => mine.some(({ id }) => id === row.id)) : rows;
  });
}
