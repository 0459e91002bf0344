/**
 * The types of expressions in a spec, worked out again from the domains: for what the compiler did not see (specs in plain
 * JavaScript, casts) and what its types cannot say.
 */
import type { AnyDomain, ExprNode, ScalarDomain } from '../lang/index.ts';
import { unreachable } from './ground-domain.ts';

/** A type by its name: `boolean`, `number`, `power`, `set of bar`; null where nothing is known. */
export type TypeName = string | null;

const NUMBERS = new Set(['number', 'process']);
const OPTIONAL = ' or NONE';
const SET = 'set of ';
/** The type of the empty set, which is one over any domain. */
export const ANY_SET = '{}';

/** Whether a value of one type may stand beside, or be assigned to, one of the other. */
export function areCompatible(a: TypeName, b: TypeName): boolean {
  if (a === null || b === null || a === b) return true;
  // A process is used as the number that it is, and an optional as the value that valueOf() promises.
  if (NUMBERS.has(a) && NUMBERS.has(b)) return true;
  if (a === 'NONE' || b === 'NONE') return a.endsWith(OPTIONAL) || b.endsWith(OPTIONAL);
  if (a === ANY_SET || b === ANY_SET) return a.startsWith(SET) || b.startsWith(SET);
  const [plainA, plainB] = [a.replace(OPTIONAL, ''), b.replace(OPTIONAL, '')];
  return (plainA !== a || plainB !== b) && areCompatible(plainA, plainB);
}

export function typeOfDomain(domain: AnyDomain): string {
  const { kind } = domain as { readonly kind: string };
  if (kind === 'none') return 'NONE';
  if (kind === 'emptySet') return ANY_SET;
  switch (domain.kind) {
    case 'boolean':
      return 'boolean';
    case 'enum':
    case 'index':
      return domain.name;
    case 'range':
      return 'number';
    case 'process':
      return 'process';
    case 'optional':
      return `${typeOfDomain(domain.of)}${OPTIONAL}`;
    case 'set':
      return `${SET}${typeOfDomain(domain.of)}`;
    case 'array':
      return `array of ${typeOfDomain(domain.element)}`;
    case 'record':
      return `record of ${Object.keys(domain.fields).join(', ')}`;
    default:
      return unreachable(domain);
  }
}

/** The domain of a place: of a variable, an element of an array, a field of a record; null if there is no such place. */
export function domainOfPlace(node: ExprNode): AnyDomain | null {
  if (node.kind === 'variable') return node.variable.domain;
  if (node.kind === 'element') {
    const array = domainOfPlace(node.array);
    return array?.kind === 'array' ? array.element : null;
  }
  if (node.kind !== 'field') return null;
  const record = domainOfPlace(node.record);
  return record?.kind === 'record' ? (record.fields[node.field] ?? null) : null;
}

/** The type of the values of an expression. */
export function typeOf(node: ExprNode): TypeName {
  switch (node.kind) {
    case 'literal':
      return typeOfDomain(node.domain);
    case 'constant':
      return typeOfDomain(node.constant.domain);
    case 'binder':
      return typeOfDomain(node.binder.domain);
    case 'self':
      return 'process';
    case 'marked':
    case 'named':
      return typeOf(node.of);
    case 'variable':
    case 'element':
    case 'field': {
      const domain = domainOfPlace(node);
      return domain === null ? null : typeOfDomain(domain);
    }
    case 'operator':
      return typeOfOperation(node);
    case 'quantified':
      return node.quantifier === 'count' ? 'number' : 'boolean';
    case 'position':
      return 'boolean';
    default:
      return unreachable(node);
  }
}

type Operation = Extract<ExprNode, { readonly kind: 'operator' }>;

function typeOfOperation({ operator, operands }: Operation): TypeName {
  const [first, second] = operands;
  switch (operator) {
    case 'add':
    case 'sub':
    case 'size':
      return 'number';
    case 'if':
      return joined(second, operands[2]);
    case 'with':
    case 'without':
    case 'union':
    case 'intersect':
    case 'minus':
      return joined(first, operator === 'with' || operator === 'without' ? undefined : second);
    default:
      return 'boolean';
  }
}

/** The more telling of two types that are compatible: NONE and {} fit many. */
function joined(a: ExprNode | undefined, b: ExprNode | undefined): TypeName {
  const [typeA, typeB] = [a === undefined ? null : typeOf(a), b === undefined ? null : typeOf(b)];
  if (typeA === null || typeA === ANY_SET) return typeB ?? typeA;
  if (typeA === 'NONE')
    return typeB === null || typeB.endsWith(OPTIONAL) ? typeB : `${typeB}${OPTIONAL}`;
  return typeB === 'NONE' && !typeA.endsWith(OPTIONAL) ? `${typeA}${OPTIONAL}` : typeA;
}

/** The types that the operands of an operation should have; null where any will do. */
export function operandTypes({ operator, operands }: Operation): readonly TypeName[] {
  const [first, second, third] = operands.map(typeOf) as [TypeName, TypeName, TypeName];
  switch (operator) {
    case 'not':
    case 'and':
    case 'or':
    case 'implies':
      return operands.map(() => 'boolean');
    case 'eq':
    case 'ne':
    case 'lt':
    case 'le':
      return [null, first];
    case 'add':
    case 'sub':
      return ['number', 'number'];
    case 'if':
      // A value on one side and NONE on the other make an optional.
      return ['boolean', null, second === 'NONE' || third === 'NONE' ? null : second];
    case 'in':
      return [memberType(second), ANY_SET];
    case 'with':
    case 'without':
      return [ANY_SET, memberType(first)];
    case 'union':
    case 'intersect':
    case 'minus':
    case 'subset':
      return [ANY_SET, first];
    case 'size':
      return [ANY_SET];
    default:
      return unreachable(operator);
  }
}

const memberType = (type: TypeName): TypeName =>
  type?.startsWith(SET) === true ? type.slice(SET.length) : null;

export const isScalarDomain = (domain: AnyDomain): domain is ScalarDomain =>
  domain.kind !== 'array' && domain.kind !== 'record';
