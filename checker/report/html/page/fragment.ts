/**
 * Where the reader is, in the fragment of the address: `#step-5`, or `#step-5~2.0` after leaving the trace behind step 5 by the third choice
 * and then the first. Without scripts `#step-5` finds the row of that name.
 */

/** What a fragment says; a step that is none is the start or the end. */
export function readFragment(
  fragment: string,
  steps: number,
): { readonly step: number; readonly taken: readonly number[] } {
  const [, number, choices = ''] = /^#step-(\d+)(?:~([\d.]+))?$/.exec(fragment) ?? [];
  if (number === undefined) return { step: steps, taken: [] };
  const taken = choices.split('.').filter((choice) => choice !== '');
  return { step: Math.min(Number(number), steps), taken: taken.map(Number) };
}

export const writeFragment = (step: number, taken: readonly number[]): string =>
  `#step-${step}${taken.length === 0 ? '' : `~${taken.join('.')}`}`;
