/**
 * A variant as C-like pseudo-code: what `show` prints. Constants are decided, parameters go by name, every function stands once.
 *
 * Printed is the spec, not the unrolled model: a patch of the kernel that moves a line moves a line here.
 */
import type { Body, Clause, ExprNode, Role, VariableDeclaration } from '../lang/index.ts';
import { constantContext, constantTexts, type Instance } from './instantiate.ts';
import { variantId } from './lineage.ts';
import { Mentions } from './mentions.ts';
import { lockLine, typeText, variableLines } from './print-declarations.ts';
import { byName, expressionText } from './print-expression.ts';
import { binderText, bodyLines, INDENT } from './print-statement.ts';
import { decideBy, decidedBy, resolveBody } from './resolve.ts';
import { statusText } from './status.ts';
import { type Owner, ownersOf, visitStatements } from './template.ts';

/** A part of the listing: a diff compares parts of the same key, and names them by `name`. */
export interface Section {
  readonly key: string;
  readonly name: string;
  readonly lines: readonly string[];
}

/** `family/spec/variant [configuration]`. */
export const titleOf = ({ spec, variant, configuration }: Instance): string =>
  `${variantId(spec, variant)} [${configuration.name}]`;

/** Prints a variant in a configuration, ending with a newline; an empty line stands between two sections. */
export function printModel(instance: Instance): string {
  const texts = sectionsOf(instance).map(({ lines }) => lines.join('\n'));
  return `${texts.join('\n\n')}\n`;
}

/** Conditions without the parts that constants decide. */
type TextOf = (node: ExprNode) => string;

/** The listing in parts: header, declarations, functions, processes, properties, goals. */
export function sectionsOf(instance: Instance): readonly Section[] {
  const { spec, configuration } = instance;
  const owners = ownersInInstance(instance);
  const mentions = new Mentions();
  for (const { body } of owners) mentions.addBody(body);
  for (const { given, then } of spec.properties.flatMap(({ clauses }) => clauses)) {
    if (given !== null) mentions.addExpression(given);
    mentions.addExpression(then);
  }
  for (const { condition } of configuration.goals) mentions.addExpression(condition);
  const processes = owners.filter(({ kind }) => kind === 'process');
  const decided = decidedBy(decideBy(constantContext(instance)));
  const textOf: TextOf = (node) => expressionText(node, byName, decided);
  const sections = [
    constantSection(instance),
    ...declarationSections(mentions, textOf),
    ...calleesFirst(owners).map(functionSection),
    ...processes.map((owner) => processSection(owner, spec.processes)),
    ...propertySections(instance, textOf),
    goalSection(instance, textOf),
  ].filter(({ lines }) => lines.length > 0);
  return [headerSection(instance, legendOf(sections)), ...sections];
}

/** The owners of bodies that exist with these constants, with the sides of `given` chosen. */
function ownersInInstance(instance: Instance): readonly Owner[] {
  const context = constantContext(instance);
  const decide = decideBy(context);
  const processes = instance.spec.processes.filter(({ given, count }) => {
    const number = count === null ? 1 : context.bound(count);
    return number > 0 && (given === null || decide(given) !== false);
  });
  const read = (body: Body) => resolveBody(body, decide);
  return ownersOf(instance.spec, instance.variant, { processes, read });
}

/** The functions in the order of a C file: each behind those that it calls. */
function calleesFirst(owners: readonly Owner[]): readonly Owner[] {
  const ordered = new Set<Owner>();
  const entered = new Set<Owner>();
  const visit = (owner: Owner): void => {
    if (entered.has(owner)) return;
    entered.add(owner);
    visitStatements(owner.body, (statement) => {
      if (statement.kind !== 'call') return;
      const callee = owners.find(({ definition }) => definition === statement.definition);
      if (callee !== undefined) visit(callee);
    });
    if (owner.kind === 'function') ordered.add(owner);
  };
  owners.forEach(visit);
  return [...ordered];
}

const section = (key: string, name: string, lines: readonly string[]): Section =>
  Object.freeze({ key, name, lines });

const titled = (title: string, lines: readonly string[]): readonly string[] =>
  lines.length === 0 ? [] : [`/* ${title} */`, ...lines];

const LEGEND: readonly (readonly [sign: RegExp, meaning: string])[] = [
  [/^ *either /, 'either: one of the branches whose first step can run is taken'],
  [/\/\* rest\b/, 'rest: a thread may stay there for ever'],
  [/ waits for /, 'waits for C: the thread is blocked while C is false'],
  [/ only if /, 'only if C: the branch is not taken while C is false'],
  [/^#if /, '#if: decided for each value of the parameter or loop variable'],
];

/** What the signs mean that occur in the listing. */
function legendOf(sections: readonly Section[]): readonly string[] {
  const lines = sections.flatMap((each) => each.lines);
  return LEGEND.filter(([sign]) => lines.some((line) => sign.test(line))).map(
    ([, meaning]) => ` * ${meaning}`,
  );
}

function headerSection(instance: Instance, legend: readonly string[]): Section {
  const { spec, variant, configuration } = instance;
  return section('header', '', [
    '/*',
    ` * ${titleOf(instance)}: ${variant.summary}`,
    ` * mirrors ${spec.mirrors}; reference: ${variant.ref}`,
    ...(variant.status === null ? [] : [` * status: ${statusText(variant.status)}`]),
    ` * bounds: ${configuration.bounds}`,
    ...(legend.length === 0 ? [] : [' *', ...legend]),
    ' */',
  ]);
}

/** An enumeration may be named as the only constant that has its values. */
const typed = (type: string, name: string): string =>
  type.endsWith(` ${name}`) ? type : `${type} ${name}`;

function constantSection(instance: Instance): Section {
  const texts = constantTexts(instance);
  const lines = instance.spec.constants.map(
    ({ name, domain, summary }) =>
      `const ${typed(typeText(domain), name)} = ${texts[name]}; /* ${summary} */`,
  );
  return section('constants', 'constants', titled('constants', lines));
}

/** By name, so that the order in which bodies mention variables is no difference between two variants. */
function declarationSections(
  { variables, queues, terms }: Mentions,
  textOf: TextOf,
): readonly Section[] {
  const named = [...variables].toSorted((a, b) => (a.name < b.name ? -1 : 1));
  const of = (kind: VariableDeclaration['kind']) => named.filter((each) => each.kind === kind);
  const definitions = [...terms]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, node]) => `#define ${name} (${textOf(node)})`);
  return [
    section('variables', 'variables', titled('variables', of('shared').flatMap(variableLines))),
    section(
      'ghosts',
      'ghosts',
      titled('ghosts: read by properties only', of('ghost').flatMap(variableLines)),
    ),
    section(
      'locks',
      'locks',
      titled(
        'locks',
        of('lock').map((each) => lockLine(each, queues.has(each))),
      ),
    ),
    section('terms', 'terms', titled('terms', definitions)),
  ];
}

function functionSection({ name, body, definition }: Owner): Section {
  const params = (definition?.params ?? []).map((each) => `${typeText(each.domain)} ${each.name}`);
  const head = `static void ${name}(${params.length === 0 ? 'void' : params.join(', ')})`;
  const remarks = [definition?.mirrors, definition?.title].filter(
    (text) => text !== undefined && text !== null && text !== `${name}()`,
  );
  const locals = definition?.locals ?? [];
  const comment = remarks.length === 0 ? [] : [`/* ${remarks.join('; ')} */`];
  return section(`function ${name}`, head, [...comment, head, ...braced(body, locals)]);
}

function braced(body: Owner['body'], locals: readonly VariableDeclaration[]): readonly string[] {
  const declared = locals.flatMap(variableLines).map((line) => `${INDENT}${line}`);
  const gap = declared.length === 0 ? [] : [''];
  return ['{', ...declared, ...gap, ...bodyLines(body), '}'];
}

function processSection({ name, body }: Owner, roles: readonly Role[]): Section {
  const role = roles.find((each) => each.name === name) as Role;
  const { count, instance, locals } = role;
  const number =
    count === null ? null : typeof count === 'number' ? String(count) : expressionText(count.node);
  const numbered = instance === null ? '' : `${instance.name} < `;
  const head = `process ${name}${number === null ? '' : `[${numbered}${number}]`}`;
  return section(`process ${name}`, head, [head, ...braced(body, locals)]);
}

function propertySections({ spec }: Instance, textOf: TextOf): readonly Section[] {
  return spec.properties.map(({ id, sentence, clauses }) =>
    section(`property ${id}`, `property ${id}`, [
      `property ${id} /* ${sentence} */`,
      ...clauses.map((clause) => clauseLine(clause, textOf)),
    ]),
  );
}

function clauseLine({ name, binder, given, then }: Clause, textOf: TextOf): string {
  const each = binder === null ? '' : `for each ${binderText(binder)}: `;
  const premise = given === null ? '' : `${textOf(given)} => `;
  return `${INDENT}${name}: ${each}${premise}${textOf(then)}`;
}

function goalSection({ configuration }: Instance, textOf: TextOf): Section {
  const lines = configuration.goals.map(
    ({ name, condition }) => `${INDENT}${name}: ${textOf(condition)}`,
  );
  const title = `goals of ${configuration.name}: must be reachable`;
  return section('goals', 'goals', titled(title, lines));
}
