/**
 * A breadth-first search on the plain JavaScript back end, as short as it can be: what the generated code is compared with.
 */
import { Machine, type Program, type Row } from '../compile/index.ts';

export interface MachineResult {
  readonly distinct: number;
  readonly generated: number;
  readonly depth: number;
  /** Property, or `deadlock` or `ERROR`, with the depth of its first violation. */
  readonly violated: Readonly<Record<string, number>>;
  readonly units: readonly string[];
  readonly premises: readonly string[];
  readonly checks: readonly string[];
  readonly goals: readonly string[];
}

/** All combinations of initial values, started. */
export function initialRows(program: Program, machine: Machine) {
  let rows: number[][] = [[]];
  for (const { initial } of program.model.cells)
    rows = rows.flatMap((row) => initial.map((value) => [...row, value]));
  return rows.map((row) => {
    const full = new Int32Array(program.fields.length);
    full.set(row);
    return machine.start(full);
  });
}

/** Explores the whole space. Cost: about a microsecond per transition and field. */
export function machineSearch(
  program: Program,
  mostStates = Number.POSITIVE_INFINITY,
): MachineResult {
  const { model, leaves, clauses, goals } = program;
  const machine = new Machine(program);
  const known = new Set<string>();
  const violated: Record<string, number> = {};
  const units = new Set<string>();
  const premises = new Set<string>();
  const checks = new Set<string>();
  const reached = new Set<string>();
  const sight = (property: string, depth: number): void => {
    violated[property] = Math.min(violated[property] ?? depth, depth);
  };
  let generated = 0;
  let depth = 0;
  const add = (row: Row, at: number, next: Row[]): void => {
    const key = String.fromCharCode(...new Uint16Array(row.buffer, row.byteOffset, row.length * 2));
    generated++;
    if (known.has(key)) return;
    known.add(key);
    next.push(row);
    depth = at;
    const judged = machine.judge(row);
    for (const [number, { property, clause }] of clauses.entries()) {
      const id = model.properties[property]?.id as string;
      if (judged.premises[number]) premises.add(`${id} ${clause}`);
      if (judged.violated[number]) sight(id, at);
    }
    for (const [number, { name }] of goals.entries()) if (judged.goals[number]) reached.add(name);
    if (judged.isMisread) sight('ERROR', at);
  };
  const cover = (leaf: number): void => {
    for (const { id } of leaves[leaf]?.units ?? []) units.add(id);
    for (const id of leaves[leaf]?.checks ?? []) checks.add(id);
  };
  let frontier: Row[] = [];
  for (const started of initialRows(program, machine)) {
    started.leaves.forEach(cover);
    if (started.isFailed) sight('ERROR', 0);
    add(started.row, 0, frontier);
  }
  for (let level = 0; frontier.length > 0 && known.size <= mostStates; level++) {
    const next: Row[] = [];
    for (const row of frontier) {
      const moves = machine.moves(row);
      for (const { leaf, next: to, failed } of moves) {
        cover(leaf);
        for (const property of failed) sight(model.properties[property]?.id as string, level + 1);
        if (to === null) sight('ERROR', level);
        else add(to, level + 1, next);
      }
      if (moves.length === 0 && !machine.isAtRest(row)) sight('deadlock', level);
    }
    frontier = next;
  }
  const sorted = (names: ReadonlySet<string>): readonly string[] => [...names].sort();
  return {
    distinct: known.size,
    generated,
    depth,
    violated,
    units: sorted(units),
    premises: sorted(premises),
    checks: sorted(checks),
    goals: sorted(reached),
  };
}
