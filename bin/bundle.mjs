// The script of the trace page: one file, made from the sources of the reference semantics and of the
// page itself, so that what a reader tries in the page has the meaning that a check has.
// The page is read in browsers and carries the result as text; Node never runs it. Types are not
// looked at here: the type-check of checker/report/html/page is a stage of the tests.

import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

const ENTRY = 'checker/report/html/page/main.ts';
const OUTPUT = 'checker/report/html/page-script.js';

/**
 * Bundles into a folder and returns the bundler's complaints, empty when there are none.
 * @param {string} root
 * @param {string} outDir
 */
export function bundlePage(root, outDir) {
  if (!existsSync(join(root, ENTRY))) return '';
  const args = [
    join(root, 'node_modules', 'rolldown', 'bin', 'cli.mjs'),
    ...['--config', 'bin/page.config.mjs', '--input', ENTRY, '--file', join(outDir, OUTPUT)],
  ];
  const run = spawnSync(process.execPath, args, { cwd: root, encoding: 'utf8' });
  if (run.status === 0) return '';
  return `${run.stdout}${run.stderr}` || `the bundler ended with ${run.signal ?? run.status}\n`;
}
