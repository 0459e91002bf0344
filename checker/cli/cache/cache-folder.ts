/** Where results of earlier runs are kept. Apart from the cache, because every command asks where it is and few open it. */
import { join } from 'node:path';

/** `ORDEAL_CACHE`, else that of the desktop standard; null where there is no home. */
export function cacheFolder(env: Readonly<Record<string, string | undefined>>): string | null {
  if (env['ORDEAL_CACHE']) return env['ORDEAL_CACHE'];
  if (env['XDG_CACHE_HOME']) return join(env['XDG_CACHE_HOME'], 'ordeal');
  return env['HOME'] ? join(env['HOME'], '.cache', 'ordeal') : null;
}
