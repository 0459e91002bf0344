// Global set-up of the tests: dist matches the sources before the first test starts.
// Tests of the command and of workers run the build, because vitest does not transform the files
// of child processes and workers. A failed build is reported and does not stop the other tests:
// the launcher refuses to run a stale build, and the type-check is red for the same reason.

import { fileURLToPath } from 'node:url';
import { build } from '../../bin/build.mjs';
import { isFresh } from '../../bin/manifest.mjs';

export default function buildOnce(): void {
  const root = fileURLToPath(new URL('../..', import.meta.url));
  try {
    if (!isFresh(root)) build(root, { always: false });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    process.stderr.write(`${reason}\nthe build failed: tests that run dist see no current build\n`);
  }
}
