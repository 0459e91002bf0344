// What the build bundles: the script of the trace page, and the program.
// The page's script is one file, made from the sources of the reference semantics and of the page
// itself, so that what a reader tries in the page has the meaning that a check has. Browsers read it;
// Node never runs it. The program is the compiled checker in a dozen files instead of two hundred,
// because finding and opening files is most of what a short command does. Both lie in one folder at
// the depth of the rooms, so paths relative to a room are right there, too. Types are not looked at here.

import { spawnSync } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeLicenses } from './licenses.mjs';

const ENTRY = 'checker/report/html/page/main.ts';
// Threads are started by file, so each is an entry of its own.
const ENTRIES = [
  'cli/bin',
  'analyse/threads/search-worker',
  'explore/helper',
  'analyse/mutants/mutants-worker',
  'analyse/orders/orders-worker',
  'analyse/threads/analysis-worker',
  'lang/index',
];
const OUTPUTS = ['checker/report/html/page-script.js', 'checker/program/page-script.js'];

/**
 * Bundles into a folder and returns the bundler's complaints, empty when there are none.
 * @param {string} root
 * @param {string} outDir
 */
export function bundlePage(root, outDir) {
  if (!existsSync(join(root, ENTRY))) return '';
  return OUTPUTS.map((output) =>
    rolldown(root, 'bin/page.config.mjs', ['--input', ENTRY, '--file', join(outDir, output)]),
  ).join('');
}

/**
 * Bundles the compiled program in a folder and returns the bundler's complaints. The spec language
 * becomes part of the program: what specs import leads to the one copy that the program uses.
 * @param {string} root
 * @param {string} outDir
 */
export function bundleProgram(root, outDir) {
  const entries = ENTRIES.map((entry) => join(outDir, 'checker', `${entry}.js`)).filter(existsSync);
  if (entries.length === 0) return '';
  const inputs = entries.flatMap((entry) => ['--input', entry]);
  const dir = join(outDir, 'checker/program');
  const complaints = rolldown(root, 'bin/program.config.mjs', [...inputs, '--dir', dir]);
  if (complaints === '') writeLicenses(root, dir);
  const language = join(outDir, 'checker/lang/index.js');
  if (complaints === '' && existsSync(language))
    writeFileSync(language, "export * from '../program/index.js';\n");
  return complaints;
}

/**
 * @param {string} root
 * @param {string} config
 * @param {string[]} more
 */
function rolldown(root, config, more) {
  const cli = join(root, 'node_modules', 'rolldown', 'bin', 'cli.mjs');
  const args = [cli, '--config', config, ...more];
  const run = spawnSync(process.execPath, args, { cwd: root, encoding: 'utf8' });
  if (run.status === 0) return '';
  return `${run.stdout}${run.stderr}` || `the bundler ended with ${run.signal ?? run.status}\n`;
}
