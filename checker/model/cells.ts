/**
 * The cells of a model: every variable that something mentions, taken apart into scalars.
 */
import type {
  AnyDomain,
  Binder,
  EnumDomain,
  InitialNode,
  Source,
  VariableDeclaration,
} from '../lang/index.ts';
import {
  contains,
  type DomainContext,
  elementsOf,
  groundDomain,
  MOST_SET_MEMBERS,
  valueText,
} from './ground-domain.ts';
import type { CellTree } from './ground-expression.ts';
import type { Cell, ModelLock, ValueDomain } from './model.ts';
import type { ModelSize } from './model-size.ts';
import type { Problems } from './problem.ts';

/** The values of an initial node, where these binders have these values. */
export type InitialValues = (
  node: InitialNode & { kind: 'alternatives' },
  indices: ReadonlyMap<Binder, number>,
  source: Source,
) => readonly number[];

export interface CellContext extends DomainContext {
  readonly problems: Problems;
  readonly size: ModelSize;
}

interface Placement {
  readonly variable: VariableDeclaration;
  readonly process: number | null;
  /** Indices of the arrays around, as far as initial values ask for them. */
  readonly indices: ReadonlyMap<Binder, number>;
}

const NO_INDICES: ReadonlyMap<Binder, number> = new Map();

/** Allocates cells on first mention, in the order of mention. */
export class CellTable {
  readonly #cells: Cell[] = [];
  readonly #locks: ModelLock[] = [];
  readonly #shared = new Map<VariableDeclaration, CellTree>();
  readonly #byName = new Map<string, VariableDeclaration>();
  readonly #identifiers = new Set<string>();
  readonly #enumerations = new Map<string, EnumDomain>();
  readonly #problems: Problems;
  readonly #size: ModelSize;
  readonly #context: DomainContext;
  readonly #initialValue: InitialValues;

  constructor(context: CellContext, initialValue: InitialValues) {
    this.#problems = context.problems;
    this.#size = context.size;
    this.#context = context;
    this.#initialValue = initialValue;
  }

  get cells(): readonly Cell[] {
    return this.#cells;
  }

  get locks(): readonly ModelLock[] {
    return this.#locks;
  }

  /** The cells of a variable that is not a local. */
  shared(variable: VariableDeclaration): CellTree {
    const known = this.#shared.get(variable);
    if (known !== undefined) return known;
    if (this.#byName.has(variable.name)) {
      this.#problems.report(
        'E-DUPLICATE',
        `two variables are called '${variable.name}'`,
        variable.source,
      );
    }
    this.#byName.set(variable.name, variable);
    const tree = this.#place(variable.domain, variable.initial, variable.name, {
      variable,
      process: null,
      indices: NO_INDICES,
    });
    this.#shared.set(variable, tree);
    return tree;
  }

  /** New cells for a local; two locals of one process with the same name are told apart by their owner. */
  local(
    variable: VariableDeclaration,
    owner: string,
    process: number,
    processName: string,
  ): CellTree {
    const plain = `${processName}.${variable.name}`;
    const name = this.#cells.some((cell) => cell.name.startsWith(plain))
      ? `${processName}.${owner}.${variable.name}`
      : plain;
    return this.#place(variable.domain, variable.initial, name, {
      variable,
      process,
      indices: NO_INDICES,
    });
  }

  #place(domain: AnyDomain, initial: InitialNode, name: string, placement: Placement): CellTree {
    if (domain.kind === 'array') {
      const elements = elementsOf(domain.index, this.#context);
      const trees = elements.map(({ text, value }) => {
        const [of, indices] = elementInitial(initial, value, placement.indices);
        return this.#place(domain.element, of, `${name}[${text}]`, { ...placement, indices });
      });
      return Object.freeze({
        kind: 'array',
        low: elements[0]?.value ?? 0,
        elements: Object.freeze(trees),
        name,
      });
    }
    if (domain.kind === 'record') return this.#placeRecord(domain.fields, initial, name, placement);
    return Object.freeze({ kind: 'cell', cell: this.#add(domain, initial, name, placement) });
  }

  #placeRecord(
    fields: Readonly<Record<string, AnyDomain>>,
    initial: InitialNode,
    name: string,
    placement: Placement,
  ): CellTree {
    const trees = Object.entries(fields).map(([field, of]) => {
      const value = initial.kind === 'fields' ? (initial.fields[field] ?? initial) : initial;
      return [field, this.#place(of, value, `${name}.${field}`, placement)] as const;
    });
    const record: Record<string, CellTree> = Object.fromEntries(trees);
    if (placement.variable.kind === 'lock') this.#addLock(name, record);
    return Object.freeze({ kind: 'record', fields: Object.freeze(record) });
  }

  #addLock(name: string, record: Readonly<Record<string, CellTree>>): void {
    const cellOf = (field: string): number | null => {
      const tree = record[field];
      return tree?.kind === 'cell' ? tree.cell : null;
    };
    const owner = cellOf('owner');
    this.#locks.push(
      Object.freeze({
        name,
        kind: owner === null ? 'rwsem' : 'mutex',
        writer: owner ?? (cellOf('writer') as number),
        readers: cellOf('readers'),
        waiting: cellOf('waiting'),
      }),
    );
  }

  #checkDomain(
    { kind, first, members }: ValueDomain,
    name: string,
    { source }: VariableDeclaration,
  ): void {
    if (members !== null && members.length > MOST_SET_MEMBERS) {
      const message = `'${name}' is a set over ${members.length} members; at most ${MOST_SET_MEMBERS} fit`;
      this.#problems.report('E-SIZE', message, source);
    }
    // A set has no bit for such a value, and an optional stores NONE as -1.
    if (first < 0 && (kind === 'set' || kind === 'optional')) {
      const what = kind === 'set' ? 'a set' : 'an optional';
      const message = `'${name}' is ${what} of values from ${first} on; they have to begin at 0 or above`;
      this.#problems.report('E-VALUE', message, source);
    }
  }

  /** Values are told apart by the name of their domain and their own, in types and in traces. */
  #checkMembers(domain: AnyDomain, source: Source): void {
    if (domain.kind === 'optional' || domain.kind === 'set') this.#checkMembers(domain.of, source);
    if (domain.kind !== 'enum') return;
    const known = this.#enumerations.get(domain.name) ?? domain;
    this.#enumerations.set(domain.name, known);
    if (known !== domain)
      this.#problems.report(
        'E-DUPLICATE',
        `two enumerations are called '${domain.name}'`,
        source,
        'rename one',
      );
    const twice = domain.members.find((member, at) => domain.members.indexOf(member) !== at);
    if (twice === undefined) return;
    const message = `the enumeration '${domain.name}' has '${twice}' twice`;
    this.#problems.report('E-DUPLICATE', message, source);
  }

  #add(
    domain: AnyDomain,
    initial: InitialNode,
    name: string,
    { variable, process, indices }: Placement,
  ): number {
    this.#size.add('variables', 1, variable.source);
    const ground = groundDomain(domain as Parameters<typeof groundDomain>[0], this.#context);
    this.#checkDomain(ground, name, variable);
    this.#checkMembers(domain, variable.source);
    const values =
      initial.kind === 'alternatives' ? this.#initialValue(initial, indices, variable.source) : [];
    for (const value of values) {
      if (contains(ground, value)) continue;
      this.#problems.report(
        'E-VALUE',
        `the initial value ${value} of '${name}' is outside its domain ${valueText(ground, ground.low)}..${valueText(ground, ground.high)}`,
        variable.source,
      );
    }
    const index = this.#cells.length;
    this.#cells.push(
      Object.freeze({
        index,
        name,
        identifier: this.#identifierFor(name),
        kind: variable.kind,
        domain: ground,
        initial: Object.freeze([...new Set(values)]),
        process,
        isAtomic: variable.isAtomic,
      }),
    );
    return index;
  }

  #identifierFor(name: string): string {
    const identifier = safeIdentifier(name, this.#identifiers);
    this.#identifiers.add(identifier);
    return identifier;
  }
}

function elementInitial(
  initial: InitialNode,
  index: number,
  indices: ReadonlyMap<Binder, number>,
): readonly [InitialNode, ReadonlyMap<Binder, number>] {
  if (initial.kind !== 'elements') return [initial, indices];
  return [initial.element, new Map([...indices, [initial.binder, index]])];
}

/** A name of letters, digits and underscores, not taken yet: safe in TLA+ and Promela. */
export function safeIdentifier(name: string, taken: ReadonlySet<string>): string {
  const base = name
    .replace(/[^A-Za-z0-9]+/g, '_')
    .replace(/^(\d)/, '_$1')
    .replace(/_$/, '');
  let identifier = base === '' ? 'x' : base;
  for (let n = 2; taken.has(identifier); n++) identifier = `${base}_${n}`;
  return identifier;
}
