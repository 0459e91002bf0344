/**
 * Rules on the control flow of a process: no cycle without a step, no loop that keeps a process busy for ever, no check and no
 * branch that ends without a step.
 */

import {
  type ControlGraph,
  type ControlNode,
  controlGraph,
  isEndless,
  passedFrom,
} from '../control-graph.ts';
import type { GroundCheck, GroundStatement, ModelProcess } from '../model.ts';
import type { Problems } from '../problem.ts';

/** Reports what is wrong with the control flow of one process. */
export function checkControl(process: ModelProcess, problems: Problems): void {
  const graph = controlGraph(process.body);
  for (const { label, source } of graph.lost) {
    const message = `there is no label '${label}' to jump to from here`;
    const help = 'a jump leads to a label of its own block or of one around it';
    problems.report('E-LABEL', message, source, help);
  }
  checkCycles(graph, problems);
  checkEndlessLoops(graph, problems);
  for (const node of graph.nodes) {
    if (node.statement?.kind === 'check') checkFollowed(node, node.statement, problems);
    if (node.kind === 'choice') checkBranches(node, problems);
  }
}

const isWaiting = ({ kind }: ControlNode): boolean => kind === 'step' || kind === 'end';
const isPassed = (node: ControlNode): boolean => !isWaiting(node);

function checkCycles({ nodes }: ControlGraph, problems: Problems): void {
  for (const { statement } of onCycle(nodes.filter(isPassed))) {
    if (statement === null || !isLoop(statement)) continue;
    const message = 'control can go round here without ever taking a step';
    const help = 'every way round a loop needs a step; what a loop over locals does is no step';
    problems.report('E-CYCLE', message, statement.source, help);
  }
}

const isLoop = ({ kind }: GroundStatement): boolean => kind === 'while' || kind === 'goto';

/** What is left when nodes without a successor, or without a predecessor, are taken away again and again. */
function onCycle(nodes: readonly ControlNode[]): readonly ControlNode[] {
  let left = new Set(nodes);
  for (;;) {
    const entered = new Set([...left].flatMap(({ next }) => next));
    const kept = [...left].filter(
      (node) => entered.has(node) && node.next.some((next) => left.has(next)),
    );
    if (kept.length === left.size) return kept;
    left = new Set(kept);
  }
}

function checkEndlessLoops(graph: ControlGraph, problems: Problems): void {
  const restless: GroundStatement[] = [];
  for (const { statement, next } of graph.nodes) {
    if (statement?.kind !== 'while' || !isEndless(statement) || statement.rest) continue;
    const [head] = next;
    if (head !== undefined && !rests(head)) restless.push(statement);
  }
  // Loops made of jumps: places from which no way leads to a rest or to the end.
  const trapped = restless.length > 0 ? [] : trappedIn(graph);
  for (const { statement } of trapped) if (statement?.kind === 'goto') restless.push(statement);
  for (const { source } of restless) {
    const message = 'this loop runs for ever and its head does not rest';
    const help = 'write rest(...) around its first step, or give it a budget: repeat(n, [...])';
    problems.report('E-REST', message, source, help);
  }
}

/** Whether a process that comes here rests, whatever the state. A way round without a step is another rule's. */
function rests(node: ControlNode): boolean {
  const reached = passedFrom(node, (each) => isWaiting(each) || isResting(each));
  return reached
    .filter((each) => isWaiting(each))
    .every((each) => each.kind === 'end' || isResting(each));
}

const isResting = ({ statement }: ControlNode): boolean =>
  statement !== null && 'rest' in statement && statement.rest;

function trappedIn({ nodes }: ControlGraph): readonly ControlNode[] {
  const before = new Map<ControlNode, ControlNode[]>(nodes.map((node) => [node, []]));
  for (const node of nodes) for (const next of node.next) before.get(next)?.push(node);
  const free = new Set(nodes.filter((node) => node.kind === 'end' || isResting(node)));
  for (const node of free) for (const previous of before.get(node) ?? []) free.add(previous);
  return nodes.filter((node) => !free.has(node));
}

/** The next step of a caller will do; a process that ends with a check would hang there. */
function checkFollowed(node: ControlNode, check: GroundCheck, problems: Problems): void {
  if (passedFrom(node, isWaiting).every(({ kind }) => kind !== 'end')) return;
  const message = `the process can end behind the check of '${check.property}' without a step`;
  const help = 'a check is evaluated by the step behind it; move it in front of one';
  problems.report('E-CHECK', message, check.source, help);
}

function checkBranches(node: ControlNode, problems: Problems): void {
  for (const [index, branch] of node.next.entries()) {
    if (passedFrom(branch, isWaiting).every(({ kind }) => kind !== 'end')) continue;
    const message = `branch ${index + 1} of oneOf can end the process without a step`;
    const help = 'the first step of a branch chooses it; write one';
    problems.report('E-BRANCH', message, node.statement?.source ?? null, help);
  }
}
