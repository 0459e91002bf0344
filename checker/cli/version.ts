/** The version of the package, as its manifest says. */
import { readFileSync } from 'node:fs';
import { MANIFEST } from './package.ts';

export function version(): string {
  return (JSON.parse(readFileSync(MANIFEST, 'utf8')) as { version: string }).version;
}
