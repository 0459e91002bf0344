/**
 * Rules on names: well formed, and each the name of one thing.
 */
import type { FunctionDefinition, Source, Spec } from '../../lang/index.ts';
import { DEADLOCK } from '../model.ts';
import type { Problems } from '../problem.ts';
import { bodiesOf } from '../template.ts';

interface Named {
  readonly name: string;
  readonly source: Source;
}

const ID = /^[a-z0-9]+(-[a-z0-9]+)*\/[a-z0-9]+(-[a-z0-9]+)*$/;
/** What may stand in `family/spec/variant[configuration]:property` without ending it. */
const PLAIN = /^[A-Za-z0-9_]+([-.=][A-Za-z0-9_]+)*$/;
const IDENTIFIER = /^[A-Za-z_]\w*$/;
const RESERVED = [DEADLOCK, 'ERROR'];

/** Reports ids and names that are not well formed, and names given twice. */
export function checkNames(spec: Spec, problems: Problems): void {
  if (!ID.test(spec.id)) {
    const help = "an id is 'family/spec', in lower-case letters, digits and hyphens";
    problems.report('E-ID', `'${spec.id}' is not the id of a spec`, spec.source, help);
  }
  const properties = spec.properties.map(({ id, source }) => ({ name: id, source }));
  const variants = spec.variants.filter(({ name }) => name !== '');
  checkAll('variant', variants, PLAIN, problems);
  checkAll('configuration', spec.configurations, PLAIN, problems);
  checkAll('property', properties, PLAIN, problems);
  checkAll('constant', spec.constants, PLAIN, problems);
  checkAll('process', spec.processes, PLAIN, problems);
  for (const { name, source } of properties.filter((each) => RESERVED.includes(each.name))) {
    problems.report('E-DUPLICATE', `the property '${name}' is built in`, source, 'rename yours');
  }
  checkParts(spec, problems);
  checkFunctions(spec, problems);
}

function checkAll(kind: string, all: readonly Named[], shape: RegExp, problems: Problems): void {
  for (const { name, source } of all) {
    if (shape.test(name)) continue;
    const help = shape === IDENTIFIER ? 'write it as in C' : 'use letters, digits, - and _';
    problems.report('E-ID', `'${name}' is not the name of a ${kind}`, source, help);
  }
  reportTwice(kind, all, problems);
}

function reportTwice(kind: string, all: readonly Named[], problems: Problems): void {
  const seen = new Set<string>();
  for (const { name, source } of all) {
    if (seen.has(name)) {
      problems.report('E-DUPLICATE', `another ${kind} is called '${name}'`, source, 'rename one');
    }
    seen.add(name);
  }
}

/** Clauses of one property and goals of one configuration. */
function checkParts(spec: Spec, problems: Problems): void {
  for (const { id, clauses } of spec.properties)
    reportTwice(`clause of property '${id}'`, clauses, problems);
  for (const { name, goals } of spec.configurations)
    reportTwice(`goal of configuration '${name}'`, goals, problems);
}

/** Locals of one owner share a namespace, and so do parameters. */
function checkLocals(
  spec: Spec,
  definitions: Iterable<FunctionDefinition>,
  problems: Problems,
): void {
  for (const { name, locals } of spec.processes)
    reportTwice(`local of '${name}'`, locals, problems);
  for (const { name, params, locals, source } of definitions) {
    const named = params.map((param) => ({ name: param.name, source }));
    reportTwice(`local or parameter of '${name}'`, [...named, ...locals], problems);
  }
}

/** A variant replaces functions by name, so one name is one definition. */
function checkFunctions(spec: Spec, problems: Problems): void {
  const definitions = new Set<FunctionDefinition>();
  for (const { definition } of bodiesOf(spec)) {
    if (definition !== null) definitions.add(definition);
  }
  checkAll('function', [...definitions], IDENTIFIER, problems);
  checkLocals(spec, definitions, problems);
  for (const { name, source } of definitions) {
    if (spec.processes.every((each) => each.name !== name)) continue;
    // Coverage and traces speak of a step by the name of its owner.
    problems.report('E-DUPLICATE', `a process is called '${name}' too`, source, 'rename one');
  }
}
