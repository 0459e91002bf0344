#!/usr/bin/env node
// The launcher: makes sure that what runs is the program that the sources describe.
// Checks the version of Node, that dependencies and build exist and, in a checkout, that the build
// is fresh: a stale one is rebuilt, or nothing runs. Everything else lives in checker/cli. It has
// no dependencies and imports nothing at the top, so that an old Node gets to the message.

process.exitCode = 70; // an await that never settles must not look like a verdict

/** @param {string} message */
function refuse(message) {
  process.stderr.write(`ordeal: ${message}\n`);
  process.exitCode = 2;
}

function isNodeTooOld() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  return major < 20 || (major === 20 && minor < 19);
}

/**
 * Rebuilds a stale checkout. Returns false after having said why nothing can run.
 * @param {string} root
 */
async function ensureFresh(root) {
  const { isFresh } = await import('./manifest.mjs');
  if (isFresh(root)) return true;
  process.stderr.write('ordeal: sources changed, rebuilding\n');
  const { build } = await import('./build.mjs');
  try {
    build(root, { always: false });
    return true;
  } catch (error) {
    process.stderr.write(`${/** @type {Error} */ (error).message}\n`);
    refuse('the rebuild failed and the old build does not match the sources: run npm run build');
    return false;
  }
}

async function launch() {
  if (isNodeTooOld()) {
    return refuse(`Node ${process.versions.node} is too old: Node 20.19 or later is needed`);
  }
  const { existsSync } = await import('node:fs');
  const { fileURLToPath } = await import('node:url');
  const root = fileURLToPath(new URL('..', import.meta.url));
  const { isCheckout } = await import('./manifest.mjs');
  if (isCheckout(root) && !existsSync(`${root}node_modules`)) {
    return refuse('the dependencies are not installed: run npm ci');
  }
  if (!existsSync(`${root}dist`)) return refuse('there is no build: run npm run build');
  if (isCheckout(root) && !(await ensureFresh(root))) return;
  await import(new URL('../dist/checker/program/bin.js', import.meta.url).href);
}

await launch();
