/**
 * What `ordeal orders` leaves besides its answer: the counterexamples as traces, and all of it as files.
 */
import { join } from 'node:path';
import type { OrdersAnswer } from '../../analyse/index.ts';
import {
  counterexamplesOf,
  type OrdersReport,
  ordersJson,
  ordersLines,
  ordersSvg,
  orderTraceLines,
} from '../../report/index.ts';
import { traceOf } from '../../trace/index.ts';
import { writeWhole } from '../check/report-files.ts';
import type { Context } from '../context.ts';
import { unwritable } from '../files.ts';
import { UsageError } from '../usage-error.ts';

export interface OrderTrace {
  readonly number: number;
  readonly text: string;
  readonly markdown: string;
}

/** The counterexamples of an answer, numbered from 1. */
export function orderTraces(report: OrdersReport, answer: OrdersAnswer): readonly OrderTrace[] {
  return counterexamplesOf(answer).map((broken, at) => {
    const number = at + 1;
    const texts = Object.entries(broken.overrides).map(([name, value]) => [name, String(value)]);
    const constants: Record<string, string> = Object.fromEntries(texts);
    const trace = traceOf(broken.model, broken.finding, { constants, isShortest: true });
    const rendered = (format: 'columns' | 'md'): string =>
      `${orderTraceLines({ trace, broken, number, report, answer }, format).join('\n')}\n`;
    return { number, text: rendered('columns'), markdown: rendered('md') };
  });
}

/** Prints the one that is asked for, or with -v all. */
export function printTraces(
  traces: readonly OrderTrace[],
  { show, isMarkdown }: { readonly show: number | null; readonly isMarkdown: boolean },
  { out, json, isVerbose }: Context,
): void {
  if (json) return;
  if (show !== null && !traces.some(({ number }) => number === show))
    throw new UsageError(`--show ${show}: there are ${traces.length} counterexamples`);
  for (const { number, text, markdown } of traces)
    if (isVerbose || number === show) out(`\n${isMarkdown ? markdown : text}`);
}

/** Writes the answer in every form. Throws `UsageError`. */
export function writeOrders(
  folder: string,
  { report, traces }: { readonly report: OrdersReport; readonly traces: readonly OrderTrace[] },
): void {
  const write = (name: string, text: string): void => {
    const path = join(folder, name);
    try {
      writeWhole(path, text);
    } catch (error) {
      throw unwritable('--out', path, error);
    }
  };
  write('orders.txt', `${ordersLines(report, 'text').join('\n')}\n`);
  write('orders.md', `${ordersLines(report, 'md').join('\n')}\n`);
  // One value per line, for `git diff`.
  write('orders.json', `${JSON.stringify(JSON.parse(ordersJson(report)), null, 1)}\n`);
  const { outcome } = report;
  if (outcome.kind === 'answered') write('precedences.svg', ordersSvg(outcome));
  for (const { number, text, markdown } of traces) {
    write(`counterexample-${number}.txt`, text);
    write(`counterexample-${number}.md`, markdown);
  }
}
