// The build manifest: which sources a build was made from.
// Owns how the list of sources is found and hashed, and how two manifests are compared. The build
// writes it to dist/manifest.json, the launcher compares it with the sources at every start; both
// use this file, so they cannot disagree. Every file is hashed every time: a hundred small files
// cost a few milliseconds, whereas size and modification time miss an edit that a checkout or a
// rebase makes within one tick of the clock.

import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * @typedef {{ path: string, size: number, sha256: string }} Source
 * @typedef {{ version: string, compiler: string, bundler: string, sources: Source[] }} Manifest
 */

const SOURCE_ROOTS = ['checker', 'specs'];

/** @param {string} name */
const isSource = (name) => name.endsWith('.ts') && !/\.test(-d)?\.ts$/.test(name);

/**
 * Lists the source files below a folder, as paths with forward slashes relative to the root.
 * @param {string} root
 * @param {string} folder
 * @returns {string[]}
 */
function sourcesBelow(root, folder) {
  if (!existsSync(join(root, folder))) return [];
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) return sourcesBelow(root, path);
    return isSource(entry.name) ? [path] : [];
  });
}

/**
 * @param {string} root
 * @param {string} path
 * @returns {Source}
 */
function describe(root, path) {
  const bytes = readFileSync(join(root, path));
  return { path, size: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') };
}

/**
 * Tells whether this is a checkout (it has the checker's sources) and not an installed package.
 * @param {string} root
 */
export const isCheckout = (root) => existsSync(join(root, 'checker'));

/**
 * Describes the sources as they are now. Reads every one of them.
 * @param {string} root
 * @returns {Manifest}
 */
export function manifestOfSources(root) {
  const about = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const paths = SOURCE_ROOTS.flatMap((folder) => sourcesBelow(root, folder)).sort();
  return {
    version: about.version,
    compiler: about.devDependencies.typescript,
    bundler: about.devDependencies.rolldown,
    sources: [...paths, 'tsconfig.json'].map((path) => describe(root, path)),
  };
}

/**
 * Reads the manifest of a build as text; undefined when there is none.
 * @param {string} dist
 * @returns {string | undefined}
 */
export function readManifest(dist) {
  const file = join(dist, 'manifest.json');
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
}

/**
 * The one text form, so that comparing manifests is comparing strings.
 * @param {Manifest} manifest
 */
export const manifestText = (manifest) => `${JSON.stringify(manifest, null, 1)}\n`;

/**
 * Tells whether dist was built from exactly the sources that are there now.
 * @param {string} root
 */
export const isFresh = (root) =>
  readManifest(join(root, 'dist')) === manifestText(manifestOfSources(root));
