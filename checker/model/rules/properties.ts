/**
 * Rules on properties and goals: each says something about the state, and what they name exists.
 */
import type { ExprNode, PositionNode, Property, Source, Spec } from '../../lang/index.ts';
import { type Problems, suggest } from '../problem.ts';
import { bodiesOf, statementsOf, visitNodes, visitStatements } from '../template.ts';
import { unitLabel } from '../unit-label.ts';
import { checkConditionTypes } from './types.ts';
import { VOCABULARY } from './variants.ts';

/** Reports properties that mention nothing, checks of unknown properties, and positions that do not exist. */
export function checkProperties(spec: Spec, problems: Problems): void {
  const checked = checkChecks(spec, problems);
  for (const property of spec.properties) checkProperty(property, checked, problems);
  for (const { name, condition, source } of spec.configurations.flatMap(({ goals }) => goals)) {
    if (readsState(condition)) continue;
    problems.report('E-PROPERTY', `the goal '${name}' reads nothing of the state`, source);
  }
  const labels = labelsByFunction(spec);
  for (const { node, source } of conditionsOf(spec)) {
    checkConditionTypes(node, source, problems);
    visitNodes(node, (each) => {
      if (each.kind === 'position') checkPosition(each, labels, problems);
    });
  }
}

/** The names of the properties that checks assert. */
function checkChecks(spec: Spec, problems: Problems): ReadonlySet<string> {
  const valid = [...spec.properties.map(({ id }) => id), ...VOCABULARY];
  const checked = new Set<string>();
  for (const { body } of bodiesOf(spec)) {
    visitStatements(body, (each) => {
      if (each.kind !== 'check') return;
      checked.add(each.property);
      if (valid.includes(each.property)) return;
      const message = `the check asserts '${each.property}', which is no property of ${spec.id}`;
      problems.report('E-NAME', message, each.source, suggest(each.property, valid));
    });
  }
  return checked;
}

function checkProperty(
  { id, clauses, source }: Property,
  checked: ReadonlySet<string>,
  problems: Problems,
): void {
  if (clauses.length === 0 && !checked.has(id)) {
    const help = 'give it clauses, or write a check of it';
    problems.report('E-PROPERTY', `the property '${id}' mentions nothing`, source, help);
  }
  for (const clause of clauses) {
    if (readsState(clause.then) || (clause.given !== null && readsState(clause.given))) continue;
    const message = `the clause '${clause.name}' of '${id}' reads nothing of the state`;
    problems.report('E-PROPERTY', message, clause.source, 'it is always true, or always false');
  }
}

function readsState(node: ExprNode): boolean {
  let reads = false;
  visitNodes(node, ({ kind }) => {
    reads ||= kind === 'variable' || kind === 'position';
  });
  return reads;
}

interface Condition {
  readonly node: ExprNode;
  readonly source: Source;
}

/** What properties and goals say of a state. */
function conditionsOf({ properties, configurations }: Spec): readonly Condition[] {
  const clauses = properties.flatMap((property) => property.clauses);
  return [
    ...clauses.flatMap(({ given, source }) => (given === null ? [] : [{ node: given, source }])),
    ...clauses.map(({ then, source }) => ({ node: then, source })),
    ...configurations
      .flatMap(({ goals }) => goals)
      .map(({ condition, source }) => ({ node: condition, source })),
  ];
}

/** The labels that positions may name, by function; those of an operation are one. */
function labelsByFunction(spec: Spec): ReadonlyMap<string, readonly string[]> {
  const byName = new Map<string, string[]>();
  for (const { kind, name, body } of bodiesOf(spec)) {
    if (kind !== 'function') continue;
    const labels = byName.get(name) ?? [];
    visitStatements(statementsOf(body), (each) => labels.push(unitLabel(each) ?? ''));
    byName.set(name, labels);
  }
  return byName;
}

function checkPosition(
  { predicate, fn, label, source }: PositionNode,
  labels: ReadonlyMap<string, readonly string[]>,
  problems: Problems,
): void {
  if (fn === null) return;
  const known = labels.get(fn);
  if (known === undefined) {
    const message = `'${predicate}' asks for '${fn}', which no process calls`;
    problems.report('E-NAME', message, source, suggest(fn, [...labels.keys()]));
  } else if (label !== null && !known.includes(label)) {
    const valid = known.filter((each) => each !== '');
    const message = `'${predicate}' asks for the step '${label}', which '${fn}' does not have`;
    problems.report('E-NAME', message, source, suggest(label, valid));
  }
}
