/**
 * `ordeal list`: what there is, one line each.
 */
import type { Argv } from 'yargs';
import { jsonLine } from '../../report/index.ts';
import type { Command } from '../command.ts';
import type { Context } from '../context.ts';
import { EXIT } from '../exit-code.ts';
import { type CatalogEntry, loadCatalog } from '../targets/catalog.ts';
import { type Kind, LISTINGS } from '../targets/listings.ts';
import { chooseVariants } from '../targets/targets.ts';
import { UsageError } from '../usage-error.ts';

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
  const entries = await entriesOf(targets, context);
  for (const row of entries.flatMap(({ spec }) => LISTINGS[kind](spec))) {
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
  if (!/[/.]/.test(kind) && targets.length > 0)
    throw new UsageError(`'${kind}' cannot be listed: one of ${KINDS.join(', ')}`);
  return { kind: 'variants', targets: [kind, ...targets] };
}

async function entriesOf(
  targets: readonly string[],
  context: Context,
): Promise<readonly CatalogEntry[]> {
  const entries = await loadCatalog(context, targets);
  return [...new Set(chooseVariants(entries, targets).map(({ entry }) => entry))];
}
