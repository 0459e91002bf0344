/**
 * One trace, many renderings. Nothing here searches or prints: the caller gets a string.
 */
import type { Trace } from '../trace/index.ts';
import { renderColumns } from './columns.ts';
import { renderList } from './list.ts';
import { renderMail } from './mail.ts';
import { renderMarkdown } from './markdown.ts';
import { renderMermaid } from './mermaid.ts';
import { type Layout, layoutOf, type RenderOptions } from './options.ts';
import { renderStates } from './states.ts';

/** The trace as text with a final newline. ASCII; all but Markdown and Mermaid keep to the width. */
export function renderTrace(trace: Trace, options: RenderOptions = {}): string {
  return `${linesOf(trace, options, layoutOf(options)).join('\n')}\n`;
}

function linesOf(
  trace: Trace,
  { format = 'columns', version = '' }: RenderOptions,
  layout: Layout,
): readonly string[] {
  switch (format) {
    case 'columns':
      return renderColumns(trace, layout);
    case 'list':
      return renderList(trace, layout);
    case 'states':
      return renderStates(trace, layout);
    case 'mail':
      return renderMail(trace, layout, version);
    case 'md':
      return renderMarkdown(trace, layout);
    case 'mermaid':
      return renderMermaid(trace, layout);
  }
}
