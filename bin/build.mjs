// The build: compiles checker/ and specs/ to dist/, bundles the program and the script of the trace
// page, and records what it was made from.
// It never compiles into dist itself: the output goes to a scratch folder, which takes the place of
// dist only when it is complete and free of errors. So a failed or interrupted build leaves the old
// dist (whose manifest no longer matches), the outputs of removed sources vanish, and of two builds
// at once each is whole. Run as a program it builds always; the launcher calls build() when stale.

import { spawnSync } from 'node:child_process';
import { existsSync, realpathSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundlePage, bundleProgram } from './bundle.mjs';
import { isCheckout, isFresh, manifestOfSources, manifestText } from './manifest.mjs';
import { makeScratch, remove, replaceFolder } from './swap.mjs';

const ATTEMPTS = 5;

/** @param {string} root */
const compilerOf = (root) => join(root, 'node_modules', 'typescript', 'bin', 'tsc');

/**
 * Tells whether the compiler is installed; it is not after `npm ci --omit=dev`.
 * @param {string} root
 */
const hasCompiler = (root) => existsSync(compilerOf(root));

/**
 * Compiles into a folder and returns the compiler's complaints, empty when there are none.
 * @param {string} root
 * @param {string} outDir
 */
function compile(root, outDir) {
  const args = [compilerOf(root), '-p', 'tsconfig.json', '--outDir', outDir, '--pretty', 'false'];
  const run = spawnSync(process.execPath, args, { cwd: root, encoding: 'utf8' });
  if (run.status === 0) return '';
  return `${run.stdout}${run.stderr}` || `the compiler ended with ${run.signal ?? run.status}\n`;
}

/**
 * Compiles until the sources stood still meanwhile, so that the manifest describes what was read.
 * @param {string} root
 * @param {string} outDir
 * @returns {string} the manifest's text
 */
function compileStable(root, outDir) {
  for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
    const manifest = manifestText(manifestOfSources(root));
    remove(outDir);
    const complaints =
      compile(root, outDir) || bundleProgram(root, outDir) || bundlePage(root, outDir);
    if (manifestText(manifestOfSources(root)) !== manifest) continue;
    if (complaints !== '') throw new Error(complaints.trimEnd());
    return manifest;
  }
  throw new Error('the sources kept changing during the build');
}

/**
 * Builds dist. Throws with the compiler's complaints, or when dist cannot be written.
 * Unless `always` is set, a dist that another process has made meanwhile from the same sources
 * stays where it is, because that process may be loading modules from it.
 * @param {string} root
 * @param {{ always: boolean }} options
 */
export function build(root, { always }) {
  if (!hasCompiler(root)) throw new Error('the compiler is not installed: run npm ci');
  const scratch = makeScratch(root);
  try {
    const manifest = compileStable(root, scratch);
    writeFileSync(join(scratch, 'manifest.json'), manifest);
    if (always || !isFresh(root)) replaceFolder(scratch, join(root, 'dist'));
  } finally {
    remove(scratch);
  }
}

/** @param {string[]} argv */
function run(argv) {
  const root = fileURLToPath(new URL('..', import.meta.url));
  const isPossible = isCheckout(root) && hasCompiler(root);
  // An installed package has no sources and needs no build; npm may call `prepare` there as well.
  if (argv.includes('--if-possible') && !isPossible) return;
  try {
    build(root, { always: true });
  } catch (error) {
    process.stderr.write(`${/** @type {Error} */ (error).message}\n`);
    process.exitCode = 2;
  }
}

if (process.argv[1] && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) {
  run(process.argv.slice(2));
}
