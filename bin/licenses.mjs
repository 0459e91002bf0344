// The licenses of the packages that are bundled into the program: they ask to travel with it.

import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const PACKAGE = /(?:^|\/)node_modules\/((?:@[^/]+\/)?[^/]+)\//;

/**
 * Names the packages of which the source maps of a bundle say that something is in it, sorted.
 * @param {string} dir
 * @returns {string[]}
 */
function packagesIn(dir) {
  const maps = readdirSync(dir).filter((name) => name.endsWith('.map'));
  const sources = maps.flatMap((name) => JSON.parse(readFileSync(join(dir, name), 'utf8')).sources);
  const names = sources.flatMap((/** @type {string} */ source) => PACKAGE.exec(source)?.[1] ?? []);
  return [...new Set(names)].sort();
}

/**
 * @param {string} root
 * @param {string} name
 */
function licenseOf(root, name) {
  const folder = join(root, 'node_modules', name);
  const { version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const file = readdirSync(folder).find((each) => /^licen[cs]e/i.test(each));
  const text = file === undefined ? '' : readFileSync(join(folder, file), 'utf8').trim();
  return `${name} ${version} (${license})\n\n${text}`;
}

/**
 * Writes LICENSES.txt beside a bundle.
 * @param {string} root where the packages are installed
 * @param {string} dir of the bundle
 */
export function writeLicenses(root, dir) {
  const rule = `\n\n${'-'.repeat(72)}\n\n`;
  const licenses = packagesIn(dir).map((name) => licenseOf(root, name));
  writeFileSync(join(dir, 'LICENSES.txt'), `${licenses.join(rule)}\n`);
}
