// Putting a finished build in the place of dist.
// Builds may run at the same time (two terminals, a test run beside a rebase), so every build has a
// scratch folder of its own in the root of the repository: on the same file system, so that a
// rename is enough, and at the depth of dist, so that the source maps stay right. A lock was
// rejected: one left behind by a killed process needs guesses about when it may be broken.

import { mkdtempSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';

const SCRATCH = '.build-';
const ATTEMPTS = 5;
const ABANDONED_AFTER_MS = 3_600_000;

/** @param {string} path */
export const remove = (path) => rmSync(path, { recursive: true, force: true });

/**
 * Makes a scratch folder, and removes those of builds that were killed; their age tells them from
 * builds that are still running.
 * @param {string} root
 */
export function makeScratch(root) {
  for (const name of readdirSync(root).filter((entry) => entry.startsWith(SCRATCH))) {
    const status = statSync(join(root, name), { throwIfNoEntry: false });
    if (status && Date.now() - status.mtimeMs > ABANDONED_AFTER_MS) remove(join(root, name));
  }
  return mkdtempSync(join(root, SCRATCH));
}

/**
 * Renames, and returns false when another build came between: the source is gone or the target
 * is there already.
 * @param {string} from
 * @param {string} to
 */
function rename(from, to) {
  try {
    renameSync(from, to);
    return true;
  } catch (error) {
    const { code = '' } = /** @type {NodeJS.ErrnoException} */ (error);
    if (['ENOENT', 'ENOTEMPTY', 'EEXIST'].includes(code)) return false;
    throw error;
  }
}

/**
 * Replaces `target` by `built`. Whatever happens, `target` is one whole build or for a moment
 * absent, never a mixture. Throws when the file system refuses.
 * @param {string} built
 * @param {string} target
 */
export function replaceFolder(built, target) {
  const retired = `${built}-old`;
  try {
    for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
      rename(target, retired);
      if (rename(built, target)) return;
      remove(retired);
    }
    throw new Error('other builds keep writing to it');
  } finally {
    remove(retired);
  }
}
