/**
 * A helper: a thread that does its share of the phases of one search until it is told to go.
 */
import { workerData } from 'node:worker_threads';
import type { SearchCode } from './code/module.ts';
import { ControlBlock } from './memory/control-block.ts';
import { leaveBlock, runChunks } from './run-chunks.ts';

/** What a helper is started with. */
export interface HelperInput {
  readonly module: WebAssembly.Module;
  readonly memory: WebAssembly.Memory;
  readonly worker: number;
  readonly batch: number;
  /** Bytes of a state. */
  readonly state: number;
}

function help({ module, memory, worker, batch, state }: HelperInput): void {
  const { exports } = new WebAssembly.Instance(module, { env: { memory } });
  const code = exports as SearchCode;
  const control = new ControlBlock(memory.buffer, state);
  const tell = (): void => control.tally(worker, code.added(), code.generated());
  code.setWorker(batch);
  let sequence = control.sequence;
  control.announce();
  for (;;) {
    sequence = control.awaitPhase(sequence);
    if (control.kind === 'quit') break;
    leaveBlock(code);
    runChunks({ code, control, storeTop: () => control.storeTop, look: tell });
    tell();
    control.done();
  }
  control.done();
}

help(workerData as HelperInput);
