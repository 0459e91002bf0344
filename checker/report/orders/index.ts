/** Answers about orders, in their forms. */
import { markdownLines } from './markdown.ts';
import { type OrdersReport, textLines } from './text.ts';

export { ordersJson } from './json.ts';
export { ordersSvg } from './svg.ts';
export { counterexamplesOf, type OrdersReport } from './text.ts';
export { orderTraceLines } from './trace.ts';

/** The answer, line by line. */
export const ordersLines = (report: OrdersReport, format: 'text' | 'md'): readonly string[] =>
  format === 'md' ? markdownLines(report) : textLines(report);
