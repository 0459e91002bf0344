/**
 * `ordeal show`: a model as C-like pseudo-code, with the labels that traces use, and what a variant changes.
 */
import type { Argv } from 'yargs';
import { diffModels, type Instance, instantiate, printModel } from '../../model/index.ts';
import { jsonLine, layoutLines, layoutReport } from '../../report/index.ts';
import type { Command } from '../command.ts';
import type { Context } from '../context.ts';
import { EXIT } from '../exit-code.ts';
import { settingsOf } from '../names.ts';
import { flag, list, text } from '../options.ts';
import { type CatalogEntry, loadCatalog } from '../targets/catalog.ts';
import { declared } from '../targets/configurations.ts';
import { refuseBadValues, refuseUnknownConstants } from '../targets/overrides.ts';
import { printProblems } from '../targets/problems.ts';
import { type Chosen, chooseOne, chooseVariant } from '../targets/targets.ts';
import { UsageError, unknownName } from '../usage-error.ts';

interface ShowArguments {
  readonly target: string;
  readonly diff?: string;
  readonly config?: string;
  readonly c?: readonly string[];
  readonly layout?: boolean;
}

export const show: Command<ShowArguments> = {
  usage: 'show <target>',
  summary: 'a model as C-like pseudo-code',
  examples: [
    ['ordeal show classics/peterson', 'the base, in its first configuration'],
    ['ordeal show classics/barzap --diff bad', 'what the variant changes'],
  ],
  exitCodes: [0, 2, 70],
  options: (parser) =>
    parser
      .positional('target', {
        type: 'string',
        demandOption: true,
        describe: 'SPEC, SPEC/VARIANT or ./compiled-spec.js',
      })
      .option('diff', text('diff', 'show how this variant of the same spec differs'))
      .option('config', text('config', 'the configuration, by name or size (the first)'))
      .option('layout', flag('show the bits of a state: what a search stores'))
      .option('c', list('c', 'set a constant: NAME=VALUE (repeatable)')) as Argv,
  run: runShow,
};

async function runShow(args: ShowArguments, context: Context): Promise<number> {
  const entries: readonly CatalogEntry[] = await loadCatalog(context, [args.target]);
  const first = chooseOne(entries, args.target);
  const second = args.diff === undefined ? null : chooseVariant(first.entry, args.diff);
  const configuration =
    configurationNamed(args.config, first) ?? sharedConfiguration(first, second);
  const instances: Instance[] = [];
  for (const chosen of second === null ? [first] : [first, second]) {
    const instance = instanceOf(chosen, configuration, args, context);
    if (instance === null) return EXIT.usage;
    instances.push(instance);
  }
  const [before, after] = instances as [Instance, Instance?];
  if (args.layout === true)
    return showLayout(before, { id: first.id, configuration }, args, context);
  const shown = after === undefined ? printModel(before) : diffModels(before, after);
  const identity = { id: first.id, diff: second?.id ?? null, configuration };
  context.out(context.json ? `${jsonLine('model', { ...identity, text: shown })}\n` : shown);
  return EXIT.ok;
}

function showLayout(
  instance: Instance,
  identity: { readonly id: string; readonly configuration: string },
  { diff }: ShowArguments,
  { json, out }: Context,
): number {
  if (diff !== undefined) throw new UsageError('--layout contradicts --diff');
  const built = instantiate(instance);
  if (built.kind !== 'model') throw new Error(`${identity.id}: the model cannot be built`);
  const report = layoutReport(built.model);
  if (typeof report === 'string')
    throw new UsageError(`${identity.id} has no layout in bits: ${report}`);
  out(
    json
      ? `${jsonLine('layout', { ...identity, ...report })}\n`
      : `${layoutLines(report).join('\n')}\n`,
  );
  return EXIT.ok;
}

/** Null without a wish. A size stands for the first configuration of that size that the variant is run in. */
function configurationNamed(wanted: string | undefined, chosen: Chosen): string | null {
  if (wanted === undefined) return null;
  const isName = chosen.entry.spec.configurations.some(({ name }) => name === wanted);
  return isName ? wanted : (declared(chosen).find(({ size }) => size === wanted)?.name ?? wanted);
}

/** The first configuration that both are run in, else the first of the first. */
function sharedConfiguration(first: Chosen, second: Chosen | null): string {
  const own = declared(first);
  const shared = own.find((each) => second === null || declared(second).includes(each));
  return (shared ?? own[0])?.name ?? '';
}

/** Any configuration of the spec will do, also one that the variant is not run in. */
function instanceOf(
  { entry, variant }: Chosen,
  name: string,
  { c = [] }: ShowArguments,
  context: Context,
): Instance | null {
  const { spec } = entry;
  const overrides = settingsOf(c);
  refuseUnknownConstants([spec], overrides);
  const configuration = spec.configurations.find((each) => each.name === name);
  if (configuration === undefined)
    throw unknownName(
      'configuration',
      name,
      spec.configurations.map((each) => each.name),
    );
  const instance = { spec, variant, configuration, overrides };
  const built = instantiate(instance);
  if (built.kind === 'model') return instance;
  refuseBadValues(built.problems);
  printProblems(built.problems, context);
  return null;
}
