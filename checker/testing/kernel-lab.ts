/**
 * A bench for the kernel vocabulary: a few threads take operations in a given order, and the result of the last one is read off.
 *
 * A table of (history, operation) -> (result, state) is what the Linux documentation says, written down. It is run by the
 * reference semantics, one transition at a time, against the vocabulary and against mutants of it.
 */
import { allHold, type Body, configuration, fn, process, spec } from '../lang/index.ts';
import { instantiate, type Model, valueText } from '../model/index.ts';
import { type State, System, type Transition } from '../semantics/index.ts';

/** `history` and `operation` are `thread operation`, several separated by `; `; a thread alone goes on with what it has begun. */
export interface Row {
  readonly history: string;
  readonly operation: string;
  /** `enters`, `queues`, `blocks`, `takes`, `fails`, `ERROR`, followed by the properties that it violates. */
  readonly result: string;
  /** What `describe` says of the state behind it. */
  readonly state: string;
}

/** Operations by name: what a thread runs when a row says so. */
export type Vocabulary = Readonly<Record<string, () => Body>>;

export interface Bench {
  readonly vocabulary: Vocabulary;
  /** Threads that are there in every row, beside those that it names. */
  readonly others?: Readonly<Record<string, Body>>;
  readonly describe: (value: (cell: string) => string) => string;
}

export const row = (history: string, operation: string, result: string, state: string): Row => ({
  history,
  operation,
  result,
  state,
});

/** The rows whose result or state is another: `history | operation: expected, got`. */
export function differences(rows: readonly Row[], bench: Bench): readonly string[] {
  return rows.flatMap((each) => {
    const { result, state } = outcome(each, bench);
    if (result === each.result && state === each.state) return [];
    const wanted = `${each.result} [${each.state}]`;
    return [`${each.history} | ${each.operation}: ${wanted}, got ${result} [${state}]`];
  });
}

function outcome({ history, operation }: Row, bench: Bench): Pick<Row, 'result' | 'state'> {
  const moves = [...history.split('; '), operation].filter((move) => move !== '').map(parse);
  const model = modelOf(moves, bench);
  const system = new System(model);
  let state = system.initialStates()[0] as State;
  let result = '';
  for (const { thread } of moves) {
    const [first] = transitionsOf(system, state, thread);
    result = resultOf(first);
    state = first?.next ?? state;
  }
  return { result, state: bench.describe((cell) => textOf(model, state, cell)) };
}

interface Move {
  readonly thread: string;
  readonly operation: string | null;
}

function parse(move: string): Move {
  const [thread = '', operation = null] = move.split(' ');
  return { thread, operation };
}

function modelOf(moves: readonly Move[], { vocabulary, others = {} }: Bench): Model {
  const threads = [...new Set(['a', 'b', 'c', ...moves.map(({ thread }) => thread)])];
  const bodyOf = (thread: string): Body =>
    others[thread] ??
    moves.flatMap((move, number) => {
      if (move.thread !== thread || move.operation === null) return [];
      const operation = vocabulary[move.operation];
      if (operation === undefined) throw new Error(`no operation '${move.operation}'`);
      // In a function of its own: a thread may take the same operation twice.
      return [fn(`move_${number}`, operation())()];
    });
  const of = spec('test/bench', {
    summary: 'a bench for the vocabulary',
    mirrors: 'nothing',
    processes: threads.map((thread) => process(thread, bodyOf(thread))),
    properties: [],
    configurations: [configuration('small', { bounds: '3 threads' })],
    base: { summary: 'as written', ref: 'derived', expect: { small: allHold } },
  });
  const made = instantiate({
    spec: of,
    variant: of.variants[0],
    configuration: of.configurations[0] as (typeof of.configurations)[number],
    overrides: {},
  });
  if (made.kind === 'model') return made.model;
  throw new Error(made.problems.map(({ message }) => message).join('\n'));
}

function transitionsOf(system: System, state: State, thread: string): readonly Transition[] {
  const index = system.model.processes.findIndex(({ name }) => name === thread);
  return system.transitions(state).filter(({ process }) => process === index);
}

function resultOf(transition: Transition | undefined): string {
  if (transition === undefined) return 'blocks';
  if (transition.next === null) return 'ERROR';
  const { at } = transition.firing;
  const statement = at.block[at.index];
  const label = statement !== undefined && 'label' in statement ? statement.label : '';
  const violated = transition.failed.map(({ property }) => property);
  return [wordFor(label), ...violated].join(' ');
}

function wordFor(label: string): string {
  if (label.endsWith('#queue')) return 'queues';
  if (label.endsWith(' = 1')) return 'takes';
  return label.endsWith(' = 0') ? 'fails' : 'enters';
}

function textOf(model: Model, state: State, name: string): string {
  const cell = model.cells.find((each) => each.name === name);
  // What no operation of the row mentions is not part of the model, and stays as it was.
  return cell === undefined ? '' : valueText(cell.domain, state.cells.get(cell.index) as number);
}
