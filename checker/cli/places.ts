/**
 * Places in files as they are printed: relative to where the command was started, so that output can be quoted.
 */
import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';

/** `file:line:column` or a file URL of it -> relative to `cwd`, unless that climbs out of it. */
export function shortPlace(place: string, cwd: string): string {
  const path = place.startsWith('file:') ? fileURLToPath(place) : place;
  const short = relative(cwd, path);
  return short.startsWith('..') ? path : short;
}
