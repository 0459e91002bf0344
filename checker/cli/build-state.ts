/**
 * Whether the program that runs is the one that the sources describe: the same test as that of the launcher, which whoever runs the
 * build directly has not passed.
 */
import { fileURLToPath } from 'node:url';
import { ROOT } from './package.ts';

interface Manifest {
  isCheckout(root: string): boolean;
  isFresh(root: string): boolean;
}

/** Tells whether this is a package without sources, or a checkout and whether its build matches them. */
export async function buildState(): Promise<'packaged' | 'fresh' | 'stale'> {
  const manifest = (await import(new URL('bin/manifest.mjs', ROOT).href)) as Manifest;
  const path = fileURLToPath(ROOT);
  if (!manifest.isCheckout(path)) return 'packaged';
  return manifest.isFresh(path) ? 'fresh' : 'stale';
}
