/**
 * A counterexample of an order as a trace: as every other trace, under the order that it belongs to.
 *
 * An order is no variant, so what runs it again is the question itself.
 */
import type { Broken, OrdersAnswer } from '../../analyse/index.ts';
import type { Trace } from '../../trace/index.ts';
import { ascii } from '../ascii.ts';
import { labelled, TEXT_AT } from '../header.ts';
import { MOST_COLUMNS } from '../options.ts';
import { renderTrace } from '../render.ts';
import { wrapWords } from '../wrap.ts';
import type { OrdersReport } from './text.ts';
import { Words } from './words.ts';

export interface OrderTraceWish {
  readonly trace: Trace;
  readonly broken: Broken;
  /** From 1, as the answer numbers them. */
  readonly number: number;
  readonly report: OrdersReport;
  readonly answer: OrdersAnswer;
}

/** The lines of a counterexample. */
export function orderTraceLines(
  { trace, broken, number, report, answer }: OrderTraceWish,
  format: 'columns' | 'md',
): readonly string[] {
  const words = new Words(answer);
  const text = renderTrace({ ...trace, summary: `order ${words.order(broken.order)}` }, { format });
  const head = `counterexample ${number}: ${words.pattern(broken.precedences)}`;
  const again = labelled(
    'again',
    wrapWords(ascii(`${report.command} --show ${number}`), MOST_COLUMNS - TEXT_AT - 2).map(
      (line, at, { length }) => (at < length - 1 ? `${line} \\` : line),
    ),
  );
  const lines = withoutReplay(text.trimEnd().split('\n'));
  if (format === 'columns') return [head, '', ...lines, ...again];
  return [`### ${head}`, '', `Order: \`${words.order(broken.order)}\``, '', ...lines];
}

/** The command that replays a variant would find another body. */
function withoutReplay(lines: readonly string[]): readonly string[] {
  const kept: string[] = [];
  let isReplay = false;
  for (const line of lines) {
    if (/^\s+replay:/.test(line)) isReplay = true;
    else if (isReplay && !/^\s{4}/.test(line)) isReplay = false;
    if (!isReplay) kept.push(line);
  }
  return kept;
}
