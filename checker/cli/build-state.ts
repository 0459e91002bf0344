/**
 * Whether the program that runs is the one that the sources describe: the same test as that of the launcher, which whoever runs the
 * build directly has not passed.
 */
import { fileURLToPath } from 'node:url';

interface Manifest {
  isCheckout(root: string): boolean;
  isFresh(root: string): boolean;
}

/** Tells whether this is a package without sources, or a checkout and whether its build matches them. */
export async function buildState(): Promise<'packaged' | 'fresh' | 'stale'> {
  const depth = import.meta.url.endsWith('.ts') ? '../../' : '../../../';
  const root = new URL(depth, import.meta.url);
  const manifest = (await import(new URL('bin/manifest.mjs', root).href)) as Manifest;
  const path = fileURLToPath(root);
  if (!manifest.isCheckout(path)) return 'packaged';
  return manifest.isFresh(path) ? 'fresh' : 'stale';
}
