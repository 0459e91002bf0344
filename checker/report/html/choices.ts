/**
 * What could be done next, as buttons: how a reader leaves the trace. What a step would violate stands on its button.
 */
import {
  type Choice,
  splitNote,
  storedTrace,
  type Trace,
  traceToJson,
  type Walk,
} from '../../trace/index.ts';
import { code, html, type Markup } from './markup.ts';
import { endingText, waitItem } from './verdict.ts';

export interface ChoicesOptions {
  /** Which of the choices the recorded trace takes; -1: none, because it ends here or was left before. */
  readonly recorded: number;
}

/** The enabled steps. */
export function choicesPanel(
  choices: readonly Choice[],
  { threads }: Pick<Trace, 'threads'>,
  { recorded }: ChoicesOptions,
): Markup {
  if (choices.length === 0) return html`<p class="none">No thread can take a step.</p>`;
  const numbers = new Map(threads.map(({ process }, thread) => [process, thread]));
  return html`<ol class="choices">${choices.map((choice, at) => {
    const thread = numbers.get(choice.name.process);
    const { label, note } = splitNote(choice.name.label);
    const place = isAlone(choice, choices) ? [] : [`in ${choice.name.calls.join(' > ')}`];
    const more = [...(note === null ? [] : [note]), ...choice.name.choices, ...place].join(', ');
    return html`<li><button type="button" data-choice="${at}"><span class="cpu t${(thread ?? 8) % 9}">${
      thread === undefined ? choice.name.process : `CPU${thread}`
    }</span> ${code(label)}${more !== '' && html` <span class="remark">${more}</span>`}${
      at === recorded && html` <span class="recorded">as in the trace</span>`
    }${choice.breaks.length > 0 && html` <span class="breaks"><span aria-hidden="true">&#10007; </span>violates ${choice.breaks.join(', ')}</span>`}</button></li>`;
  })}</ol>`;
}

/** Whether its label tells a choice from all others of its thread: what begins alike in several calls needs the calls. */
const isAlone = ({ name }: Choice, choices: readonly Choice[]): boolean =>
  choices.filter((each) => each.name.process === name.process && each.name.label === name.label)
    .length === 1 || name.calls.length === 0;

/** The walk as a file that `ordeal trace replay` takes: of the property that it breaks first, or of the one that the trace was about. */
export function walkFile({ trace, broken }: Walk): Markup {
  const property = broken[0]?.property ?? trace.property;
  const text = traceToJson(storedTrace({ ...trace, property }));
  return html`<details class="file"><summary>Take this order with you</summary><p><a download="order.json" href="data:application/json,${encodeURIComponent(text)}">order.json</a>, for <code>ordeal trace replay order.json</code></p><pre tabindex="0" id="walk-file">${text}</pre></details>`;
}

/** What is wrong at the end of a walk, and who waits there. */
export function walkFindings({ broken, waits, trace }: Walk): Markup {
  const waiting =
    waits.length > 0 && html`<ul class="waits">${waits.map((wait) => waitItem(wait))}</ul>`;
  if (broken.length === 0) return html`<p class="fine">Nothing is violated here.</p>${waiting}`;
  return html`${broken.map(
    ({ property, sentence, ending }) =>
      html`<div class="broken"><p><strong class="badge">${property}</strong> ${sentence}</p>${endingText({ ending, property, steps: trace.steps })}</div>`,
  )}${broken.every(({ property }) => property !== 'deadlock') && waiting}`;
}
