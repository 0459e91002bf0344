/**
 * The initial states of a program: all combinations of initial values, in declared order, each process sent to its first place.
 */
import type { Machine, Program, Row } from '../compile/index.ts';

/** One at a time: there may be very many. */
export function* startedRows(
  program: Program,
  machine: Machine,
): Generator<ReturnType<Machine['start']>> {
  const alternatives = program.model.cells.map(({ initial }) => initial);
  const digits = alternatives.map(() => 0);
  for (;;) {
    const row = new Int32Array(program.fields.length);
    row.set(alternatives.map((values, at) => values[digits[at] as number] as number));
    yield machine.start(row);
    let at = digits.length - 1;
    for (; at >= 0; at--) {
      digits[at] = (digits[at] as number) + 1;
      if ((digits[at] as number) < (alternatives[at] as readonly number[]).length) break;
      digits[at] = 0;
    }
    if (at < 0) return;
  }
}

export const initialRows = (program: Program, machine: Machine): readonly Row[] =>
  [...startedRows(program, machine)].map(({ row }) => row);
