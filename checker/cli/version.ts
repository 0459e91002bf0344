/** The version of the package, as its manifest says. */
import { readFileSync } from 'node:fs';

export function version(): string {
  // The build lies one level deeper (dist/checker/cli) than the source that tests call.
  const depth = import.meta.url.endsWith('.ts') ? '../../' : '../../../';
  const text = readFileSync(new URL(`${depth}package.json`, import.meta.url), 'utf8');
  return (JSON.parse(text) as { version: string }).version;
}
