// The real program, started as a user starts it.

import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import type { Outcome } from './checkout.ts';
import { ROOT } from './files.ts';

const MOMENT_MS = 100;
const LAUNCHER = join(ROOT, 'bin/ordeal.mjs');

export interface LaunchOptions {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Signal to send, and the text on stdout or stderr that it waits for; twice: again after a moment. */
  readonly signal?: {
    readonly name: NodeJS.Signals;
    readonly after: RegExp;
    readonly times?: 1 | 2;
  };
}

export interface LaunchOutcome extends Outcome {
  /** From the signal to the end; undefined without one. */
  readonly elapsedMs: number | undefined;
}

/** Runs `ordeal` with arguments to its end. Progress is off unless asked for, as it differs from run to run. */
export function ordeal(
  args: readonly string[],
  options: LaunchOptions = {},
): Promise<LaunchOutcome> {
  const isLeftAlone = args.some((word) => /^--(progress|get-yargs)/.test(word));
  return start(isLeftAlone ? args : [...args, '--progress', 'none'], options);
}

/** Runs the program of another copy of the package, in its folder. */
export const startIn = (
  root: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<LaunchOutcome> =>
  start([...args, '--progress', 'none'], { cwd: root, env }, join(root, 'bin/ordeal.mjs'));

async function start(
  args: readonly string[],
  { cwd = ROOT, env = {}, signal }: LaunchOptions,
  launcher = LAUNCHER,
): Promise<LaunchOutcome> {
  const child = spawn(process.execPath, [launcher, ...args], {
    cwd,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let struckMs: number | undefined;
  if (signal !== undefined) {
    const strike = (chunk: Buffer): void => {
      if (struckMs !== undefined || !signal.after.test(chunk.toString())) return;
      struckMs = performance.now();
      child.kill(signal.name);
      if (signal.times === 2) setTimeout(() => child.kill(signal.name), MOMENT_MS);
    };
    child.stdout.on('data', strike);
    child.stderr.on('data', strike);
  }
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)]);
  const code = await ended;
  const elapsedMs = struckMs === undefined ? undefined : performance.now() - struckMs;
  return { code, stdout, stderr, elapsedMs };
}
