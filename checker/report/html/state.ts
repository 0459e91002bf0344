/**
 * The state after a step, as a panel: every variable with what the step changed marked, locks, and where each thread is.
 */
import { type Cell, valueText } from '../../model/index.ts';
import { holdingText, splitNote, type Trace } from '../../trace/index.ts';
import { code, html, type Markup } from './markup.ts';

/** `number` is that of a step, 0 the start. */
export function statePanel(trace: Trace, number: number): Markup {
  return html`${variables(trace, number)}${locks(trace, number)}${threads(trace, number)}`;
}

/** A step that leaves a domain leads to no state: the one before is shown. */
const stateAfter = ({ states }: Trace, number: number) =>
  states[Math.min(number, states.length - 1)];

function variables(trace: Trace, number: number): Markup | null {
  const named = new Map(trace.cells.map((cell) => [cell.name, cell]));
  const shown = trace.start.values
    .filter(({ isUsed, isRelevant }) => isUsed || isRelevant)
    .toSorted((a, b) => Number(b.isRelevant) - Number(a.isRelevant));
  const rows = shown.flatMap(({ name, isRelevant }) => {
    const cell = named.get(name);
    return cell === undefined ? [] : [variableRow(trace, cell, isRelevant, number)];
  });
  if (rows.length === 0) return null;
  return html`<table class="state"><caption>Variables</caption><thead class="sr"><tr><th>changed</th><th>variable</th><th>value</th></tr></thead><tbody>${rows}</tbody></table>`;
}

function variableRow(
  trace: Trace,
  { index, name, domain }: Cell,
  isRelevant: boolean,
  number: number,
): Markup {
  const textAt = (at: number): string =>
    valueText(domain, stateAfter(trace, at)?.cells[index] ?? 0);
  const [before, now] = [textAt(Math.max(0, number - 1)), textAt(number)];
  return stateRow({
    name: code(name),
    before: before === now ? null : before,
    now,
    isMain: isRelevant,
  });
}

interface StateRow {
  readonly name: Markup;
  /** Null: not changed by this step. */
  readonly before: string | null;
  readonly now: string;
  readonly isMain: boolean;
}

/** A change has a sign, the old value struck out, and a heavier new one: none of it colour. */
function stateRow({ name, before, now, isMain }: StateRow): Markup {
  const isChanged = before !== null;
  return html`<tr class="${isChanged ? 'changed' : 'same'} ${isMain ? 'main' : 'minor'}"><td class="sign">${
    isChanged && html`<span aria-hidden="true">&#9679;</span><span class="sr">changed</span>`
  }</td><th scope="row">${name}</th><td>${isChanged ? html`<del>${before}</del> &#8594; <ins>${now}</ins>` : now}</td></tr>`;
}

function locks(trace: Trace, number: number): Markup | null {
  if (trace.locks.length === 0) return null;
  const textAt = (lock: number, at: number): string => {
    const holding = trace.steps[at - 1]?.holdings[lock];
    return holding === undefined
      ? 'free'
      : holdingText(holding, trace.locks[lock]?.kind ?? 'rwsem');
  };
  const rows = trace.locks.map(({ name }, lock) => {
    const [before, now] = [textAt(lock, number - 1), textAt(lock, number)];
    return stateRow({
      name: code(name),
      before: before === now ? null : before,
      now,
      isMain: false,
    });
  });
  return html`<table class="state"><caption>Locks</caption><thead class="sr"><tr><th>changed</th><th>lock</th><th>holder</th></tr></thead><tbody>${rows}</tbody></table>`;
}

function threads(trace: Trace, number: number): Markup {
  const state = stateAfter(trace, number);
  const blocked = trace.steps[number - 1]?.blocked ?? [];
  const rows = trace.threads.map(({ process }, thread) => {
    const position = state?.positions[trace.processes.indexOf(process)];
    const next = position?.next.map((label) => splitNote(label).label) ?? [];
    const labels = [...new Set(next)];
    const where = labels.length === 0 ? 'has ended' : html`${code(labels.join(' or '))}`;
    return html`<tr><th scope="row"><span class="cpu t${thread % 8}">CPU${thread}</span></th><td>${
      blocked.includes(thread) && html`<span class="wait">waits</span> `
    }${where}</td></tr>`;
  });
  return html`<table class="state"><caption>What each thread does next</caption><thead class="sr"><tr><th>thread</th><th>next step</th></tr></thead><tbody>${rows}</tbody></table>`;
}
