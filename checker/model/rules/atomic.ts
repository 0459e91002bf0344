/**
 * The rule on `atomically`: its parts run one after the other as one step, so only the first may wait and none may jump.
 */
import { unreachable } from '../ground-domain.ts';
import { innerBlocks } from '../inner-blocks.ts';
import type { Block, GroundStatement } from '../model.ts';
import type { Problems } from '../problem.ts';

/** Reports the parts of `atomically` that cannot be part of one step. */
export function checkAtomic(body: Block, problems: Problems): void {
  checkParts(body, true, problems);
  checkEnd(body, problems);
}

/** A check belongs to the part behind it; at the end of `atomically` there is none. */
function checkEnd(block: Block, problems: Problems): void {
  const last = block.at(-1);
  if (last?.kind === 'check') {
    const message = `no part of atomically follows the check of '${last.property}'`;
    const help = 'a check is evaluated by the step behind it; move it in front of one';
    problems.report('E-CHECK', message, last.source, help);
  }
  if (last === undefined) return;
  for (const inner of innerBlocks(last)) checkEnd(inner, problems);
}

/** Says whether what follows these parts is first still. */
function checkParts(block: Block, isFirst: boolean, problems: Problems): boolean {
  return block.reduce((first, part) => checkPart(part, first, problems), isFirst);
}

function checkPart(part: GroundStatement, isFirst: boolean, problems: Problems): boolean {
  switch (part.kind) {
    case 'check':
      return isFirst;
    case 'step':
      if (part.guard !== null && !isFirst) {
        const message = `'${part.label}' waits, but is not the first part of atomically`;
        const help = 'once begun, the step must end; let what waits be a step of its own';
        problems.report('E-ATOMIC', message, part.source, help);
      }
      return false;
    case 'when':
      return both(part.then, part.otherwise);
    case 'oneOf':
      return both(...part.branches);
    case 'scope':
    case 'call':
    case 'atomically':
      return checkParts(part.body, isFirst, problems);
    case 'while':
    case 'goto':
    case 'label':
    case 'return':
    case 'stop': {
      const message = `${NAMES[part.kind]} cannot be a part of atomically`;
      const help = 'its parts run once, one after the other; repeat and forEach are possible';
      problems.report('E-ATOMIC', message, part.source, help);
      return false;
    }
    default:
      return unreachable(part);
  }
  function both(...blocks: readonly Block[]): boolean {
    return blocks.map((block) => checkParts(block, isFirst, problems)).every(Boolean);
  }
}

const NAMES = {
  while: 'a loop',
  goto: 'a jump',
  label: 'a label',
  return: 'a return',
  stop: 'stop',
};
