/**
 * What a command uses: processor seconds of the whole process, seconds on the clock, and peak resident memory.
 *
 * A small C program asks the system. Without a C compiler the shell says how much processor time its children took, and memory is
 * not measured.
 */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';

export interface Sample {
  /** User and system together. */
  readonly cpuS: number;
  readonly wallS: number;
  /** Null where it cannot be measured. */
  readonly peakBytes: number | null;
}

export interface Measured extends Sample {
  readonly code: number;
  readonly output: string;
}

const MOST_OUTPUT = 64 * 2 ** 20;

export class Meter {
  readonly #folder: string;
  readonly #program: string | null;

  /** `folder` is for its own files. */
  constructor(folder: string, source: string) {
    this.#folder = folder;
    const program = join(folder, 'usage');
    const built = spawnSync('gcc', ['-O2', '-o', program, source]);
    this.#program = built.status === 0 ? program : null;
  }

  /** Runs a command to its end, with the working directory `cwd`. */
  run(command: readonly string[], cwd = this.#folder): Measured {
    return this.#program === null
      ? this.#byShell(command, cwd)
      : this.#byProgram(this.#program, command, cwd);
  }

  #byProgram(program: string, command: readonly string[], cwd: string): Measured {
    const file = join(this.#folder, 'usage.txt');
    const { code, output } = start([program, file, ...command], cwd);
    const [user = 0, system = 0, wallS = 0, peak = 0] = readFileSync(file, 'utf8')
      .split(' ')
      .map(Number);
    return { cpuS: user + system, wallS, peakBytes: peak * 1024, code, output };
  }

  #byShell(command: readonly string[], cwd: string): Measured {
    const script = '"$@"; code=$?; times >&2; exit $code';
    const startMs = performance.now();
    const { code, output, error } = start(['sh', '-c', script, 'sh', ...command], cwd);
    const wallS = (performance.now() - startMs) / 1000;
    const times = error.trimEnd().split('\n').at(-1) ?? '';
    const parts = [...times.matchAll(/(\d+)m([\d.]+)s/g)].map(
      ([, m, s]) => Number(m) * 60 + Number(s),
    );
    return { cpuS: parts.reduce((a, b) => a + b, 0), wallS, peakBytes: null, code, output };
  }
}

function start([program = '', ...args]: readonly string[], cwd: string) {
  const run = spawnSync(program, args, { cwd, encoding: 'utf8', maxBuffer: MOST_OUTPUT });
  if (run.error !== undefined) throw run.error;
  return { code: run.status ?? 128, output: run.stdout, error: run.stderr };
}
