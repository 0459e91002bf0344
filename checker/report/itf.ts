/**
 * The Informal Trace Format of Apalache (its ADR 015): every variable in every state, as JSON for other tools.
 *
 * Variables have their identifiers, which are safe in TLA+; how they are printed elsewhere stands in `#meta`. Integers are always written
 * as `#bigint`, as the description demands. A value that may be NULL is a string: in TLA+ a variable has one type. Who is where is the
 * variable `pc`, a map from processes to the labels of their next steps; it is what makes two states differ that look the same otherwise.
 */
import { type Cell, valueText } from '../model/index.ts';
import type { PathState } from '../semantics/index.ts';
import type { Trace } from '../trace/index.ts';
import { searchName, standing, verdictWord } from './header.ts';
import { placeOf } from './list.ts';
import { remarkOn } from './rows.ts';

const DESCRIPTION = 'https://apalache-mc.org/docs/adr/015adr-trace.html';
const POSITIONS = 'pc';

export type ItfValue =
  | boolean
  | string
  | { readonly '#bigint': string }
  | { readonly '#set': readonly ItfValue[] }
  | { readonly '#map': readonly (readonly [ItfValue, ItfValue])[] };

export function renderItf(trace: Trace): readonly string[] {
  const { cells, states } = trace;
  const object = {
    '#meta': {
      format: 'ITF',
      'format-description': DESCRIPTION,
      source: searchName(trace),
      ...(trace.status === null ? {} : { status: standing(trace) }),
      description: `${verdictWord(trace)} ${trace.property}: ${trace.sentence}`,
      model: trace.digest,
      names: Object.fromEntries(cells.map(({ identifier, name }) => [identifier, name])),
    },
    vars: [...cells.map(({ identifier }) => identifier), positionsName(cells)],
    states: states.map((state, number) => itfState(trace, state, number)),
  };
  return JSON.stringify(object, null, 1).split('\n');
}

/** A spec may have a variable of that name itself. */
const positionsName = (cells: readonly Cell[], name = POSITIONS): string =>
  cells.some(({ identifier }) => identifier === name) ? positionsName(cells, `${name}_`) : name;

function itfState(
  { steps, cells, processes, threads }: Trace,
  { cells: values, positions }: PathState,
  index: number,
): Readonly<Record<string, unknown>> {
  const step = steps[index - 1];
  const action =
    step === undefined
      ? {}
      : {
          actor: threads[step.thread]?.process ?? '',
          action: `${placeOf(step)} ${remarkOn(step)}`.trimEnd(),
        };
  return {
    '#meta': { index, ...action },
    ...Object.fromEntries(
      cells.map((cell) => [cell.identifier, itfValue(cell, values[cell.index] ?? 0)]),
    ),
    [positionsName(cells)]: {
      '#map': processes.map((name, at) => [name, { '#set': [...(positions[at]?.next ?? [])] }]),
    },
  };
}

function itfValue({ domain }: Cell, value: number): ItfValue {
  if (domain.kind === 'boolean') return value === 1;
  if (domain.kind === 'range' || domain.kind === 'index') return { '#bigint': String(value) };
  if (domain.members !== null) {
    return { '#set': domain.members.filter((_, bit) => (value & (1 << bit)) !== 0) };
  }
  return valueText(domain, value);
}
