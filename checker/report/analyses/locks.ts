/**
 * The order of locks as text, JSON and Markdown, in lockdep's words: what is acquired while what is held, circles, what is held while
 * calling.
 */
import type { Cycle, Edge, LockOrder, LockPair, Mode, Witness } from '../../analyse/index.ts';
import { ascii } from '../ascii.ts';
import { MOST_COLUMNS } from '../options.ts';
import { jsonLine } from '../result-json.ts';
import type { LineOptions } from '../result-lines.ts';
import { wrapLabel, wrapWords } from '../wrap.ts';
import {
  type Analysed,
  boundsLine,
  columns,
  extentJson,
  extentText,
  markdownTable,
  modeText,
  padded,
  pathLines,
  stepText,
  Threads,
  wordOf,
} from './common.ts';

export type LocksReport = Analysed<LockOrder>;

/** A circle, or an order that contradicts the one that is declared. */
export const hasFindings = ({ cycles, order }: LockOrder): boolean =>
  cycles.length > 0 || order.contradicts.length > 0;

/** The lines of the result: one for the model, one per finding, then both tables. */
export function lockLines(
  report: LocksReport,
  { paint, isVerbose }: LineOptions,
): readonly string[] {
  const { name, bounds, extent, found } = report;
  const { locks, edges, cycles } = found;
  const blocking = edges.filter(({ isBlocking }) => isBlocking).length;
  const counts = `locks=${locks.length} nestings=${blocking} try=${edges.length - blocking} cycles=${cycles.length}`;
  return [
    `${padded(wordOf(extent, hasFindings(found)), paint)}${name}  ${counts} ${extentText(extent)}`,
    ...findingsOf(found).map((finding) => `${padded('VIOLATED', paint)}  ${finding}`),
    ...orderLines(found, isVerbose),
    ...(hasFindings(found) || extent.completion.kind !== 'complete' ? [] : [boundsLine(bounds)]),
  ];
}

/** What makes the exit code 12, in the words of every form. */
const findingsOf = ({ cycles, order }: LockOrder): readonly string[] => [
  ...cycles.map((cycle) => `circle ${circleText(cycle)}${gateText(cycle)}`),
  ...order.contradicts.map((pair) => `${pairText(pair)} contradicts the declared order`),
];

function orderLines({ order }: LockOrder, isVerbose: boolean): readonly string[] {
  const list = (what: string, pairs: readonly LockPair[]): readonly string[] =>
    pairs.length === 0 ? [] : [`  ${what}: ${pairs.map(pairText).join(', ')}`];
  return [
    ...(order.isDeclared ? [] : ['  the spec declares no order']),
    ...list('not declared', order.undeclared),
    ...list('declared, not seen here', isVerbose ? order.unseen : []),
    ...list('same class inside itself (lockdep wants an annotation)', order.nested),
  ];
}

/** Both tables: what is acquired while what is held, and what is held while calling. */
export const lockTables = ({ edges, calls }: LockOrder): readonly string[] => [
  'acquired while holding:',
  ...(edges.length === 0 ? ['  nothing'] : columns(edgeRows(edges))),
  '',
  'held while calling:',
  ...columns(callRows(calls)),
];

const edgeRows = (edges: readonly Edge[]): readonly (readonly string[])[] => [
  ['holding', 'acquires', 'how', 'in'],
  ...edges.map((edge) => [
    `${edge.outer} ${modesText(edge.outerModes)}`,
    `${edge.inner} ${modesText(edge.innerModes)}`,
    edge.isBlocking ? 'waits' : 'tries',
    edge.functions.join(', '),
  ]),
];

const callRows = (calls: LockOrder['calls']): readonly (readonly string[])[] => [
  ['function', 'always', 'sometimes'],
  ...calls.map(({ fn, always, sometimes }) => [fn, listText(always), listText(sometimes)]),
];

const listText = (names: readonly string[]): string =>
  names.length === 0 ? '-' : names.join(', ');
const modesText = (modes: readonly Mode[]): string => modes.map(modeText).join('+');
const pairText = ([outer, inner]: LockPair): string => `${outer} -> ${inner}`;
const circleText = ({ locks }: Cycle): string => [...locks, locks[0]].join(' -> ');
const gateText = ({ gate }: Cycle): string => (gate === null ? '' : `  gate=${gate}`);

/** One circle in full: how each of its locks comes to be asked for while the one before is held. */
export function cycleText(cycle: Cycle): readonly string[] {
  const { witnesses, locks, gate } = cycle;
  const what = locks.length === 1 ? 'recursive locking' : 'circular locking dependency';
  return [
    ...wrapLabel(`possible ${what}: ${circleText(cycle)}`, MOST_COLUMNS),
    ...witnesses.flatMap((witness) => ['', ...witnessLines(witness)]),
    '',
    ...(gate === null
      ? scenario(cycle)
      : wrapWords(`two of these always hold ${gate} and so never meet`, MOST_COLUMNS, 2)),
  ];
}

function witnessLines({ edge, process, calls, label, path }: Witness): readonly string[] {
  const threads = new Threads([process]);
  const steps = pathLines(path, threads);
  const where = stepText({ calls, label, choices: [] });
  return [
    ...wrapWords(
      `${edge.outer} -> ${edge.inner}: while CPU0 holds ${edge.outer}, it is at`,
      MOST_COLUMNS,
      2,
    ),
    ...wrapLabel(ascii(where), MOST_COLUMNS - 4).map((line) => `    ${line}`),
    ...(steps.length === 0 ? ['  at the start'] : [`  after (shortest):`]),
    ...steps,
    ...wrapWords(`  threads: ${threads.legend()}`, MOST_COLUMNS, 11),
  ];
}

/** As lockdep shows it. */
function scenario({ locks }: Cycle): readonly string[] {
  const [a, b] = locks;
  if (a === undefined || locks.length > 2) return [];
  if (b === undefined)
    return [
      '       CPU0',
      '       ----',
      `  lock(${a});`,
      `  lock(${a});`,
      '',
      ' *** DEADLOCK ***',
    ];
  const right = ' '.repeat(24);
  return [
    '       CPU0                    CPU1',
    '       ----                    ----',
    `  lock(${a});`,
    `${right}  lock(${b});`,
    `${right}  lock(${a});`,
    `  lock(${b});`,
    '',
    ' *** DEADLOCK ***',
  ];
}

/** One object for the model, then one per edge, circle and function. */
export function lockJson({ name, bounds, extent, found }: LocksReport): readonly string[] {
  const { locks, edges, cycles, order, calls } = found;
  const head = { name, bounds, locks, cycles: cycles.length, order };
  return [
    jsonLine('locks', { ...head, ...extentJson(extent) }),
    ...edges.map((edge) => jsonLine('nesting', { name, ...edge })),
    ...cycles.map(({ witnesses, ...cycle }) =>
      jsonLine('cycle', { name, ...cycle, witnesses: witnesses.map(witnessJson) }),
    ),
    ...calls.map((row) => jsonLine('held', { name, ...row })),
  ];
}

const witnessJson = ({ edge, process, calls, label, path }: Witness) => ({
  outer: edge.outer,
  inner: edge.inner,
  process,
  calls,
  label,
  path: path.steps,
});

/** The findings, both tables, and each circle in full below them. */
export function lockMarkdown({ name, extent, found }: LocksReport): readonly string[] {
  const findings = findingsOf(found);
  return [
    `### Lock order of \`${name}\``,
    '',
    extentText(extent),
    ...orderLines(found, true),
    '',
    ...(findings.length === 0
      ? ['no findings']
      : findings.map((each) => `- **VIOLATED** \`${each}\``)),
    '',
    ...(found.edges.length === 0
      ? ['no lock inside another']
      : markdownTable(edgeRows(found.edges))),
    '',
    ...markdownTable(callRows(found.calls)),
    ...found.cycles.flatMap((cycle) => ['', '```text', ...cycleText(cycle), '```']),
  ];
}
