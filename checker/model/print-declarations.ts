/**
 * Constants, variables and locks as C-like declarations: what `show` prints in front of the functions.
 */
import type {
  AnyDomain,
  ExprNode,
  InitialNode,
  ScalarDomain,
  VariableDeclaration,
} from '../lang/index.ts';
import { unreachable } from './ground-domain.ts';
import { expressionText } from './print-expression.ts';
import { binderText, domainName } from './print-statement.ts';

/** The declarations of a variable, one line for each scalar of a record: `bool mapped[bar] = false;` */
export function variableLines({ name, domain, initial }: VariableDeclaration): readonly string[] {
  return scalarsOf(name, '', domain, initial).map(({ path, dimensions, of, value }) => {
    const values = valuesText(of);
    return `${typeText(of)} ${path}${dimensions} = ${value};${values === null ? '' : ` /* ${values} */`}`;
  });
}

/** A lock, whose fields belong to the vocabulary: `struct rw_semaphore memory_lock;` */
export function lockLine({ name, domain }: VariableDeclaration, hasQueue: boolean): string {
  let of: AnyDomain = domain;
  let dimensions = '';
  while (of.kind === 'array') {
    dimensions += `[${domainName(of.index)}]`;
    of = of.element;
  }
  const isMutex = of.kind === 'record' && 'owner' in of.fields;
  const remark = hasQueue
    ? ' /* a writer that finds it taken queues first, in a step of its own */'
    : '';
  return `struct ${isMutex ? 'mutex' : 'rw_semaphore'} ${name}${dimensions};${remark}`;
}

interface Scalar {
  readonly path: string;
  readonly dimensions: string;
  readonly of: ScalarDomain;
  readonly value: string;
}

function scalarsOf(
  path: string,
  dimensions: string,
  domain: AnyDomain,
  initial: InitialNode,
): readonly Scalar[] {
  if (domain.kind === 'array') {
    const of = initial.kind === 'elements' ? initial.element : initial;
    const over = domainName(domain.index);
    const index = initial.kind === 'elements' ? binderText(initial.binder) : over;
    return scalarsOf(path, `${dimensions}[${index}]`, domain.element, of);
  }
  if (domain.kind === 'record') {
    return Object.entries(domain.fields).flatMap(([field, of]) => {
      const value = initial.kind === 'fields' ? (initial.fields[field] ?? initial) : initial;
      return scalarsOf(`${path}${dimensions}.${field}`, '', of, value);
    });
  }
  const values = initial.kind === 'alternatives' ? initial.values : [];
  const value = values.map((each) => initialText(each)).join(' | ');
  return [{ path, dimensions, of: domain, value }];
}

const initialText = (node: ExprNode): string => expressionText(node);

/** The type that a declaration begins with. */
export function typeText(domain: ScalarDomain): string {
  switch (domain.kind) {
    case 'boolean':
      return 'bool';
    case 'range':
      return 'int';
    case 'enum':
    case 'index':
    case 'process':
      return `${domain.kind === 'enum' ? 'enum ' : ''}${domainName(domain)}`;
    case 'optional':
      return typeText(domain.of);
    case 'set':
      return `set<${domainName(domain.of)}>`;
    default:
      return unreachable(domain);
  }
}

/** The values that the type does not say; null where it says all. */
function valuesText(domain: ScalarDomain): string | null {
  switch (domain.kind) {
    case 'range':
      return domainName(domain);
    case 'enum':
      return domain.members.join(', ');
    case 'optional':
      return [valuesText(domain.of), 'or NULL'].filter((text) => text !== null).join(' ');
    case 'boolean':
    case 'index':
    case 'process':
    case 'set':
      return null;
    default:
      return unreachable(domain);
  }
}
