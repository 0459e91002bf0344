/**
 * Spec + variant + configuration + constants -> model.
 *
 * Problems are collected, not thrown: a spec with three mistakes is reported with all three.
 */
import {
  type Binder,
  type Body,
  type Clause,
  type Configuration,
  type ExprNode,
  type FunctionDefinition,
  type Property,
  type Role,
  S_ASSERT,
  S_LOCKBAL,
  S_REF,
  type Settings,
  type Source,
  type Spec,
  type VariableDeclaration,
  type Variant,
} from '../lang/index.ts';
import { CellTable } from './cells.ts';
import { digestOf } from './digest.ts';
import { elementsOf } from './ground-domain.ts';
import {
  type CellTree,
  type ExpressionContext,
  groundExpression,
  literal,
} from './ground-expression.ts';
import { groundBody, type StatementContext } from './ground-statement.ts';
import { lineage, replacements, variantId, variantTitle } from './lineage.ts';
import type { GroundExpr, Model, ModelClause, ModelProcess, ModelProperty, Unit } from './model.ts';
import { ModelSize, ModelTooLarge } from './model-size.ts';
import { expressionText } from './print-expression.ts';
import { type Problem, Problems } from './problem.ts';
import { type ConstantValues, constantValues } from './settings.ts';
import { visitNodes } from './template.ts';
import { termsIn } from './terms.ts';
import { validateModel } from './validate-model.ts';
import { validateSpec } from './validate-spec.ts';

export interface Instance {
  readonly spec: Spec;
  readonly variant: Variant;
  readonly configuration: Configuration;
  /** What the command line sets, last of all. */
  readonly overrides: Settings;
}

export type Instantiated =
  | { readonly kind: 'model'; readonly model: Model }
  | { readonly kind: 'specError'; readonly problems: readonly Problem[] };

/** Builds and validates a model, and its spec. Cost: proportional to the size of the unrolled statement trees. */
export function instantiate(instance: Instance): Instantiated {
  const problems = new Problems(validateSpec(instance.spec));
  try {
    const model = new ModelBuilder(instance, problems).build();
    validateModel(model, problems);
    if (problems.all.length === 0) return Object.freeze({ kind: 'model', model });
  } catch (error) {
    if (!(error instanceof ModelTooLarge)) throw error;
    problems.report('E-SIZE', error.message, error.source ?? instance.spec.source, SMALLER);
  }
  return Object.freeze({ kind: 'specError', problems: problems.all });
}

/** What constants decide of an instance, for reading bodies without unrolling them. Problems are those of `instantiate`. */
export const constantContext = (instance: Instance): ExpressionContext =>
  new ModelBuilder(instance, new Problems()).expressionContext();

/** The value of every constant, as text. */
export const constantTexts = (instance: Instance): Readonly<Record<string, string>> =>
  constantValues(instance.spec.constants, settingsLayers(instance), new Problems()).texts;

const SMALLER = 'choose smaller constants: a search would never end';

interface RoleInstance {
  readonly role: Role;
  readonly name: string;
  /** Number within the role. */
  readonly instance: number;
}

/** The words of a configuration are not true any more once the command line sets one of its bounds. */
function boundsOf({ configuration: { name, bounds }, overrides }: Instance): string {
  const settings = Object.entries(overrides).map(([constant, value]) => `${constant}=${value}`);
  return settings.length === 0 ? bounds : `as in ${name} (${bounds}) but ${settings.join(', ')}`;
}

class ModelBuilder {
  readonly #instance: Instance;
  readonly #problems: Problems;
  readonly #size = new ModelSize();
  readonly #constants: ConstantValues;
  readonly #bodies: ReadonlyMap<string, Body>;
  readonly #instances: readonly RoleInstance[];
  readonly #cells: CellTable;
  readonly #units = new Map<string, Unit>();
  readonly #checked = new Set<string>();
  readonly #localCells = new Map<string, CellTree>();

  constructor(instance: Instance, problems: Problems) {
    this.#instance = instance;
    this.#problems = problems;
    this.#constants = constantValues(instance.spec.constants, settingsLayers(instance), problems);
    this.#bodies = replacements(instance.spec, instance.variant);
    this.#instances = instance.spec.processes.flatMap((role) => this.#instancesOf(role));
    const context = this.expressionContext();
    this.#cells = new CellTable(context, (node, indices, source) => {
      const bindings = new Map([...indices].map(([binder, index]) => [binder, literal(index)]));
      const at = { ...context, bindings, source };
      return node.values.map((value) => this.#literalValue(groundExpression(value, at), source));
    });
  }

  build(): Model {
    const { spec, variant, configuration } = this.#instance;
    const processes = this.#instances.map((each, index) => this.#process(each, index));
    const properties = this.#properties();
    const goals = configuration.goals.map(({ name, condition, source }) => {
      const context = { ...this.#propertyContext(), source };
      return Object.freeze({ name, condition: groundExpression(condition, context) });
    });
    const model = {
      id: variantId(spec, variant),
      configuration: configuration.name,
      summary: variant.summary,
      status: variant.status,
      bounds: boundsOf(this.#instance),
      mirrors: spec.mirrors,
      constants: this.#constants.texts,
      cells: Object.freeze([...this.#cells.cells]),
      processes: Object.freeze(processes),
      locks: Object.freeze([...this.#cells.locks]),
      properties: Object.freeze(properties),
      goals: Object.freeze(goals),
      units: Object.freeze([...this.#units.values()]),
    };
    return Object.freeze({ ...model, digest: digestOf(model) });
  }

  #instancesOf(role: Role): readonly RoleInstance[] {
    const exists = role.given === null || this.#bound({ node: role.given }) === 1;
    if (!exists) return [];
    if (role.count === null) return [{ role, name: role.name, instance: 0 }];
    const count = this.#bound(role.count);
    this.#size.add('processes', count, role.source);
    return Array.from({ length: count }, (_, instance) => ({
      role,
      name: `${role.name}[${instance}]`,
      instance,
    }));
  }

  #process({ role, name, instance }: RoleInstance, index: number): ModelProcess {
    const base = this.expressionContext();
    const locals = new Map(
      role.locals.map((each) => [each, this.#localCell(role.name, each, index)]),
    );
    const context: StatementContext = {
      ...base,
      self: index,
      role,
      owner: role.name,
      callers: [],
      bindings: new Map(role.instance === null ? [] : [[role.instance, literal(instance)]]),
      bindingTexts: new Map(role.instance === null ? [] : [[role.instance, String(instance)]]),
      operationUnit: null,
      locals,
      isShared: (cell) => this.#cells.cells[cell]?.kind !== 'local',
      bodyOf: (definition: FunctionDefinition) =>
        this.#bodies.get(definition.name) ?? definition.body,
      unit: (owner, label, unused, source) => this.#unit(owner, label, unused, source),
      noteCheck: (property) => this.#checked.add(property),
      localCells: (owner, declarations, process) =>
        new Map(declarations.map((each) => [each, this.#localCell(owner, each, process)])),
      initialOf: (cell) => this.#cells.cells[cell]?.initial[0] ?? 0,
    };
    return Object.freeze({ index, name, role: role.name, body: groundBody(role.body, context) });
  }

  #localCell(owner: string, variable: VariableDeclaration, process: number): CellTree {
    const key = `${process} ${owner} ${variable.name}`;
    const known = this.#localCells.get(key);
    if (known !== undefined) return known;
    const tree = this.#cells.local(variable, owner, process, this.#instances[process]?.name ?? '?');
    this.#localCells.set(key, tree);
    return tree;
  }

  /** Conditions that control passes through may be equal at two places of one body: a number tells their units apart. */
  #unit(owner: string, label: string, unused: string | null, source: Source): Unit {
    for (let number = 1; ; number++) {
      const id = number === 1 ? `${owner}: ${label}` : `${owner}: ${label} (${number})`;
      const known = this.#units.get(id);
      if (known?.source === source) return known;
      if (known !== undefined) continue;
      const unit = Object.freeze({ id, owner, label, unused, source });
      this.#units.set(id, unit);
      return unit;
    }
  }

  expressionContext(): ExpressionContext {
    return {
      problems: this.#problems,
      size: this.#size,
      bindings: new Map(),
      self: null,
      positions: false,
      processCount: this.#instances?.length ?? 0,
      source: this.#instance.spec.source,
      locals: new Map(),
      bound: (of) => this.#bound(of),
      instances: (role) => this.#roleInstances(role),
      constantValue: (name, source) => this.#constant(name, source),
      cells: (variable) => this.#cells.shared(variable),
    };
  }

  #propertyContext(): ExpressionContext {
    return { ...this.expressionContext(), positions: true };
  }

  #roleInstances(role: string | null): { first: number; names: readonly string[] } {
    const all = this.#instances ?? [];
    const mine = all.flatMap((each, index) =>
      role === null || each.role.name === role ? [{ ...each, index }] : [],
    );
    return { first: mine[0]?.index ?? 0, names: mine.map(({ name }) => name) };
  }

  #bound(of: number | { readonly node: Parameters<typeof groundExpression>[0] }): number {
    if (typeof of === 'number') return of;
    return this.#literalValue(groundExpression(of.node, this.expressionContext()));
  }

  #literalValue(expr: GroundExpr, source = this.#instance.spec.source): number {
    if (expr.kind === 'literal') return expr.value;
    const message = 'a bound or an initial value is not decided by constants';
    this.#problems.report('E-VALUE', message, source);
    return 0;
  }

  #constant(name: string, source: Source | null): number {
    const value = this.#constants.values.get(name);
    if (value !== undefined) return value;
    this.#problems.report(
      'E-NAME',
      `the constant '${name}' is used but not listed in the spec`,
      source,
      `add it to 'constants' of ${this.#instance.spec.id}`,
    );
    return 0;
  }

  #properties(): readonly ModelProperty[] {
    const own = this.#instance.spec.properties;
    // What the vocabulary asserts is checked in every spec that uses it, listed or not.
    const vocabulary = [S_LOCKBAL, S_ASSERT, S_REF].filter(
      ({ id }) => this.#checked.has(id) && own.every((each) => each.id !== id),
    );
    // What has neither a clause nor a check here (an importer's, in a configuration without one) says nothing of this model.
    return [...own, ...vocabulary]
      .map((each) => this.#property(each))
      .filter(({ clauses, hasChecks }) => clauses.length > 0 || hasChecks);
  }

  #rejectConstant(clause: Clause, { given, then }: ModelClause): void {
    if (given?.kind === 'literal' && given.value === 0 && !dependsOnConstants(clause)) {
      const message = `the premise of the clause '${clause.name}' is always false`;
      this.#problems.report('E-PROPERTY', message, clause.source, 'no state decides it');
    }
    if (then.kind !== 'literal' || dependsOnConstants(clause)) return;
    // A premise that must never hold says something.
    if (then.value === 0 && given !== null && given.kind !== 'literal') return;
    const message = `the clause '${clause.name}' is always ${then.value === 1 ? 'true' : 'false'}`;
    this.#problems.report('E-PROPERTY', message, clause.source, 'no state decides it');
  }

  #property({ id, sentence, clauses }: Property): ModelProperty {
    return Object.freeze({
      id,
      sentence,
      clauses: Object.freeze(clauses.flatMap((clause) => this.#clauses(clause)).filter(canApply)),
      hasChecks: this.#checked.has(id),
    });
  }

  #clauses(clause: Clause): readonly ModelClause[] {
    const context = { ...this.#propertyContext(), source: clause.source };
    const { binder } = clause;
    if (binder === null) {
      const made = makeClause(clause, context, null);
      this.#rejectConstant(clause, made);
      return [made];
    }
    return elementsOf(binder.domain, context).map(({ value, text }) =>
      makeClause(
        clause,
        { ...context, bindings: new Map([[binder, literal(value)]]) },
        { binder, text },
      ),
    );
  }
}

/** Whether the values of constants, or how many values a domain has, may decide a clause. */
function dependsOnConstants({ given, then }: Clause): boolean {
  let depends = false;
  for (const node of given === null ? [then] : [given, then]) {
    visitNodes(node, ({ kind }) => {
      depends ||= kind === 'constant' || kind === 'quantified';
    });
  }
  return depends;
}

/** A premise that constants alone make false is about something that this model does not have. */
const canApply = ({ given }: ModelClause): boolean =>
  given === null || given.kind !== 'literal' || given.value === 1;

function makeClause(
  clause: Clause,
  context: ExpressionContext,
  bound: { binder: Binder; text: string } | null,
): ModelClause {
  const naming = (binder: Binder): string => (binder === bound?.binder ? bound.text : binder.name);
  const decided = (node: ExprNode): number | null => {
    const ground = groundExpression(node, context);
    return ground.kind === 'literal' ? ground.value : null;
  };
  const { given, then } = clause;
  const text = (node: ExprNode): string => expressionText(node, naming, decided);
  return Object.freeze({
    name: bound === null ? clause.name : `${clause.name} [${bound.binder.name}=${bound.text}]`,
    given: given === null ? null : groundExpression(given, context),
    then: groundExpression(then, context),
    givenText: given === null ? null : text(given),
    thenText: text(then),
    terms: termsIn(given === null ? [then] : [given, then], text),
    source: clause.source,
  });
}

function settingsLayers({ spec, variant, configuration, overrides }: Instance) {
  return [
    {
      settings: configuration.set,
      by: `configuration '${configuration.name}'`,
      source: configuration.source,
    },
    ...lineage(spec, variant).map((each) => ({
      settings: each.set,
      by: variantTitle(each),
      source: each.source,
    })),
    { settings: overrides, by: '-c', source: null },
  ];
}
