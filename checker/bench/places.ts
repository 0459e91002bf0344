/** Where the benchmark finds the repository: it runs from the build, and needs the sources beside it. */
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
export const BENCH = `${ROOT}checker/bench/`;
export const MODELS = `${BENCH}models/`;
/** What the last recorded run measured; the tables of the documents are made from it. */
export const RECORD = `${BENCH}last-run.json`;
