/**
 * Completion: commands and options come from yargs, ids of specs and variants from the catalogue.
 */
import { variantId } from '../model/index.ts';
import { loadCatalog } from './catalog.ts';
import { makeContext } from './context.ts';
import { plainHost } from './host.ts';

/** What the completion script calls the program with. */
export const COMPLETION_FLAG = '--get-yargs-completions';

type Done = (candidates: string[]) => void;
type Defaults = (
  onDefaults: (error: Error | null, candidates: string[] | undefined) => void,
) => void;

/** Called by yargs with the word to complete. A catalogue that does not load completes nothing. */
export function completionCandidates(
  current: string,
  _args: unknown,
  defaults: Defaults,
  done: Done,
): void {
  defaults((_error, candidates = []) => {
    if (current.startsWith('-')) return done(candidates);
    void ids().then((all) => done([...candidates, ...all.filter((id) => id.startsWith(current))]));
  });
}

async function ids(): Promise<readonly string[]> {
  const silent = { out: () => {}, err: () => {} };
  const globals = {
    json: true,
    color: 'never',
    progress: 'none',
    quiet: true,
    verbose: false,
    C: undefined,
    specs: undefined,
  } as const;
  try {
    const entries = await loadCatalog(await makeContext(silent, plainHost(), globals));
    return entries.flatMap(({ spec }) => [
      ...new Set([spec.id, ...spec.variants.map((variant) => variantId(spec, variant))]),
    ]);
  } catch {
    return [];
  }
}
