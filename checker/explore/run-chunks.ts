/**
 * One worker's share of a phase, the same for the coordinator and its helpers.
 */
import type { SearchCode } from './code/module.ts';
import type { ControlBlock } from './memory/control-block.ts';

/** What one worker needs for its share. */
export interface Share {
  readonly code: SearchCode;
  readonly control: ControlBlock;
  /** Address behind the states that are stored, of all workers. */
  readonly storeTop: () => number;
  /** Called after each chunk. */
  readonly look: () => void;
}

/**
 * Makes a worker of several reserve a new block of the store before it appends again: the rest of the last one lies in a level that is
 * over.
 */
export const leaveBlock = (code: SearchCode): void => code.setStore(0, 0);

/** Takes chunks until none are left, the phase is stopped, or there may be no room for another. */
export function runChunks({ code, control, storeTop, look }: Share): void {
  const [groups, end] = control.table;
  code.setTable(BigInt(groups), end);
  const { kind } = control;
  if (kind === 'quit') return;
  for (let chunk = control.take(storeTop()); chunk !== null; chunk = control.take(storeTop())) {
    const [low, high] = chunk;
    code[kind](low | 0, high | 0);
    look();
  }
}
