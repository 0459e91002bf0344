/**
 * The rule on types: what stands beside each other has one domain. The compiler says most of it earlier; specs in plain
 * JavaScript and casts get past it.
 */
import type { AnyDomain, Call, Effect, ExprNode, Source, Statement } from '../../lang/index.ts';
import { expressionText } from '../print-expression.ts';
import type { Problems } from '../problem.ts';
import { childrenOf, effectsOf, expressionsOf } from '../template.ts';
import {
  ANY_SET,
  areCompatible,
  domainOfPlace,
  isScalarDomain,
  operandTypes,
  typeOf,
  typeOfDomain,
} from '../template-types.ts';

/** Reports operands, arguments and values of the wrong type in a statement; `source` is its place. */
export function checkStatementTypes(statement: Statement, problems: Problems): void {
  const rule = new TypeRule(statement.source, problems);
  for (const node of expressionsOf(statement)) rule.expression(node);
  if (statement.kind === 'step') for (const effect of effectsOf(statement)) rule.effect(effect);
  if (statement.kind === 'step' && statement.guard !== null) rule.condition(statement.guard);
  const isCondition = statement.kind !== 'step' && 'condition' in statement;
  if (isCondition && statement.condition !== null) rule.condition(statement.condition);
  if (statement.kind === 'call') rule.call(statement);
}

/** Reports operands of the wrong type in a condition of a property or a goal. */
export function checkConditionTypes(node: ExprNode, source: Source, problems: Problems): void {
  const rule = new TypeRule(source, problems);
  rule.expression(node);
  rule.condition(node);
}

class TypeRule {
  readonly #source: Source;
  readonly #problems: Problems;

  constructor(source: Source, problems: Problems) {
    this.#source = source;
    this.#problems = problems;
  }

  expression(node: ExprNode): void {
    for (const child of childrenOf(node)) this.expression(child);
    const source = 'source' in node ? node.source : this.#source;
    if (node.kind === 'operator') this.#operation(node);
    if (node.kind === 'quantified' && typeOf(node.body) !== 'boolean') {
      this.#report(`the body of ${node.quantifier}(...)`, node.body, 'boolean', source);
    }
    if (node.kind !== 'element') return;
    const array = domainOfPlace(node.array);
    if (array?.kind !== 'array') return;
    const index = typeOfDomain(array.index);
    if (areCompatible(typeOf(node.index), index)) return;
    this.#report(`the index of '${expressionText(node.array)}'`, node.index, index, source);
  }

  condition(node: ExprNode): void {
    const type = typeOf(node);
    if (type === null || type === 'boolean') return;
    this.#report('the condition', node, 'boolean', this.#source);
  }

  call({ definition, args }: Call): void {
    for (const [index, { name, domain }] of definition.params.entries()) {
      const arg = args[index];
      if (arg === undefined) continue;
      const type = typeOfDomain(domain);
      if (areCompatible(typeOf(arg), type)) continue;
      this.#report(`the argument '${name}' of ${definition.name}()`, arg, type, this.#source);
    }
  }

  effect(effect: Effect): void {
    if (effect.kind === 'choose' && effect.where !== null) this.condition(effect.where);
    const place = domainOfPlace(effect.place);
    if (place === null) return;
    if (effect.kind === 'assignAll') this.#assignedAll(effect, typeOfDomain(place));
    else this.#assigned(effect, place);
  }

  #assigned(effect: Exclude<Effect, { kind: 'assignAll' }>, place: AnyDomain): void {
    const type = typeOfDomain(place);
    const text = expressionText(effect.place);
    if (!isScalarDomain(place)) {
      const message = `'${text}' is an ${type}; a step assigns scalars`.replace(
        'an record',
        'a record',
      );
      this.#problems.report('E-TYPE', message, this.#source);
    } else if (effect.kind === 'assign') {
      if (place.kind === 'optional' && mayBeNegative(effect.value)) this.#mayBeNone(text);
      if (areCompatible(typeOf(effect.value), type)) return;
      this.#report(`what is assigned to '${text}'`, effect.value, type, this.#source);
    } else if (!areCompatible(typeOfDomain(effect.binder.domain), type)) {
      const given = typeOfDomain(effect.binder.domain);
      const message = `what is chosen for '${text}' is ${given}, not ${type}`;
      this.#problems.report('E-TYPE', message, this.#source);
    }
  }

  #mayBeNone(text: string): void {
    const message = `what is assigned to '${text}' may be below 0, which would pass for NONE`;
    const help = 'assign it to a variable of a range first: there it is an ERROR of the run';
    this.#problems.report('E-VALUE', message, this.#source, help);
  }

  #assignedAll({ place, value }: Effect & { kind: 'assignAll' }, type: string): void {
    const element = type.replace(/^(array of )+/, '');
    if (element.startsWith('record of ') || areCompatible(typeOf(value), element)) return;
    this.#report(
      `what is assigned to all of '${expressionText(place)}'`,
      value,
      element,
      this.#source,
    );
  }

  #operation(node: Extract<ExprNode, { kind: 'operator' }>): void {
    for (const [index, wanted] of operandTypes(node).entries()) {
      const operand = node.operands[index];
      if (operand === undefined) continue;
      if (areCompatible(typeOf(operand), wanted) && isScalar(operand)) continue;
      const type =
        wanted === ANY_SET ? 'a set' : isScalar(operand) ? (wanted as string) : 'a scalar';
      this.#report(`in '${expressionText(node)}'`, operand, type, node.source);
    }
  }

  #report(what: string, given: ExprNode, wanted: string, source: Source): void {
    const message = `${what}: '${expressionText(given)}' is ${typeOf(given)}, not ${wanted}`;
    this.#problems.report('E-TYPE', message, source);
  }
}

/** Whether arithmetic or a range decides the value, and may give one below 0. NONE itself does not count. */
function mayBeNegative(node: ExprNode): boolean {
  if (node.kind === 'named' || node.kind === 'marked') return mayBeNegative(node.of);
  if (node.kind === 'operator' && node.operator === 'if') {
    return node.operands.slice(1).some(mayBeNegative);
  }
  if (node.kind === 'operator' && node.operator === 'add') {
    return node.operands.some(mayBeNegative);
  }
  if (node.kind === 'operator') return node.operator === 'sub';
  const domain = domainOf(node);
  return domain?.kind === 'range' && !(typeof domain.low === 'number' && domain.low >= 0);
}

function domainOf(node: ExprNode): AnyDomain | null {
  if (node.kind === 'literal') return node.domain;
  if (node.kind === 'constant') return node.constant.domain;
  return node.kind === 'binder' ? node.binder.domain : domainOfPlace(node);
}

function isScalar(node: ExprNode): boolean {
  const domain = domainOfPlace(node);
  return domain === null || isScalarDomain(domain);
}
