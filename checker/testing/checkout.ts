// A small checkout in a temporary folder, for tests of the launcher.
// It has the real bin/ and tsconfig.json, but a checker of two files, so that a build takes well
// under a second and stays independent of the state of the other rooms.

import { spawn } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { build } from '../../bin/build.mjs';
import { ROOT } from './files.ts';

export interface Outcome {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

const PROGRAM = `import { word } from './word.ts';
process.stdout.write(word + '\\n');
process.exitCode = 12;
`;

/** Runs a program of Node and waits for its end. */
export async function runNode(args: readonly string[], cwd: string): Promise<Outcome> {
  const child = spawn(process.execPath, args, { cwd, stdio: ['ignore', 'pipe', 'pipe'] });
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)]);
  return { code: await ended, stdout, stderr };
}

export class Checkout {
  readonly root = mkdtempSync(join(tmpdir(), 'ordeal-checkout-'));

  /** Builds, unless the build of another checkout with the same sources can be copied. */
  constructor(built?: Checkout) {
    for (const name of ['bin', 'package.json', 'tsconfig.json']) {
      cpSync(join(ROOT, name), join(this.root, name), { recursive: true });
    }
    symlinkSync(join(ROOT, 'node_modules'), join(this.root, 'node_modules'));
    this.write('checker/cli/bin.ts', PROGRAM);
    this.write('checker/cli/word.ts', "export const word: string = 'first';\n");
    if (built === undefined) build(this.root, { always: true });
    else cpSync(join(built.root, 'dist'), join(this.root, 'dist'), { recursive: true });
  }

  write(path: string, content: string): void {
    mkdirSync(dirname(join(this.root, path)), { recursive: true });
    writeFileSync(join(this.root, path), content);
  }

  remove(path = ''): void {
    rmSync(join(this.root, path), { recursive: true, force: true });
  }

  launch(...nodeOptions: string[]): Promise<Outcome> {
    return runNode([...nodeOptions, 'bin/ordeal.mjs'], this.root);
  }
}
