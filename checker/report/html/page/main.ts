/**
 * The script of the page: stepping, the state panel, and leaving the trace.
 *
 * Runs in a browser, from one file, without requests. What a step does is asked of the reference semantics, which the build puts into this
 * script from the same sources that check specs; the table is drawn by the function that drew it before. Nothing here gives a meaning.
 */
import { System } from '../../../semantics/index.ts';
import {
  choicesAfter,
  extended,
  prefix,
  type Run,
  recordedRun,
  replayTrace,
  type StoredTrace,
  type Trace,
  type Walk,
  walkAlong,
} from '../../../trace/index.ts';
import { choicesPanel } from '../choices.ts';
import { type Packed, unpacked } from '../packed.ts';
import { statePanel } from '../state.ts';
import { traceTable } from '../table.ts';
import { readFragment, writeFragment } from './fragment.ts';
import { listenToKeys } from './keys.ts';
import { byId, dataOf, fill } from './parts.ts';
import { announce, leftBanner, mark, visibleSteps } from './view.ts';

const stored = dataOf<StoredTrace>('trace-data');
const { vars } = dataOf<{ readonly vars: readonly string[] }>('view-data');
const model = unpacked(dataOf<Packed>('model-data'));
const system = new System(model);
const recorded = recordedRun(system, stored);
const recordedTrace: Trace = replayTrace(model, stored);
const recordedTable = byId('table').innerHTML;

/** Where the reader is: after so many steps of the trace, or, having left it there, of a walk. */
interface Place {
  readonly step: number;
  /** Numbers of the choices taken since the trace was left. */
  readonly taken: readonly number[];
}

let place: Place = { step: 0, taken: [] };
let run: Run = recorded;
let walk: Walk | null = null;

/** The run that leads to a place; a fragment may name choices that are none. */
function runTo({ step, taken }: Place): Run | null {
  let now = prefix(recorded, step);
  for (const number of taken) {
    const choice = choicesAfter(system, now)[number];
    if (choice === undefined) return null;
    now = extended(now, choice.transition);
  }
  return now;
}

/** Goes to a place, shows it, and writes it into the address. */
function go(to: Place): void {
  visit(to, { scrolls: true });
  history.replaceState(null, '', writeFragment(place.step, place.taken));
}

/** Shows a place; instead of one that is none, where the trace would be left for it. */
function visit(to: Place, { scrolls }: { readonly scrolls: boolean }): void {
  const next = runTo(to);
  if (next === null) {
    visit({ step: to.step, taken: [] }, { scrolls });
    return;
  }
  const wasWalk = walk !== null;
  place = to;
  run = next;
  walk = to.taken.length === 0 ? null : walkAlong(system, run, recordedTrace);
  if (walk !== null) fill('table', traceTable(walk.trace, { vars, leftAfter: to.step }));
  else if (wasWalk) byId('table').innerHTML = recordedTable;
  show(scrolls);
}

function show(scrolls: boolean): void {
  const trace = walk?.trace ?? recordedTrace;
  const number = run.transitions.length;
  const choices = choicesAfter(system, run);
  const follows = walk === null ? recordedTrace.steps[number]?.name : undefined;
  const recordedChoice = choices.findIndex(
    ({ name }) => JSON.stringify(name) === JSON.stringify(follows),
  );
  fill('choices', choicesPanel(choices, trace, { recorded: recordedChoice }));
  fill('state', statePanel(trace, number));
  fill('left', leftBanner(place.step, walk));
  announce(trace, number, recordedTrace.steps.length, walk);
  mark(number, scrolls);
  const field = byId('go') as HTMLInputElement;
  field.value = String(place.step);
  (byId('previous') as HTMLButtonElement).disabled = number === 0;
  (byId('next') as HTMLButtonElement).disabled =
    walk !== null || number >= recorded.transitions.length;
}

/** To a step of the trace; a walk is left for it. */
const toStep = (step: number): void =>
  go({ step: Math.min(Math.max(0, step), recorded.transitions.length), taken: [] });

/** Steps that folding hides are passed over. */
function forward(): void {
  if (walk !== null) return;
  toStep(visibleSteps().find((step) => step > place.step) ?? recorded.transitions.length);
}

function back(): void {
  if (walk !== null) go({ ...place, taken: place.taken.slice(0, -1) });
  else toStep(visibleSteps().findLast((step) => step < place.step) ?? 0);
}

function take(number: number): void {
  const isRecorded =
    walk === null &&
    JSON.stringify(choicesAfter(system, run)[number]?.name) ===
      JSON.stringify(recordedTrace.steps[place.step]?.name);
  if (isRecorded) toStep(place.step + 1);
  else go({ step: place.step, taken: [...place.taken, number] });
}

function start(): void {
  document.documentElement.classList.add('has-script');
  byId('previous').addEventListener('click', back);
  byId('next').addEventListener('click', forward);
  byId('go').addEventListener('change', (event) =>
    toStep(Number((event.target as HTMLInputElement).value)),
  );
  byId('choices').addEventListener('click', (event) => {
    const button = (event.target as Element).closest<HTMLElement>('[data-choice]');
    if (button !== null) take(Number(button.dataset['choice']));
  });
  byId('left').addEventListener('click', (event) => {
    const { id } = event.target as Element;
    if (id === 'undo') back();
    if (id === 'return') toStep(place.step);
  });
  listenToKeys({ forward, back, leave: () => walk !== null && toStep(place.step) });
  const open = (): void =>
    visit(readFragment(location.hash, recorded.transitions.length), {
      scrolls: location.hash !== '',
    });
  addEventListener('hashchange', open);
  open();
}

start();
