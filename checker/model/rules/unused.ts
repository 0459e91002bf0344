/**
 * The rule on expressions that were built and that nothing uses: what is left of `a && b`, of `c ? a : b`, of a forgotten line. Of
 * `a || b` nothing is left, since `b` is never built; the scan of `specs/` for native operators finds that.
 *
 * The language remembers such expressions of all specs that were loaded. One is blamed on this spec only if its own files built
 * it: files in the folder of the spec that the spec uses, and no file of another spec anywhere in the chain of calls. A shared
 * vocabulary in a folder of its own may offer more than this spec uses.
 */
import { type ExprNode, type Source, type Spec, unusedExpressions } from '../../lang/index.ts';
import { expressionText } from '../print-expression.ts';
import type { Problems } from '../problem.ts';
import { bodiesOf, expressionsOf, visitNodes, visitStatements } from '../template.ts';

/** Reports expressions of the spec's own files that nothing uses. Cost: formats the stacks of those that are left over. */
export function checkUnused(spec: Spec, problems: Problems): void {
  const left = unusedExpressions();
  if (left.size === 0) return;
  const files = filesOf(spec);
  const home = folderOf(ownFrames(spec.source, spec).at(-1) ?? '');
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
  const clauses = spec.properties.flatMap((each) => each.clauses);
  const goals = spec.configurations.flatMap((each) => each.goals);
  const sources = [
    spec,
    ...spec.constants,
    ...spec.processes,
    ...spec.properties,
    ...clauses,
    ...spec.configurations,
    ...goals,
    ...spec.variants,
  ].map(({ source }) => source);
  const read = (node: ExprNode): void =>
    visitNodes(node, (each) => {
      if ('source' in each) sources.push(each.source);
      if (each.kind === 'variable') sources.push(each.variable.source);
    });
  for (const { then, given } of clauses) for (const node of [then, given]) if (node) read(node);
  for (const { condition } of goals) read(condition);
  for (const { body, source } of bodiesOf(spec)) {
    sources.push(source);
    visitStatements(body, (each) => {
      sources.push(each.source);
      expressionsOf(each).forEach(read);
    });
  }
  return new Set(sources.flatMap((source) => ownFrames(source, spec).map(fileOf)));
}

/** Frames up to the first of a package: what called the modules (a test runner) built nothing. A spec in a package keeps all. */
function ownFrames(source: Source, spec: Spec): readonly string[] {
  const frames = source.frames();
  if ((spec.source.frames()[0] ?? '').includes('/node_modules/')) return frames;
  const end = frames.findIndex((frame) => frame.includes('/node_modules/'));
  return end < 0 ? frames : frames.slice(0, end);
}

const fileOf = (frame: string): string => frame.replace(/:\d+:\d+$/, '');
const folderOf = (file: string): string => file.slice(0, file.lastIndexOf('/') + 1);
