/**
 * Where the benchmark finds the repository: it runs from the build and needs the sources beside it, its tests run from the sources.
 */
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

export const ROOT = rootAbove(new URL('.', import.meta.url));
export const BENCH = `${ROOT}checker/bench/`;
export const MODELS = `${BENCH}models/`;
/** What the last recorded run measured; the tables of the documents are made from it. */
export const RECORD = `${BENCH}last-run.json`;

function rootAbove(folder: URL): string {
  if (existsSync(new URL('package.json', folder))) return fileURLToPath(folder);
  const above = new URL('..', folder);
  if (above.href === folder.href) throw new Error('the benchmark needs a checkout');
  return rootAbove(above);
}
