/**
 * State by state, as TLC prints an error trace: which step led there and what it changed, locks included.
 */
import type { Holding, Trace, TraceLock, TraceStep } from '../trace/index.ts';
import { holdingText } from '../trace/index.ts';
import { ascii } from './ascii.ts';
import { isShown } from './changes.ts';
import { epilogueLines } from './epilogue.ts';
import { verdictLines } from './header.ts';
import { placeOf } from './list.ts';
import type { Layout } from './options.ts';
import { remarkOn } from './rows.ts';
import { wrapLabel, wrapWords } from './wrap.ts';

/** Every changed variable; with `full` every variable in every state. */
export function renderStates(trace: Trace, layout: Layout): readonly string[] {
  const values = new Map(trace.start.values.map(({ name, value }) => [name, value]));
  const lines = [...verdictLines(trace, layout), '', 'State 1: <initial state>'];
  lines.push(
    ...trace.start.values
      .filter((each) => isWanted(trace, each, layout))
      .flatMap(({ name, value }) => conjunct(name, value, layout)),
  );
  for (const step of trace.steps) {
    for (const { name, to } of step.changes) values.set(name, to);
    lines.push('', ...stateHeading(step, layout), ...stateLines(trace, step, values, layout));
  }
  return [...lines, '', ...epilogueLines(trace, [], layout)];
}

function stateHeading(step: TraceStep, { width }: Layout): readonly string[] {
  const text = `State ${step.number + 1}: <CPU${step.thread} ${placeOf(step)}  ${remarkOn(step)}`;
  return wrapLabel(ascii(`${text.trimEnd()}>`), width);
}

function stateLines(
  trace: Trace,
  step: TraceStep,
  values: ReadonlyMap<string, string>,
  layout: Layout,
): readonly string[] {
  const shown = layout.full
    ? [...values].map(([name, value]) => ({ name, to: value, isRelevant: true }))
    : step.changes.map((change) => ({ ...change, isRelevant: true }));
  const before = trace.steps[step.number - 2];
  const locks = trace.locks.flatMap((lock, at) => {
    const now = holderText(lock, step.holdings[at]);
    const isNews = layout.full || now !== holderText(lock, before?.holdings[at]);
    return isNews ? conjunct(lock.name, now, layout) : [];
  });
  const violates = step.violates.map((id) => ascii(`   (also violates ${id})`));
  return [
    ...shown
      .filter((each) => isShown(each, layout))
      .flatMap(({ name, to }) => conjunct(name, to, layout)),
    ...locks,
    ...violates,
  ];
}

const holderText = ({ kind }: TraceLock, holding: Holding | undefined): string =>
  holding === undefined ? 'free' : holdingText(holding, kind);

/** Of the first state, without `full`: what the property reads and what the trace changes. */
function isWanted(
  { steps }: Trace,
  value: Trace['start']['values'][number],
  layout: Layout,
): boolean {
  const changes = steps.some((step) => step.changes.some(({ name }) => name === value.name));
  return isShown({ ...value, isRelevant: value.isRelevant || value.isChosen || changes }, layout);
}

const conjunct = (name: string, value: string, { width }: Layout): readonly string[] =>
  wrapWords(ascii(`/\\ ${name} = ${value}`), width, 5);
