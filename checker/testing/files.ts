// The files of the repository, for the tests that read them as text.
// Owns the walk and what is not part of the repository (dependencies and outputs). Reads the folder
// and not git's index, so that the tests also run in an unpacked archive.

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('../..', import.meta.url));

const OUTPUTS = /^(node_modules|dist|coverage|test-results|\.git|\.build-.*|.*\.tgz)$/;

/** Lists all files below a folder of the repository, as sorted paths relative to its root. */
export function filesBelow(folder: string): string[] {
  const entries = readdirSync(join(ROOT, folder), { withFileTypes: true });
  return entries
    .filter(({ name }) => !OUTPUTS.test(name))
    .flatMap((entry) => {
      const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
      return entry.isDirectory() ? filesBelow(path) : [path];
    })
    .sort();
}

/** Lists the TypeScript files of the folders that exist; a room is built when something lives in it. */
export function typescriptBelow(folder: string): string[] {
  const exists = readdirSync(ROOT).includes(folder);
  return exists ? filesBelow(folder).filter((path) => path.endsWith('.ts')) : [];
}

export const readText = (path: string): string => readFileSync(join(ROOT, path), 'utf8');

export const isTest = (path: string): boolean => /\.test(-d)?\.ts$/.test(path);
