/**
 * The rule on labels of steps: within one body each stands for one statement, so that a trace names a step by its label.
 *
 * Iterations of a loop and calls of a function repeat a body; that is no repetition within it.
 */
import type { Source } from '../../lang/index.ts';
import { innerBlocks } from '../inner-blocks.ts';
import type { Block, GroundStatement } from '../model.ts';
import type { Problems } from '../problem.ts';

interface Occurrence {
  readonly source: Source;
  /** The iteration of a loop that it stands in, or the body. */
  readonly scope: object;
}

/** Reports labels that stand for two statements of the body of `owner`; callees are bodies of their own. */
export function checkStepLabels(owner: string, body: Block, problems: Problems): void {
  const bodies = new LabelRule(owner, problems).read(body);
  for (const { fn, body: callee } of bodies)
    checkStepLabels(fn.split('#')[0] as string, callee, problems);
}

type Call = Extract<GroundStatement, { kind: 'call' }>;

class LabelRule {
  readonly #owner: string;
  readonly #problems: Problems;
  readonly #seen = new Map<string, Occurrence[]>();
  readonly #calls: Call[] = [];

  constructor(owner: string, problems: Problems) {
    this.#owner = owner;
    this.#problems = problems;
  }

  read(body: Block): readonly Call[] {
    this.#block(body, body);
    return this.#calls;
  }

  #block(block: Block, scope: object): void {
    for (const statement of block) this.#statement(statement, scope);
  }

  #statement(statement: GroundStatement, scope: object): void {
    const label = nameOf(statement);
    if (label !== null) this.#note(label, statement.source, scope);
    if (statement.kind === 'call') {
      this.#calls.push(statement);
      return;
    }
    const inner = statement.kind === 'scope' ? statement : scope;
    for (const block of innerBlocks(statement)) this.#block(block, inner);
  }

  #note(label: string, source: Source, scope: object): void {
    const before = this.#seen.get(label) ?? [];
    this.#seen.set(label, [...before, { source, scope }]);
    if (before.every((each) => each.source === source && each.scope !== scope)) return;
    const message = `'${label}' occurs twice in the body of '${this.#owner}'`;
    this.#problems.report('E-LABEL', message, source, "tell them apart: note('which', ...)");
  }
}

/** By what a trace speaks of a statement; null if it does not. */
function nameOf(statement: GroundStatement): string | null {
  switch (statement.kind) {
    case 'step':
    case 'atomically':
      return statement.label;
    case 'when':
    case 'while':
      return statement.isStep ? statement.label : null;
    case 'call':
      return `${statement.fn}(${statement.args.join(', ')})`;
    default:
      return null;
  }
}
