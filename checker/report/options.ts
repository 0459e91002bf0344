/** How a trace is to be rendered. */
import type { Model } from '../model/index.ts';

export const TRACE_FORMATS = [
  'columns',
  'list',
  'states',
  'mail',
  'md',
  'mermaid',
  'html',
  'itf',
  'tlc',
] as const;

export type TraceFormat = (typeof TRACE_FORMATS)[number];

export interface RenderOptions {
  /** Default: columns. */
  readonly format?: TraceFormat;
  /** Every step and every changed variable: nothing folded, nothing left out. */
  readonly full?: boolean;
  /** Show the changes of these variables (`pte` stands for all of its elements) instead of those the property reads. */
  readonly vars?: readonly string[];
  /** Columns of the text, default 72. */
  readonly width?: number;
  /** The violation is what the variant expects. */
  readonly isExpected?: boolean;
  /** Where the spec is, if it did not come with the program: part of the command that replays the trace. */
  readonly specs?: string | null;
  /** Version of the program, for mail and for what other programs read. */
  readonly version?: string;
  /** For the page: the model that the trace runs on and the built script. Without them it is a page to read and print. */
  readonly page?: PageSource;
}

export interface PageSource {
  readonly model: Model;
  readonly script: string;
}

/** Options with their defaults filled in. */
export interface Layout {
  readonly full: boolean;
  readonly vars: readonly string[];
  readonly width: number;
  readonly isExpected: boolean;
  readonly specs: string | null;
}

export const MOST_COLUMNS = 72;

export const layoutOf = ({
  full = false,
  vars = [],
  width = MOST_COLUMNS,
  isExpected = false,
  specs = null,
}: RenderOptions): Layout => ({
  full,
  vars,
  width,
  isExpected,
  specs,
});
