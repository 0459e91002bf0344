/**
 * The mutants of a variant: specs that differ from it in one place of one function, each with a name that stays.
 *
 * Mutated is the spec, before anything is unrolled: one line of the code is one mutant, however many instances run it. The functions
 * of a spec are its code; what its processes do besides calling them is the environment and left alone, unless a process calls
 * nothing: then its body is the code.
 */
import {
  type Body,
  type Operation,
  openQuestion,
  readingInstead,
  releasingEither,
  type Spec,
  type Statement,
  type Variant,
} from '../../lang/index.ts';
import {
  canonicalText,
  Identities,
  lineage,
  type Owner,
  ownersIn,
  replacements,
  visitStatements,
} from '../../model/index.ts';
import { blocksIn, mapStatements, replaced, titleOf } from './blocks.ts';
import { actionsIn, type BodyOf, lockName } from './lock-effects.ts';
import { type Mutation, mutationsOf, type Operator } from './operators.ts';

/** What a mutant is called, and where it differs. Plain data. */
export interface MutantName {
  /** `vfio_pci_ioctl_reset: drop vfio_pci_zap_revoke_bars()`: unique in the variant. */
  readonly name: string;
  /** Function or role whose body is changed. */
  readonly fn: string;
  /** C text of the statement that is changed. */
  readonly step: string;
  readonly operator: Operator;
  readonly detail: string;
}

export interface Mutant extends MutantName {
  /** Functions and roles whose bodies differ from those of the base. */
  readonly changed: readonly string[];
  readonly spec: Spec;
  readonly variant: Variant;
}

/** The variant that a spec stands for: the first that is safe, else the base, for mutants of what is broken say little. */
export const mutatedVariant = ({ variants }: Spec): Variant =>
  variants.find(({ expect }) => Object.values(expect).every(({ kind }) => kind === 'holds')) ??
  variants[0];

/** Every mutant of a variant, in the order of its code; `only` names the functions or roles to mutate, null: all that is code. */
export function mutantsOf(
  spec: Spec,
  variant: Variant,
  only: readonly string[] | null = null,
): readonly Mutant[] {
  const owners = ownersIn(spec, variant);
  const maker = new Maker(spec, variant, owners);
  return owners
    .filter((owner) => (only === null ? isCode(owner) : only.includes(owner.name)))
    .flatMap((owner) => maker.mutantsIn(owner));
}

function isCode({ kind, body }: Owner): boolean {
  if (kind === 'function') return true;
  let calls = false;
  visitStatements(body, (statement) => {
    calls ||= statement.kind === 'call';
  });
  return !calls;
}

/** Bodies by the name of their owner. */
type Bodies = ReadonlyMap<string, Body>;

class Maker {
  readonly #spec: Spec;
  readonly #variant: Variant;
  readonly #owners: readonly Owner[];
  readonly #bodyOf: BodyOf;
  readonly #names = new Map<string, number>();

  constructor(spec: Spec, variant: Variant, owners: readonly Owner[]) {
    this.#spec = spec;
    this.#variant = variant;
    this.#owners = owners;
    const bodies = replacements(spec, variant);
    this.#bodyOf = ({ name, body }) => bodies.get(name) ?? body;
  }

  mutantsIn(owner: Owner): readonly Mutant[] {
    const seen = new Identities();
    const known = new Set([canonicalText(owner.body, seen)]);
    const isNew = (body: Body): boolean => {
      const text = canonicalText(body, seen);
      return !known.has(text) && known.add(text) !== undefined;
    };
    const single = blocksIn(owner.body).flatMap((site) =>
      mutationsOf(site, this.#bodyOf).flatMap((mutation) => {
        const body = site.put(mutation.block);
        return isNew(body) ? [this.#mutant(owner, mutation, new Map([[owner.name, body]]))] : [];
      }),
    );
    return [...single, ...this.#readLocks(owner)];
  }

  /** Every semaphore that the body takes for write, taken for read; whoever gives it back gives back what is held. */
  #readLocks(owner: Owner): readonly Mutant[] {
    return blocksIn(owner.body).flatMap(({ block, put }) =>
      block.flatMap((statement, at) => {
        const reading = statement.kind === 'operation' ? readingInstead(statement) : null;
        if (reading === null) return [];
        const body = put(replaced(block, at, [reading]));
        const step = titleOf(statement);
        const mutation = { operator: 'read lock', step, detail: '' } as const;
        const lock = actionsIn(statement).map((action) => lockName(action.lock))[0] as string;
        return [this.#mutant(owner, mutation, this.#released(lock, owner.name, body))];
      }),
    );
  }

  #released(lock: string, changed: string, body: Body): Bodies {
    const release = (statement: Statement): Statement =>
      (isRelease(statement, lock) ? releasingEither(statement) : null) ?? statement;
    const bodies = this.#owners.flatMap((owner): readonly [string, Body][] => {
      const before = owner.name === changed ? body : owner.body;
      const after = mapStatements(before, release);
      const identities = new Identities();
      const isSame = canonicalText(owner.body, identities) === canonicalText(after, identities);
      return isSame ? [] : [[owner.name, after]];
    });
    return new Map(bodies);
  }

  #mutant(owner: Owner, mutation: Omit<Mutation, 'block'>, bodies: Bodies): Mutant {
    const { operator, step, detail } = mutation;
    return Object.freeze({
      name: this.#unique(`${owner.name}: ${textOf(mutation)}`),
      fn: owner.name,
      step,
      operator,
      detail,
      changed: [...bodies.keys()],
      ...this.#instance(bodies),
    });
  }

  #unique(name: string): string {
    const number = (this.#names.get(name) ?? 0) + 1;
    this.#names.set(name, number);
    return number === 1 ? name : `${name} (${number})`;
  }

  /** A spec with this variant and those it starts from, of which nothing is expected. */
  #instance(bodies: Bodies): Pick<Mutant, 'spec' | 'variant'> {
    const chain = lineage(this.#spec, this.#variant).map((each) => ({
      ...each,
      expect: unknown(each),
    }));
    const functions = this.#owners.filter(({ kind }) => kind === 'function');
    const replace = Object.fromEntries(
      functions.flatMap(({ name }) => (bodies.has(name) ? [[name, bodies.get(name) as Body]] : [])),
    );
    const processes = this.#spec.processes.map((role) =>
      Object.freeze({ ...role, body: bodies.get(role.name) ?? role.body }),
    );
    const last = chain.at(-1) as Variant;
    if (Object.keys(replace).length === 0)
      return { spec: withVariants({ ...this.#spec, processes }, chain), variant: last };
    const variant: Variant = Object.freeze({
      ...last,
      name: MUTANT,
      from: last.name === '' || chain.length === 1 ? null : last.name,
      replace: Object.freeze(replace),
      set: Object.freeze({}),
    });
    return { spec: withVariants({ ...this.#spec, processes }, [...chain, variant]), variant };
  }
}

const MUTANT = 'mutant';

const withVariants = (spec: Spec, variants: readonly Variant[]): Spec =>
  Object.freeze({ ...spec, variants: Object.freeze(variants) as Spec['variants'] });

const unknown = ({ expect }: Variant): Variant['expect'] =>
  Object.fromEntries(Object.keys(expect).map((name) => [name, openQuestion('it is a mutant')]));

const isRelease = (statement: Statement, lock: string): statement is Operation =>
  statement.kind === 'operation' &&
  actionsIn(statement).some((each) => each.action === 'release' && lockName(each.lock) === lock);

/** What is done, with the C text: `drop a()`, `swap a() and b()`, `negate 'x' in if (x && y)`. */
export function textOf({ operator, step, detail }: Omit<Mutation, 'block'>): string {
  switch (operator) {
    case 'swap':
      return `swap ${step} and ${detail}`;
    case 'before lock':
      return `${step} before ${detail} is taken`;
    case 'after unlock':
      return `${step} after ${detail} is released`;
    case 'negate':
    case 'drop conjunct':
      return `${operator} '${detail}' in ${step}`;
    case 'drop condition':
      return `${step} ${detail}`;
    default:
      return `${operator} ${step}`;
  }
}
