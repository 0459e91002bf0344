// The packed package, and a folder of a user who installs it.

import { execFileSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './files.ts';

/** Runs npm in a folder; gives its output, throws when it fails. */
export const npm = (cwd: string, ...args: readonly string[]): string =>
  execFileSync('npm', args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });

/** Packs this checkout into a folder that holds no other tarball; gives the path of the tarball. */
export function packInto(folder: string): string {
  // Without scripts: dist is fresh already, and other tests are running it.
  npm(ROOT, 'pack', '--ignore-scripts', '--pack-destination', folder);
  return join(folder, readdirSync(folder).find((name) => name.endsWith('.tgz')) ?? 'no tarball');
}
