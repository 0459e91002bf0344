/**
 * What is wrong with a spec, printed: code, message, place in the `.ts` file, help. All problems at once.
 */
import type { Problem } from '../../model/index.ts';
import { jsonLine } from '../../report/index.ts';
import type { Context } from '../context.ts';
import { shortPlace } from '../places.ts';

export function printProblems(problems: readonly Problem[], context: Context): void {
  for (const problem of problems) {
    const at = problem.at.map((place) => shortPlace(place, context.cwd));
    if (context.json) context.out(`${jsonLine('problem', { ...problem, at })}\n`);
    context.err(problemText({ ...problem, at }));
  }
}

function problemText({ code, message, at, help }: Problem): string {
  const [place = '', ...callers] = at;
  return [
    `ordeal: ${place === '' ? '' : `${place}: `}${code}: ${message}\n`,
    ...callers.map((caller) => `  used at ${caller}\n`),
    ...(help === null ? [] : [`  help: ${help}\n`]),
  ].join('');
}
