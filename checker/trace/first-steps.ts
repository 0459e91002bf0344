/**
 * The steps that a process may take next from a position, enabled or not: what it waits for when it is stuck.
 */
import type { Block, GroundStep } from '../model/index.ts';
import type { Position } from '../semantics/index.ts';

/** A step that may block, and how it is spoken of. */
export interface Candidate {
  readonly step: GroundStep;
  readonly label: string;
  /** Calls and loop values between the position and the step, outermost first. */
  readonly calls: readonly string[];
}

/** Candidates in the order of the spec. Conditions never block and are left out. */
export function firstSteps(position: Position | null): readonly Candidate[] {
  return position === null ? [] : collect(position.block, position.index, []);
}

function collect(block: Block, index: number, calls: readonly string[]): readonly Candidate[] {
  const statement = block[index];
  switch (statement?.kind) {
    case 'check':
      return collect(block, index + 1, calls);
    case 'oneOf':
      return statement.branches.flatMap((branch) => collect(branch, 0, calls));
    case 'call':
      return collect(statement.body, 0, [
        ...calls,
        `${statement.fn}(${statement.args.join(', ')})`,
      ]);
    case 'scope':
      return collect(
        statement.body,
        0,
        statement.binding === null ? calls : [...calls, statement.binding],
      );
    case 'atomically':
      return collect(statement.body, 0, calls).map((first) => ({
        ...first,
        label: statement.label,
        calls,
      }));
    case 'step':
      return [{ step: statement, label: statement.label, calls }];
    default:
      return [];
  }
}
