/**
 * A spec: constants, processes, properties, configurations and variants, put together under one id.
 *
 * A spec is still a template: nothing here depends on the values of constants. `checker/model` turns spec, variant
 * and configuration into one frozen model.
 */

import type { Expr } from './expression.ts';
import type { Role } from './function.ts';
import type { Goal, Property } from './property.ts';
import type { RaceNote } from './race.ts';
import { captureSource, type Source } from './source.ts';
import type { Body } from './statement.ts';
import type { SurvivorNote } from './survivor.ts';
import type { ConstantDeclaration } from './variable.ts';

/** Values of constants by name, as they are written on the command line: `D3`, `2`, `yes`. */
export type Settings = Readonly<Record<string, string | number | boolean>>;

/** What is expected of a search: complete, that is, every property not named here must hold. */
export type Expectation =
  | { readonly kind: 'holds' }
  | {
      readonly kind: 'violates';
      readonly properties: readonly string[];
      readonly also: readonly Also[];
    }
  | { readonly kind: 'open question'; readonly question: string };

/** A violation beyond those of the domain tables, with one sentence why. */
export interface Also {
  readonly property: string;
  readonly because: string;
}

/** Expectation per configuration; the variant is run in exactly these. */
export type Expectations = Readonly<Record<string, Expectation>>;

export interface Configuration {
  readonly name: string;
  readonly summary: string;
  readonly size: 'small' | 'medium' | 'large';
  /** What is bounded, in words: `1 device, 2 VMAs, 2 touches`. */
  readonly bounds: string;
  readonly set: Settings;
  readonly goals: readonly Goal[];
  /** Whether the instances of interchangeable roles are taken as one, unless the command line says otherwise. */
  readonly symmetry: boolean;
  readonly source: Source;
}

/**
 * What has to be said wherever a result of the variant is told. `candidate`: code as it is stored or was posted, which violates
 * something here; nobody who maintains it has confirmed the defect.
 */
export type VariantStatus = 'candidate';

export interface Variant {
  readonly name: string;
  readonly summary: string;
  /** The variant whose bodies and settings it starts from; null: the base. */
  readonly from: string | null;
  readonly replace: Readonly<Record<string, Body>>;
  readonly set: Settings;
  /** Mail, commit, or `derived`. */
  readonly ref: string;
  readonly status: VariantStatus | null;
  readonly expect: Expectations;
  /** Races of this variant, beside those that the spec as a whole knows. */
  readonly races: readonly RaceNote[];
  readonly source: Source;
}

export interface Spec {
  readonly id: string;
  readonly summary: string;
  /** Kernel version and files that it mirrors, or the textbook. */
  readonly mirrors: string;
  readonly constants: readonly ConstantDeclaration[];
  readonly processes: readonly Role[];
  readonly properties: readonly Property[];
  readonly configurations: readonly Configuration[];
  /** What is known of accesses without a common lock, in every variant. */
  readonly races: readonly RaceNote[];
  /** What is known of mutants that nobody notices. */
  readonly survivors: readonly SurvivorNote[];
  /** Whether a race that no note is about fails a check; so it is where the spec says anything of races, be it an empty list. */
  readonly areRacesJudged: boolean;
  /** Chains of locks by name, each taken inside the one before it. */
  readonly lockOrder: readonly (readonly string[])[];
  /** The first is the base. */
  readonly variants: readonly [Variant, ...Variant[]];
  /** Whether the base has a name of its own in ids (`family/spec/v4`) or is the spec (`family/spec`). */
  readonly baseIsNamed: boolean;
  readonly source: Source;
}

/** Every property holds and there is no deadlock. */
export const allHold: Expectation = Object.freeze({ kind: 'holds' });

export const also = (property: string, because: string): Also =>
  Object.freeze({ property, because });

/** Exactly these properties are violated; `deadlock` is one of them. */
export function violates(...entries: readonly (string | Also)[]): Expectation {
  return Object.freeze({
    kind: 'violates',
    properties: Object.freeze(entries.filter((entry) => typeof entry === 'string')),
    also: Object.freeze(entries.filter((entry) => typeof entry !== 'string')),
  });
}

export const openQuestion = (question: string): Expectation =>
  Object.freeze({ kind: 'open question', question });

export interface ConfigurationOptions {
  readonly summary?: string;
  readonly size?: Configuration['size'];
  readonly bounds: string;
  readonly set?: Settings;
  readonly goals?: readonly Goal[];
  /** For configurations that are too large without: see `--symmetry`. */
  readonly symmetry?: boolean;
}

export function configuration(name: string, options: ConfigurationOptions): Configuration {
  return Object.freeze({
    name,
    summary: options.summary ?? '',
    size: options.size ?? 'small',
    bounds: options.bounds,
    set: Object.freeze({ ...options.set }),
    goals: Object.freeze([...(options.goals ?? [])]),
    symmetry: options.symmetry ?? false,
    source: captureSource(),
  });
}

export interface VariantOptions {
  readonly summary: string;
  readonly from?: string;
  readonly replace?: Readonly<Record<string, Body>>;
  readonly set?: Settings;
  readonly ref: string;
  /** Of this variant alone: one that starts `from` it has none. */
  readonly status?: VariantStatus;
  readonly expect: Expectations;
  /** What is true of this variant alone: `expectedRace(...)`, `benignRace(...)`. */
  readonly races?: readonly RaceNote[];
}

/** The base, or another variant of it, with named functions replaced in full and constants set. */
export function variant(name: string, options: VariantOptions): Variant {
  return Object.freeze({
    name,
    summary: options.summary,
    from: options.from ?? null,
    replace: Object.freeze({ ...options.replace }),
    set: Object.freeze({ ...options.set }),
    ref: options.ref,
    status: options.status ?? null,
    expect: Object.freeze({ ...options.expect }),
    races: Object.freeze([...(options.races ?? [])]),
    source: captureSource(),
  });
}

/** A base that has no name of its own: its id is that of the spec. */
export type UnnamedBase = Omit<VariantOptions, 'from' | 'replace' | 'set'> & {
  readonly name?: never;
};

export interface SpecOptions {
  readonly summary: string;
  readonly mirrors: string;
  readonly constants?: readonly Expr<never>[] | readonly Expr<unknown>[];
  readonly processes: readonly Role[];
  readonly properties: readonly Property[];
  /**
   * Races that are benign, and variables that are no memory of the kernel's, each with its reason. With a list, be it empty, any
   * other race fails a check; without one, only `ordeal races` looks for them.
   */
  readonly races?: readonly RaceNote[];
  /** Mutants of the code that no property notices, each with the reason why none should. */
  readonly survivors?: readonly SurvivorNote[];
  /** The order in which locks nest, outermost first: `[['mmap_lock', 'memory_lock']]`. */
  readonly lockOrder?: readonly (readonly string[])[];
  readonly configurations: readonly Configuration[];
  /** The base: made with `variant('NAME', ...)` it is `family/spec/NAME`. */
  readonly base: Variant | UnnamedBase;
  readonly variants?: readonly Variant[];
}

/** Puts a spec together. `id` is `family/name`. */
export function spec(id: string, options: SpecOptions): Spec {
  const { base: given } = options;
  const baseIsNamed = 'source' in given;
  const base = 'source' in given ? given : variant('', given);
  return Object.freeze({
    id,
    summary: options.summary,
    mirrors: options.mirrors,
    constants: Object.freeze((options.constants ?? []).map(constantOf)),
    processes: Object.freeze([...options.processes]),
    properties: Object.freeze([...options.properties]),
    races: Object.freeze([...(options.races ?? [])]),
    survivors: Object.freeze([...(options.survivors ?? [])]),
    areRacesJudged: options.races !== undefined,
    lockOrder: Object.freeze((options.lockOrder ?? []).map((chain) => Object.freeze([...chain]))),
    configurations: Object.freeze([...options.configurations]),
    variants: Object.freeze([base, ...(options.variants ?? [])] as const),
    baseIsNamed,
    source: captureSource(),
  });
}

function constantOf(expr: Expr<unknown>): ConstantDeclaration {
  if (expr.node.kind !== 'constant')
    throw new TypeError('constants: expected what constant(...) returned');
  return expr.node.constant;
}
