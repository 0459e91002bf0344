/**
 * `ordeal orders`: which orders of the steps of a function are safe, what they have in common, and why.
 */
import type { Argv } from 'yargs';
import { ordersJson, ordersLines } from '../../report/index.ts';
import { orderTraces, printTraces, writeOrders } from '../analyse/orders-output.ts';
import { askWithProgress } from '../analyse/orders-run.ts';
import { type OrdersArguments, ordersWish } from '../analyse/orders-wish.ts';
import type { Command } from '../command.ts';
import type { Context } from '../context.ts';
import { EXIT } from '../exit-code.ts';
import { folderFor } from '../files.ts';
import { COUNT, choice, DURATION_MS, list, parsed, text } from '../options.ts';
import { loadCatalog } from '../targets/catalog.ts';
import { printProblems } from '../targets/problems.ts';
import { UsageError } from '../usage-error.ts';

export const orders: Command<OrdersArguments> = {
  usage: 'orders [target]',
  summary: 'which orders of the steps of a function are safe, and why',
  examples: [
    ['ordeal orders history/hb-19 --in vfio_pci_ioctl_reset', 'every order'],
    ['ordeal orders SPEC --in FN --query "a < b"', 'must a run before b?'],
  ],
  exitCodes: [0, 2, 3, 70, 130],
  options: (parser) =>
    parser
      .positional('target', { type: 'string', describe: 'SPEC or SPEC/VARIANT' })
      .option('in', text('in', 'the function whose statements are reordered'))
      .option('beside', text('beside', 'reorder the block of this step, not the whole body'))
      .option('steps', text('steps', 'names of its statements, with commas; a+b moves as one'))
      .option('fix', list('fix', '"a < b < c": only orders with a before b before c (repeatable)'))
      .option('optional', list('optional', 'a step that may be missing (repeatable)'))
      .option('query', text('query', '"a < b": is this required, and if not, why?'))
      .option('p', text('p', 'only this property'))
      .option('c', list('c', 'set a constant: NAME=VALUE (repeatable)'))
      .option('config', text('config', 'the configuration (the first of the variant)'))
      .option('show', parsed('show', 'also print counterexample number N', COUNT))
      .option('format', choice('format', 'of the answer', ['text', 'md']))
      .option('out', text('out', 'write answer, picture and counterexamples to DIR'))
      .option('limit', parsed('limit', 'the most orders to try (50000)', COUNT))
      .option('workers', parsed('workers', 'processors to use (number of cores)', COUNT))
      .option('max-states', parsed('max-states', 'stop after N states of all orders', COUNT))
      .option(
        'max-time',
        parsed('max-time', 'stop after this time: 90s, 10m', DURATION_MS),
      ) as Argv,
  run,
};

async function run(args: OrdersArguments, context: Context): Promise<number> {
  const { target } = args;
  if (target === undefined) throw new UsageError('orders needs a spec: ordeal orders SPEC --in FN');
  const entries = await loadCatalog(context, [target]);
  const planned = ordersWish(entries, args);
  if (planned.kind === 'badSpec') {
    printProblems(planned.problems, context);
    return EXIT.usage;
  }
  const { wish, name } = planned;
  const folder = args.out === undefined ? null : folderFor('--out', args.out, context.cwd);
  const outcome = await askWithProgress(wish, args, context);
  if (outcome === null) return EXIT.internal;
  const report = { name, outcome, command: commandOf(args, name, context.specs) };
  const { json, out } = context;
  if (json) out(`${ordersJson(report)}\n`);
  else out(`${ordersLines(report, args.format === 'md' ? 'md' : 'text').join('\n')}\n`);
  const traces = outcome.kind === 'answered' ? orderTraces(report, outcome) : [];
  printTraces(traces, { show: args.show ?? null, isMarkdown: args.format === 'md' }, context);
  if (folder !== null) writeOrders(folder, { report, traces });
  if (outcome.kind === 'answered') return EXIT.ok;
  return outcome.bound === 'interrupted'
    ? ((context.signal.reason as number) ?? 130)
    : EXIT.noVerdict;
}

/** What to type for the same answer. */
function commandOf(args: OrdersArguments, name: string, specs: readonly string[]): string {
  const quoted = (value: string): string => (/[^\w.,=+/-]/.test(value) ? `'${value}'` : value);
  const [, configuration = ''] = /\[([^,\]]*)/.exec(name) ?? [];
  const options: readonly (readonly [string, readonly string[]])[] = [
    ['--in', [args.in ?? '']],
    ['--beside', args.beside === undefined ? [] : [args.beside]],
    ['--steps', args.steps === undefined ? [] : [args.steps]],
    ['--config', [configuration]],
    ['-c', args.c ?? []],
    ['-p', args.p === undefined ? [] : [args.p]],
    ['--fix', args.fix ?? []],
    ['--optional', args.optional ?? []],
    ['--query', args.query === undefined ? [] : [args.query]],
    ['--specs', specs],
  ];
  const words = options.flatMap(([option, values]) =>
    values.map((value) => `${option} ${quoted(value)}`),
  );
  return ['ordeal orders', args.target ?? '', ...words].join(' ');
}
