/**
 * The rule on expressions that were built and that nothing uses: what is left of `a && b`, of `c ? a : b`, of a forgotten line.
 *
 * The language remembers such expressions of all specs that were loaded. One is blamed on this spec only if its own files built
 * it: files in the folder of the spec that the spec uses, and no file of another spec anywhere in the chain of calls. A shared
 * vocabulary in a folder of its own may offer more than this spec uses.
 */
import { type Source, type Spec, unusedExpressions } from '../../lang/index.ts';
import { expressionText } from '../print-expression.ts';
import type { Problems } from '../problem.ts';
import { bodiesOf, visitStatements } from '../template.ts';

/** Reports expressions of the spec's own files that nothing uses. Cost: formats the stacks of those that are left over. */
export function checkUnused(spec: Spec, problems: Problems): void {
  const left = unusedExpressions();
  if (left.size === 0) return;
  const files = filesOf(spec);
  const home = folderOf(ownFrames(spec.source, spec)[0] ?? '');
  for (const [node, source] of left) {
    const built = ownFrames(source, spec).map(fileOf);
    const isOwn = built.some((file) => folderOf(file).startsWith(home));
    if (!isOwn || !built.every((file) => files.has(file))) continue;
    const message = `'${expressionText(node)}' is built and never used`;
    const help = 'use and(...), or(...), cond(...); &&, || and ?: drop one side';
    problems.report('E-UNUSED', message, source, help);
  }
}

/** The files in which something of the spec was written. */
function filesOf(spec: Spec): ReadonlySet<string> {
  const sources = [
    spec,
    ...spec.constants,
    ...spec.processes,
    ...spec.properties.flatMap((each) => [each, ...each.clauses]),
    ...spec.configurations.flatMap((each) => [each, ...each.goals]),
    ...spec.variants,
  ].map(({ source }) => source);
  for (const { body, source } of bodiesOf(spec)) {
    sources.push(source);
    visitStatements(body, (each) => sources.push(each.source));
  }
  return new Set(sources.flatMap((source) => ownFrames(source, spec).map(fileOf)));
}

/** Frames without those of packages around, such as a test runner; a spec that is in a package itself keeps them. */
function ownFrames(source: Source, spec: Spec): readonly string[] {
  const isInstalled = (spec.source.frames()[0] ?? '').includes('/node_modules/');
  return source.frames().filter((frame) => isInstalled || !frame.includes('/node_modules/'));
}

const fileOf = (frame: string): string => frame.replace(/:\d+:\d+$/, '');
const folderOf = (file: string): string => file.slice(0, file.lastIndexOf('/') + 1);
