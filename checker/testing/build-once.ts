// Global set-up of the tests: dist matches the sources before the first test starts.
// Tests of the command and of workers run the build, because vitest does not transform the files
// of child processes and workers.

import { fileURLToPath } from 'node:url';
import { build } from '../../bin/build.mjs';
import { isFresh } from '../../bin/manifest.mjs';

export default function buildOnce(): void {
  const root = fileURLToPath(new URL('../..', import.meta.url));
  if (!isFresh(root)) build(root, { always: false });
}
