/**
 * One trace, many renderings. Nothing here searches or prints: the caller gets a string.
 */
import type { Trace } from '../trace/index.ts';
import { renderColumns } from './columns.ts';
import { renderHtml } from './html/page.ts';
import { renderItf } from './itf.ts';
import { renderList } from './list.ts';
import { renderMail } from './mail.ts';
import { renderMarkdown } from './markdown.ts';
import { renderMermaid } from './mermaid.ts';
import { type Layout, layoutOf, type RenderOptions } from './options.ts';
import { renderStates } from './states.ts';
import { renderTlc } from './tlc.ts';

/** The trace as text with a final newline. All that is read as plain text is ASCII and keeps to the width. */
export function renderTrace(trace: Trace, options: RenderOptions = {}): string {
  return `${linesOf(trace, options, layoutOf(options)).join('\n')}\n`;
}

function linesOf(
  trace: Trace,
  { format = 'columns', version = '', page }: RenderOptions,
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
    case 'html':
      return renderHtml(trace, layout, { source: page ?? null, version });
    case 'itf':
      return renderItf(trace);
    case 'tlc':
      return renderTlc(trace, version);
  }
}
