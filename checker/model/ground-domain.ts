/**
 * Domains with their bounds filled in: how many values, what they are called.
 */
import type { AnyDomain, Bound, ElementDomain, ScalarDomain } from '../lang/index.ts';
import type { ValueDomain } from './model.ts';
import { ModelSize } from './model-size.ts';

/** What a domain needs to know of the model under construction. */
export interface DomainContext {
  bound(of: Bound): number;
  /** Names of the process instances, all or of one role, with the number of the first. */
  instances(role: string | null): { readonly first: number; readonly names: readonly string[] };
}

/** The largest set domain: masks stay below 2^30, so that they are small integers everywhere. */
export const MOST_SET_MEMBERS = 30;

export function groundDomain(domain: ScalarDomain, context: DomainContext): ValueDomain {
  switch (domain.kind) {
    case 'boolean':
      return valueDomain('boolean', 0, 1, ['false', 'true']);
    case 'enum':
      return valueDomain('enum', 0, domain.members.length - 1, domain.members);
    case 'range':
      return valueDomain('range', context.bound(domain.low), context.bound(domain.high), null);
    case 'index':
      return valueDomain('index', 0, context.bound(domain.size) - 1, null);
    case 'process': {
      const { first, names } = context.instances(domain.role);
      return valueDomain('process', first, first + names.length - 1, names);
    }
    case 'optional': {
      const of = groundDomain(domain.of, context);
      const named = valueDomain('optional', -1, of.high, ['NULL', ...valueNames(of, 0)]);
      return Object.freeze({ ...named, first: of.low });
    }
    case 'set': {
      // Bit i stands for the value i, so that membership is a shift whatever the domain.
      const of = groundDomain(domain.of, context);
      const members = valueNames(of, 0);
      return Object.freeze({
        kind: 'set',
        low: 0,
        high: 2 ** members.length - 1,
        first: of.low,
        names: null,
        members: Object.freeze(members),
      });
    }
    default:
      return unreachable(domain);
  }
}

function valueDomain(
  kind: ValueDomain['kind'],
  low: number,
  high: number,
  names: readonly string[] | null,
): ValueDomain {
  return Object.freeze({
    kind,
    low,
    high,
    first: low,
    names: names === null ? null : Object.freeze([...names]),
    members: null,
  });
}

function valueNames(domain: ValueDomain, from: number): readonly string[] {
  ModelSize.values(domain.high + 1 - from, null);
  const names = [];
  for (let value = from; value <= domain.high; value++) names.push(valueText(domain, value));
  return names;
}

/** The values of a domain in declared order, with their text. */
export function elementsOf(
  domain: ElementDomain,
  context: DomainContext,
): readonly { readonly value: number; readonly text: string }[] {
  const ground = groundDomain(domain, context);
  ModelSize.values(ground.high - ground.low + 1, null);
  const elements = [];
  for (let value = ground.low; value <= ground.high; value++)
    elements.push({ value, text: valueText(ground, value) });
  return elements;
}

/** A value as it is printed: `D3`, `2`, `true`, `{user[0], admin}`; out of its domain, the bare number. */
export function valueText(domain: ValueDomain, value: number): string {
  if (domain.members !== null) {
    return `{${domain.members.filter((_, bit) => (value & (1 << bit)) !== 0).join(', ')}}`;
  }
  return domain.names?.[value - domain.low] ?? String(value);
}

/** Whether a value is one of the domain: an optional or a set may start above the values that its bounds allow for. */
export function contains({ kind, low, high, first }: ValueDomain, value: number): boolean {
  if (value < low || value > high) return false;
  if (kind === 'optional') return value === -1 || value >= first;
  return kind !== 'set' || (value & (2 ** first - 1)) === 0;
}

/** Whether the domain is a scalar that one cell holds. */
export const isScalar = (domain: AnyDomain): domain is ScalarDomain =>
  domain.kind !== 'array' && domain.kind !== 'record';

/** Closes a switch over a union. */
export function unreachable(value: never): never {
  throw new Error(`not a known kind: ${JSON.stringify(value)}`);
}
