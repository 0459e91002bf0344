/** What changes with every step: which row is marked, what is said of it, and the note that the trace was left. */
import type { Trace, Walk } from '../../../trace/index.ts';
import { walkFile, walkFindings } from '../choices.ts';
import { html, type Markup } from '../markup.ts';
import { byId } from './parts.ts';

const rows = (): readonly HTMLElement[] => [
  ...document.querySelectorAll<HTMLElement>('#table tr[data-last]'),
];

/** Numbers of the steps that have a row of their own now, the start included. */
export function visibleSteps(): readonly number[] {
  const shown = rows().filter((row) => row.offsetParent !== null);
  return [0, ...shown.map((row) => Number(row.dataset['last']))];
}

/** Marks the row of a step, also the folded one that holds it. */
export function mark(step: number, scrolls: boolean): void {
  for (const row of rows()) {
    const isHere = Number(row.dataset['first']) <= step && step <= Number(row.dataset['last']);
    if (isHere) row.setAttribute('aria-current', 'step');
    else row.removeAttribute('aria-current');
    // The cell of the thread and not the row: a wide table scrolls sideways, too.
    if (isHere && scrolls && row.offsetParent !== null)
      row.querySelector('.own')?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }
}

/** Says where the reader is. */
export function announce(trace: Trace, number: number, of: number, walk: Walk | null): void {
  const step = trace.steps[number - 1];
  const where = walk === null ? `Step ${number} of ${of}` : `Step ${number}, not of the trace`;
  const changes = step?.changes.filter(({ isRelevant }) => isRelevant) ?? [];
  const what =
    step === undefined
      ? 'the start'
      : [
          `CPU${step.thread}: ${step.label}`,
          ...changes.map(({ name, from, to }) => `${name} becomes ${to}, was ${from}`),
        ].join('; ');
  byId('now').textContent = `${where}: ${what}`;
}

/** The note that the reader left the trace, and what that led to. */
export function leftBanner(step: number, walk: Walk | null): Markup {
  if (walk === null) return html``;
  const where = step === 0 ? 'at its start' : `behind step ${step}`;
  return html`<div class="left" role="group" aria-label="Outside of the trace"><p><b>What if:</b> you left the trace ${where}.</p>${walkFindings(walk)}
<button type="button" id="undo">undo <kbd>p</kbd></button><button type="button" id="return">back to the trace <kbd>Esc</kbd></button>${walkFile(walk)}</div>`;
}
