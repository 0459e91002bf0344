/**
 * Which changes of variables a rendering shows, and how.
 */
import type { Change } from '../trace/index.ts';
import { ascii } from './ascii.ts';
import type { Layout } from './options.ts';

/** Those named by `--vars`; else with `--full` all; else those that the property reads. */
export function shownChanges(changes: readonly Change[], layout: Layout): readonly string[] {
  return changes
    .filter((change) => isShown(change, layout))
    .map(({ name, from, to }) => ascii(`${name} ${from}->${to}`));
}

/** Whether a variable is shown. */
export function isShown(
  { name, isRelevant }: Pick<Change, 'name' | 'isRelevant'>,
  { full, vars }: Pick<Layout, 'full' | 'vars'>,
): boolean {
  if (vars.length > 0)
    return vars.some(
      (wanted) => name === wanted || name.startsWith(`${wanted}[`) || name.startsWith(`${wanted}.`),
    );
  return full || isRelevant;
}
