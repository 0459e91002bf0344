/** The built script of the page: it lies beside the build of this file, and only there. */
import { readFileSync } from 'node:fs';

/** Cost: reads a file of about 120 kB. */
export const pageScript = (): string =>
  readFileSync(new URL('./page-script.js', import.meta.url), 'utf8');
