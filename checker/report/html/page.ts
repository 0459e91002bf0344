/**
 * The page: one file that holds the trace, its look, the model, and the script that steps through it.
 *
 * It opens from a disk and asks for nothing: the policy in its head forbids every request, and every script but its own. All that a reader
 * needs stands in the text; the script only adds the state panel, stepping, and leaving the trace.
 */
import { createHash } from 'node:crypto';
import type { Model } from '../../model/index.ts';
import { storedTrace, type Trace } from '../../trace/index.ts';
import { renderColumns } from '../columns.ts';
import { searchName } from '../header.ts';
import type { Layout, PageSource } from '../options.ts';
import { rowsOf } from '../rows.ts';
import { dataScript, html, Markup } from './markup.ts';
import { packed } from './packed.ts';
import { styleFor } from './style.ts';
import { traceTable } from './table.ts';
import { aboutSection, reasonSection, verdictHeader } from './verdict.ts';

export interface PageParts {
  /** Null: a page to read and print only. */
  readonly source: PageSource | null;
  /** Of the program. */
  readonly version: string;
}

/** Rows beyond this are folded when the page opens; a click shows them. */
const MOST_ROWS = 40;

export function renderHtml(
  trace: Trace,
  layout: Layout,
  { source, version }: PageParts,
): readonly string[] {
  const script = (source?.script ?? '')
    .replace(/<\/(?=script)/gi, '<\\/')
    .replace(/<!--/g, '<\\!--');
  const policy = `default-src 'none'; style-src 'unsafe-inline'; img-src data:; script-src '${hashOf(script)}'`;
  const title = `${trace.property} in ${searchName(trace)}`;
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<link rel="icon" href="data:,">
<style>
${new Markup(styleFor(leastWidth(trace)))}
</style>
</head>
<body>
<div class="sheet">
${verdictHeader(trace, layout.isExpected)}
${reasonSection(trace)}
<div class="desk">
<main aria-label="Trace" tabindex="-1">
${viewOptions(trace, layout)}
<div id="table" style="--least:${leastWidth(trace)}rem">${traceTable(trace, { vars: layout.vars, leftAfter: null })}</div>
</main>
${sidePanel(trace)}
</div>
${plainText(trace, layout)}
${aboutSection(trace, layout.specs, version)}
</div>
${source !== null && data(trace, layout, source.model)}
${source !== null && new Markup(`<script>${script}</script>`)}
</body>
</html>`;
  return page.text.split('\n');
}

const hashOf = (script: string): string =>
  `sha256-${createHash('sha256').update(script).digest('base64')}`;

/** Columns are never narrower than a label needs. */
const leastWidth = ({ locks, threads }: Trace): number =>
  9 + locks.length * 3.1 + threads.length * 9.9;

function viewOptions(trace: Trace, { full }: Layout): Markup {
  const rows = rowsOf(trace, 'none').length;
  const canFold = rowsOf(trace, 'calls').length < rows;
  return html`<div class="view-options">${
    canFold &&
    html`<label><input type="checkbox" id="fold"${!full && rows > MOST_ROWS && html` checked`}> fold calls that nobody interrupts</label>`
  }<label><input type="checkbox" id="minor"${full && html` checked`}> changes of all variables</label></div>`;
}

/** Filled and shown by the script. */
function sidePanel({ steps }: Trace): Markup {
  return html`<aside class="side live" aria-label="Step by step" tabindex="0">
<div class="steps" role="group" aria-label="Go through the trace">
<button type="button" id="previous" aria-keyshortcuts="p"><span aria-hidden="true">&#9664;</span> previous <kbd>p</kbd></button>
<button type="button" id="next" aria-keyshortcuts="n">next <kbd>n</kbd> <span aria-hidden="true">&#9654;</span></button>
<label>step <input id="go" type="number" min="0" max="${steps.length}" step="1" aria-keyshortcuts="g"> <kbd>g</kbd></label>
</div>
<p class="now" id="now" role="status"></p>
<div id="left"></div>
<h2 id="what-if">What if&#8230; <span class="remark">take another step from here</span></h2>
<div id="choices"></div>
<h2>State</h2>
<div id="state"></div>
</aside>`;
}

function plainText(trace: Trace, layout: Layout): Markup {
  const lines = renderColumns(trace, { ...layout, full: true });
  return html`<details class="plain"><summary>The whole trace as plain text</summary><pre tabindex="0">${lines.join('\n')}</pre></details>`;
}

function data(trace: Trace, { vars }: Layout, model: Model): Markup {
  return html`${dataScript('trace-data', storedTrace(trace))}
${dataScript('view-data', { vars })}
${dataScript('model-data', packed(model))}`;
}
