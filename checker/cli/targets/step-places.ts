/**
 * Where in the spec the steps of a trace are written: found by name in the statement tree of their process.
 */
import { relative } from 'node:path';
import type { Source } from '../../lang/index.ts';
import { type Block, type GroundStatement, innerBlocks, type Model } from '../../model/index.ts';
import type { Place } from '../../report/index.ts';
import type { StepName } from '../../semantics/index.ts';

/** The innermost place of a source, relative to `cwd`; null if it has none. */
export function placeOf(source: Source | null, cwd: string): Place | null {
  const [frame = ''] = source?.frames() ?? [];
  const [, path, line, column] = /^(.*):(\d+):(\d+)$/.exec(frame) ?? [];
  if (path === undefined) return null;
  return { file: relative(cwd, path), line: Number(line), column: Number(column) };
}

/** The source of a step; null if the model has no step of that name. */
export function sourceOfStep(model: Model, step: StepName): Source | null {
  const process = model.processes.find(({ name }) => name === step.process);
  return process === undefined ? null : sourceIn(process.body, step.calls, step.label);
}

function sourceIn(block: Block, calls: readonly string[], label: string): Source | null {
  for (const statement of block) {
    const frame = frameOf(statement);
    const isWay = frame === null || frame === calls[0];
    if (calls.length === 0 && 'label' in statement && statement.label === label)
      return statement.source;
    if (!isWay) continue;
    for (const inner of innerBlocks(statement)) {
      const found = sourceIn(inner, frame === null ? calls : calls.slice(1), label);
      if (found !== null) return found;
    }
  }
  return null;
}

/** What a statement adds to the calls around the steps inside it; null: nothing. */
function frameOf(statement: GroundStatement): string | null {
  if (statement.kind === 'call') return `${statement.fn}(${statement.args.join(', ')})`;
  return statement.kind === 'scope' ? statement.binding : null;
}
