/**
 * Where control may go in a process, whatever the state: a graph over the statements of its tree.
 *
 * Validation asks it what a step-by-step run would only find out on the way: cycles without a step, loops that never rest, checks
 * that nothing follows. Conditions that constants decide have one way out; nothing else is known of values.
 */
import { unreachable } from './ground-domain.ts';
import type { Block, GroundGoto, GroundStatement } from './model.ts';

/**
 * `step`: a process waits here for its turn. `choice`: it waits at a `oneOf`. `pass`: control passes through. `end`: the end of the process.
 */
export interface ControlNode {
  readonly kind: 'step' | 'choice' | 'check' | 'pass' | 'end';
  readonly statement: GroundStatement | null;
  /** In declared order: of a condition first where it holds. */
  readonly next: ControlNode[];
}

export interface ControlGraph {
  /** What control may reach from the start. */
  readonly nodes: readonly ControlNode[];
  /** Jumps to a label that is in none of the blocks around them. */
  readonly lost: readonly GroundGoto[];
}

/** Builds the graph of one process. Cost: proportional to the size of its tree. */
export function controlGraph(body: Block): ControlGraph {
  const builder = new GraphBuilder();
  const start = builder.build(body);
  return { nodes: passedFrom(start, () => false), lost: builder.lost };
}

/** What a block needs to know of its surroundings. */
interface Surroundings {
  readonly labels: ReadonlyMap<string, ControlNode>;
  readonly leave: ControlNode;
}

class GraphBuilder {
  readonly lost: GroundGoto[] = [];
  #end = this.#node('end', null);

  build(body: Block): ControlNode {
    return this.#block(body, this.#end, { labels: new Map(), leave: this.#end });
  }

  #node(
    kind: ControlNode['kind'],
    statement: GroundStatement | null,
    ...next: ControlNode[]
  ): ControlNode {
    return { kind, statement, next };
  }

  /** The node at which the block begins; `after` is where control goes behind it. */
  #block(block: Block, after: ControlNode, around: Surroundings): ControlNode {
    const labels = new Map(around.labels);
    for (const statement of block) {
      if (statement.kind === 'label') labels.set(statement.name, this.#node('pass', statement));
    }
    const inside = { ...around, labels };
    return block.reduceRight((next, statement) => this.#statement(statement, next, inside), after);
  }

  #statement(statement: GroundStatement, after: ControlNode, around: Surroundings): ControlNode {
    switch (statement.kind) {
      case 'step':
      case 'atomically':
        return this.#node('step', statement, after);
      case 'check':
        return this.#node('check', statement, after);
      case 'when':
        return this.#when(statement, after, around);
      case 'while':
        return this.#while(statement, after, around);
      case 'oneOf': {
        const branches = statement.branches.map((branch) => this.#block(branch, after, around));
        return this.#node('choice', statement, ...branches);
      }
      case 'scope':
        return this.#block(statement.body, after, around);
      case 'call': {
        const leave = this.#node('pass', statement, after);
        return this.#block(statement.body, leave, { labels: new Map(), leave });
      }
      case 'label': {
        const node = around.labels.get(statement.name) as ControlNode;
        node.next.push(after);
        return node;
      }
      case 'goto':
        return this.#goto(statement, around);
      case 'return':
        return this.#node('pass', statement, around.leave);
      case 'stop':
        return this.#node('pass', statement, this.#end);
      default:
        return unreachable(statement);
    }
  }

  #when(
    statement: Extract<GroundStatement, { kind: 'when' }>,
    after: ControlNode,
    around: Surroundings,
  ): ControlNode {
    const { condition, isStep } = statement;
    const node = this.#node(isStep ? 'step' : 'pass', statement);
    if (condition.kind !== 'literal' || condition.value === 1)
      node.next.push(this.#block(statement.then, after, around));
    if (condition.kind !== 'literal' || condition.value === 0)
      node.next.push(this.#block(statement.otherwise, after, around));
    return node;
  }

  #while(
    statement: Extract<GroundStatement, { kind: 'while' }>,
    after: ControlNode,
    around: Surroundings,
  ): ControlNode {
    const node = this.#node(statement.isStep ? 'step' : 'pass', statement);
    const { condition } = statement;
    if (condition?.kind !== 'literal' || condition.value === 1)
      node.next.push(this.#block(statement.body, node, around));
    if (!isEndless(statement)) node.next.push(after);
    return node;
  }

  #goto(statement: GroundGoto, { labels }: Surroundings): ControlNode {
    const target = labels.get(statement.label);
    if (target !== undefined) return this.#node('pass', statement, target);
    this.lost.push(statement);
    return this.#node('pass', statement, this.#end);
  }
}

/** A loop that only a jump leaves. */
export const isEndless = ({ condition }: Extract<GroundStatement, { kind: 'while' }>): boolean =>
  condition === null || (condition.kind === 'literal' && condition.value === 1);

/** The nodes that control reaches from here without a step, up to and including those at which a process waits or ends. */
export function passedFrom(
  from: ControlNode,
  stopsAt: (node: ControlNode) => boolean,
): readonly ControlNode[] {
  const seen = new Set([from]);
  for (const node of seen) {
    if (stopsAt(node)) continue;
    for (const next of node.next) seen.add(next);
  }
  return [...seen];
}
