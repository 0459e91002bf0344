/**
 * Processors that nobody uses, counted in one shared number: searches that grow large take helpers from it.
 */
import type { Spare } from '../team.ts';

/** The counter in a buffer of four bytes. */
export function sharedSpare(buffer: SharedArrayBuffer): Spare {
  const count = new Int32Array(buffer);
  return {
    take: (most) => {
      for (;;) {
        const now = Atomics.load(count, 0);
        const taken = Math.max(0, Math.min(now, most));
        if (taken === 0 || Atomics.compareExchange(count, 0, now, now - taken) === now)
          return taken;
      }
    },
    giveBack: (workers) => {
      Atomics.add(count, 0, workers);
    },
  };
}
