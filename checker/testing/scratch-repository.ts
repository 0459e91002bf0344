// A git repository in a temporary folder in which the recipes of the documents are run, with `npx ordeal` as they type it.

import { execFile } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Outcome } from './checkout.ts';
import { filesBelow, isTest, ROOT } from './files.ts';

const SIXTEEN_MEGABYTES = 2 ** 24;

/** Nothing of the person who runs the tests: no configuration, no hooks, no identity. */
const GIT_ENV = {
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_CONFIG_SYSTEM: '/dev/null',
  GIT_AUTHOR_NAME: 'A',
  GIT_AUTHOR_EMAIL: 'a@example.org',
  GIT_COMMITTER_NAME: 'A',
  GIT_COMMITTER_EMAIL: 'a@example.org',
  GIT_EDITOR: 'true',
};

export class ScratchRepository {
  readonly root = mkdtempSync(join(tmpdir(), 'ordeal-repository-'));
  readonly env: Readonly<Record<string, string>>;

  constructor(env: Readonly<Record<string, string>> = {}) {
    this.env = { ...GIT_ENV, ORDEAL_CACHE: join(this.root, '.git/ordeal-cache'), ...env };
  }

  /** A checkout of this repository with the specs of one file, built when the program first runs. */
  static async checkout(spec: string): Promise<ScratchRepository> {
    const made = new ScratchRepository();
    const isWanted = (path: string): boolean =>
      /^(bin\/|checker\/|package\.json|tsconfig\.json|\.gitignore)/.test(path) || path === spec;
    for (const path of filesBelow('').filter((each) => isWanted(each) && !isTest(each)))
      cpSync(join(ROOT, path), join(made.root, path));
    symlinkSync(join(ROOT, 'node_modules'), join(made.root, 'node_modules'));
    cpSync(join(ROOT, 'dist'), join(made.root, 'dist'), { recursive: true });
    made.write('.gitignore', '/node_modules\n/dist/\n/.build-*/\n');
    await made.begin();
    return made;
  }

  /** A repository with compiled specs of its own, for which `npx ordeal` is this program. */
  static async ownSpecs(specs: Readonly<Record<string, string>>): Promise<ScratchRepository> {
    const made = new ScratchRepository();
    for (const [name, text] of Object.entries(specs)) made.write(`specs/${name}.mjs`, text);
    const program = join(ROOT, 'bin/ordeal.mjs');
    // Of a merge the specs are those of its shards.
    const shim = `#!/bin/sh\nexec node '${program}' "$@" --specs specs --progress none\n`;
    made.write('node_modules/.bin/ordeal', shim);
    chmodSync(join(made.root, 'node_modules/.bin/ordeal'), 0o755);
    made.write('.gitignore', '/node_modules/\n');
    await made.begin();
    return made;
  }

  private async begin(): Promise<void> {
    const { code, stderr, stdout } = await this.sh(
      'git init -q -b main && npx ordeal gate --update -q && git add . && git commit -qm base',
    );
    if (code !== 0) throw new Error(`${code}: ${stdout}${stderr}`);
  }

  write(path: string, text: string): void {
    mkdirSync(dirname(join(this.root, path)), { recursive: true });
    writeFileSync(join(this.root, path), text);
  }

  /** Runs a script in the root of the repository, and stops at the first command that fails. */
  sh(script: string, env: Readonly<Record<string, string>> = {}): Promise<Outcome> {
    const options = {
      cwd: this.root,
      env: { ...process.env, ...this.env, ...env },
      maxBuffer: SIXTEEN_MEGABYTES,
    };
    return new Promise((resolve) => {
      execFile('sh', ['-e', '-c', script], options, (error, stdout, stderr) => {
        const code = error === null ? 0 : typeof error.code === 'number' ? error.code : null;
        resolve({ code, stdout, stderr });
      });
    });
  }

  remove(): void {
    rmSync(this.root, { recursive: true, force: true });
  }
}
