/**
 * Completion of a word: commands, options, ids of specs and variants. The script that asks for them comes from yargs, whose own
 * candidates stop at the first command.
 */
import { variantId } from '../model/index.ts';
import { makeContext } from './context.ts';
import { plainHost } from './host.ts';
import { loadCatalog } from './targets/catalog.ts';

/** What the completion script calls the program with, before the words typed so far. */
export const COMPLETION_FLAG = '--get-yargs-completions';

export interface Completable {
  readonly name: string;
  /** Its options as typed, dashes included. */
  readonly options: readonly string[];
}

/** Candidates for the last of the words; the first is the name of the program. */
export async function completionsOf(
  words: readonly string[],
  commands: readonly Completable[],
): Promise<readonly string[]> {
  const current = words.at(-1) ?? '';
  const command = commands.find(({ name }) => words.slice(1, -1).includes(name));
  const candidates = current.startsWith('-')
    ? (command ?? { options: [] }).options
    : command === undefined
      ? commands.map(({ name }) => name)
      : await ids();
  return candidates.filter((candidate) => candidate.startsWith(current));
}

/** A catalogue that does not load completes nothing. */
async function ids(): Promise<readonly string[]> {
  const silent = { out: () => {}, err: () => {} };
  const context = await makeContext(silent, plainHost(), {
    color: 'never',
    progress: 'none',
  });
  const entries = await loadCatalog(context).catch(() => []);
  return entries.flatMap(({ spec }) => [
    ...new Set([spec.id, ...spec.variants.map((variant) => variantId(spec, variant))]),
  ]);
}
