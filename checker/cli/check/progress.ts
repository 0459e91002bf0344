/**
 * Progress on stderr: one line that is rewritten on a terminal, a line now and then elsewhere. Never on stdout, and never part
 * of a result: times and rates differ from run to run.
 */
import type { Progress } from '../../semantics/index.ts';
import type { Context } from '../context.ts';
import { elapsedText, progressText } from './progress-text.ts';

export interface ProgressReporter {
  /** The latest figures of a search, or null when it ended. */
  readonly update: (job: number, progress: Progress | null) => void;
  /** Removes the line, so that a result can be printed. */
  clear(): void;
  stop(): void;
}

const FIRST_AFTER_MS = 900;
// In a log the line of a search that is over at once would be noise.
const PLAIN_FIRST_AFTER_MS = 2000;
const TERMINAL_EVERY_MS = 500;
const PLAIN_EVERY_MS = 10_000;
const PLAIN_LATER_EVERY_MS = 60_000;
const LATER_MS = 120_000;

/** `unit`: what is counted, `search` or another word for what takes a search or more. */
export function startProgress(
  searches: number,
  context: Context,
  unit = 'search',
): ProgressReporter {
  return context.progress === 'none' ? SILENT : new Reporter(searches, context, unit);
}

const SILENT: ProgressReporter = { update() {}, clear() {}, stop() {} };

class Reporter implements ProgressReporter {
  readonly #searches: number;
  readonly #context: Context;
  readonly #unit: string;
  readonly #running = new Map<number, Progress>();
  readonly #startedMs = performance.now();
  #done = 0;
  /** Figures of the searches that ended. */
  #generated = 0;
  #distinct = 0;
  #last = { atMs: 0, distinct: 0 };
  #hasLine = false;
  #timer: NodeJS.Timeout;

  constructor(searches: number, context: Context, unit: string) {
    this.#searches = searches;
    this.#context = context;
    this.#unit = unit;
    this.#timer = this.#after(context.progress === 'plain' ? PLAIN_FIRST_AFTER_MS : FIRST_AFTER_MS);
  }

  readonly update = (job: number, progress: Progress | null): void => {
    if (progress !== null) {
      this.#running.set(job, progress);
      return;
    }
    const last = this.#running.get(job);
    this.#generated += last?.generated ?? 0;
    this.#distinct += last?.distinct ?? 0;
    this.#running.delete(job);
    this.#done++;
  };

  clear(): void {
    if (this.#hasLine) this.#context.err('\r\u001b[K');
    this.#hasLine = false;
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.clear();
  }

  #after(delayMs: number): NodeJS.Timeout {
    return setTimeout(() => {
      this.#tell();
      this.#timer = this.#after(this.#intervalMs());
    }, delayMs);
  }

  #intervalMs(): number {
    if (this.#context.progress !== 'plain') return TERMINAL_EVERY_MS;
    const elapsedMs = performance.now() - this.#startedMs;
    return elapsedMs < LATER_MS ? PLAIN_EVERY_MS : PLAIN_LATER_EVERY_MS;
  }

  #tell(): void {
    const { err, progress } = this.#context;
    const elapsedMs = performance.now() - this.#startedMs;
    const running = [...this.#running.values()];
    const sum = (of: (each: Progress) => number): number =>
      running.reduce((total, each) => total + of(each), 0);
    const distinct = this.#distinct + sum((each) => each.distinct);
    const sinceMs = elapsedMs - this.#last.atMs;
    const figures = {
      elapsedMs: Math.round(elapsedMs),
      search: Math.min(this.#done + 1, this.#searches),
      searches: this.#searches,
      depth: Math.max(0, ...running.map((each) => each.depth)),
      generated: this.#generated + sum((each) => each.generated),
      distinct,
      queued: sum((each) => each.queued),
      statesPerSecond: Math.round(((distinct - this.#last.distinct) / sinceMs) * 1000),
      memoryBytes: process.memoryUsage.rss(),
    };
    this.#last = { atMs: elapsedMs, distinct };
    if (progress === 'json') {
      err(`${JSON.stringify({ v: 1, type: 'progress', ...figures })}\n`);
    } else if (progress === 'tty') {
      err(`\r${elapsedText(elapsedMs)} ${progressText(figures, this.#unit)}\u001b[K`);
      this.#hasLine = true;
    } else {
      err(`${elapsedText(elapsedMs)} ${progressText(figures, this.#unit)}\n`);
    }
  }
}
