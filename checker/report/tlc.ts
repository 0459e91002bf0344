/**
 * The error trace as TLC prints it with `-tool`: what the TLA+ extension of editors reads and shows.
 *
 * Its reader takes a state from between two markers, a heading of words, and conjuncts of identifiers and TLA+ values. So variables have
 * their identifiers, and the step with all of its signs is the variable `step`. A location, which would make the heading a link, would
 * have to be one in a TLA+ module: there is none. No times, so that the same trace gives the same bytes.
 */
import { type Cell, DEADLOCK, valueText } from '../model/index.ts';
import type { Trace, TraceStep } from '../trace/index.ts';
import { ascii } from './ascii.ts';
import { searchName, standing } from './header.ts';
import { placeOf } from './list.ts';
import { remarkOn } from './rows.ts';

// Message codes of TLC (tlc2.output.EC).
const VERSION = 2262;
const MODE = 2187;
const INVARIANT = 2110;
const INITIAL_INVARIANT = 2107;
const DEADLOCK_REACHED = 2114;
const GENERAL = 1000;
const BEHAVIOR = 2121;
const STATE = 2217;
const FINISHED = 2186;

export function renderTlc(trace: Trace, version: string): readonly string[] {
  return [
    ...message(VERSION, 0, [`Ordeal ${version}, in the form of TLC`]),
    ...message(MODE, 0, [ascii(`Breadth-first search of ${searchName(trace)}; ${trace.bounds}`)]),
    ...(trace.status === null ? [] : message(GENERAL, 0, [`Status: ${standing(trace)}`])),
    ...message(...complaint(trace)),
    ...message(BEHAVIOR, 1, ['The behavior up to this point is:']),
    ...trace.states.flatMap((_, number) => message(STATE, 4, state(trace, number))),
    ...message(FINISHED, 0, ['Finished.']),
  ];
}

const message = (code: number, severity: number, lines: readonly string[]): readonly string[] => [
  `@!@!@STARTMSG ${code}:${severity} @!@!@`,
  ...lines.map(unmarked),
  `@!@!@ENDMSG ${code} @!@!@`,
];

/** A label must not end the message that it stands in. */
const unmarked = (line: string): string => line.replaceAll('@!@!@', '@!');

function complaint({
  ending,
  property,
  steps,
}: Trace): [code: number, severity: number, lines: readonly string[]] {
  const name = ascii(property);
  switch (ending.kind) {
    case 'invariant':
    case 'check': {
      const isInitial = steps.length === 0;
      const text = `Invariant ${name} is violated${isInitial ? ' by the initial state:' : '.'}`;
      return [isInitial ? INITIAL_INVARIANT : INVARIANT, 1, [text]];
    }
    case 'deadlock':
      return [DEADLOCK_REACHED, 1, ['Deadlock reached.']];
    case 'error':
      return [GENERAL, 1, [`Error: ${ascii(ending.message)}`]];
    default: {
      const word = property === DEADLOCK ? 'no deadlock' : `${name} is not violated`;
      return [GENERAL, 1, [`Replayed: ${word}, or a step cannot be taken.`]];
    }
  }
}

function state(trace: Trace, number: number): readonly string[] {
  const { cells, states, steps, processes } = trace;
  const step = steps[number - 1];
  const values = states[number]?.cells ?? [];
  const positions = processes.map(
    (name, at) =>
      `${quoted(name)} :> {${(states[number]?.positions[at]?.next ?? []).map(quoted).join(', ')}}`,
  );
  return [
    `${number + 1}: <${step === undefined ? 'Initial predicate' : heading(step)}>`,
    ...cells.map((cell) => `/\\ ${cell.identifier} = ${tlaValue(cell, values[cell.index] ?? 0)}`),
    `/\\ ${unused('pc', cells)} = (${positions.join(' @@ ')})`,
    `/\\ ${unused('step', cells)} = ${quoted(step === undefined ? '' : stepText(trace, step))}`,
    '',
  ];
}

/** Letters, digits and blanks only: anything else, and the reader takes the line for something else. */
const heading = ({ thread, label }: TraceStep): string =>
  `CPU${thread} ${ascii(label).replace(/\W+/g, ' ')}`.trim();

const stepText = ({ threads }: Trace, step: TraceStep): string =>
  `${threads[step.thread]?.process ?? ''}: ${placeOf(step)} ${remarkOn(step)}`.trim();

function tlaValue({ domain }: Cell, value: number): string {
  if (domain.kind === 'boolean') return value === 1 ? 'TRUE' : 'FALSE';
  if (domain.kind === 'range' || domain.kind === 'index') return String(value);
  if (domain.members !== null) {
    const members = domain.members.filter((_, bit) => (value & (1 << bit)) !== 0);
    return `{${members.map(quoted).join(', ')}}`;
  }
  return quoted(valueText(domain, value));
}

const quoted = (text: string): string =>
  `"${ascii(text).replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;

/** The name, or one like it that no variable of the model has. */
const unused = (name: string, cells: readonly Cell[]): string =>
  cells.some(({ identifier }) => identifier === name) ? unused(`${name}_`, cells) : name;
