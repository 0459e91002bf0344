/**
 * Whether what a variant changes ever happens: its steps against those of the variant that it starts from.
 *
 * Compared are the ground models in the same configuration, line by line, so that a changed constant counts as much as
 * a changed body, and a moved step counts as changed.
 */
import { modelOf } from '../explore/index.ts';
import type { Spec } from '../lang/index.ts';
import {
  type Block,
  type GroundStatement,
  lineage,
  type Model,
  unreachable,
} from '../model/index.ts';
import { changedItems } from './sequence.ts';
import type { Searched, VariantRun } from './vacuity.ts';

interface Line {
  readonly text: string;
  /** The step of the spec that it belongs to. */
  readonly unit: string | null;
}

/** Why the variant differs from its origin in nothing that happens; null if something does, or if that cannot be said from this run. */
export function idleChange({ spec, variant, searches, origins }: VariantRun): string | null {
  const origin = lineage(spec, variant).at(-2);
  if (origin === undefined) return null;
  let hasChange = false;
  for (const searched of searches) {
    const { configuration } = searched.model;
    const known = origins.find(({ model }) => model.configuration === configuration);
    const before = known?.model ?? originModel(spec, origin.name, configuration);
    if (before === null) return null;
    if (before.digest === searched.model.digest) continue;
    hasChange = true;
    if (mayHappen(before, searched, known)) return null;
  }
  return hasChange
    ? 'none of the steps that the variant changes or removes fires'
    : `the variant is the same model as '${origin.name || spec.id}'`;
}

/** For a configuration that the origin is not run in; null if it has no model there. */
function originModel(spec: Spec, variant: string, configuration: string): Model | null {
  const built = modelOf(spec, { variant, configuration, overrides: {} });
  return built.kind === 'model' ? built.model : null;
}

/** Whether a changed step fires, or a removed one does in the origin; or whether it is unknown, or something else than steps differs. */
function mayHappen(
  origin: Model,
  { model, result }: Searched,
  known: Searched | undefined,
): boolean {
  if (cellsText(origin) !== cellsText(model)) return true;
  const before = linesOf(origin);
  const after = linesOf(model);
  const { added, removed } = changedItems(before, after, ({ text }) => text);
  if (added.length === 0 && removed.length === 0) return true;
  const fired = (lines: readonly Line[], covered: readonly string[]): boolean =>
    lines.some(({ unit }) => unit === null || covered.includes(unit));
  if (fired(added, result.coverage.units)) return true;
  if (removed.length === 0) return false;
  return known === undefined || fired(removed, known.result.coverage.units);
}

/** Variables with their domains and initial values, whatever their order. */
const cellsText = ({ cells }: Model): string =>
  cells
    .map(({ name, domain, initial }) => JSON.stringify([name, domain, initial]))
    .sort()
    .join('\n');

/** A model as lines that do not depend on how its cells are numbered. */
function linesOf(model: Model): readonly Line[] {
  const printer = new LinePrinter(model);
  for (const { name, body } of model.processes) printer.block(body, name);
  return printer.lines;
}

class LinePrinter {
  readonly lines: Line[] = [];
  readonly #model: Model;
  #unit: string | null = null;
  #checks = '';

  constructor(model: Model) {
    this.#model = model;
  }

  block(block: Block, path: string): void {
    for (const statement of block) {
      this.#line(statement, path);
      for (const [name, inner] of blocksOf(statement)) this.block(inner, `${path} / ${name}`);
    }
  }

  #line(statement: GroundStatement, path: string): void {
    const { kind } = statement;
    if (kind === 'check') {
      // Evaluated as part of the step that follows, so it belongs to the line of that step.
      this.#checks += `check ${statement.property} ${this.#text(statement.condition)}; `;
    } else if ('unit' in statement) {
      const content = this.#text(contentOf(statement));
      this.#unit = statement.unit.id;
      this.lines.push({
        text: `${path} / ${this.#checks}${this.#unit} ${content}`,
        unit: this.#unit,
      });
      this.#checks = '';
    } else if (kind === 'label' || kind === 'goto' || kind === 'return' || kind === 'stop') {
      // Passed through with the step before.
      const target = kind === 'label' ? statement.name : kind === 'goto' ? statement.label : '';
      this.lines.push({ text: `${path} / ${kind} ${target}`, unit: this.#unit });
    }
  }

  #text(content: unknown): string {
    return JSON.stringify(content, (key, value: unknown) =>
      key === 'cell' && typeof value === 'number' ? this.#model.cells[value]?.name : value,
    );
  }
}

type UnitStatement = Extract<GroundStatement, { readonly unit: unknown }>;

/** What the step itself does, without the blocks inside it. */
function contentOf(statement: UnitStatement): unknown {
  if (statement.kind === 'step') return [statement.guard, statement.effects];
  return 'condition' in statement ? statement.condition : null;
}

/** The blocks inside a statement, each with what tells it from the others. */
function blocksOf(statement: GroundStatement): readonly (readonly [string, Block])[] {
  switch (statement.kind) {
    case 'when':
      return [
        ['then', statement.then],
        ['else', statement.otherwise],
      ];
    case 'oneOf':
      return statement.branches.map((branch) => ['or', branch]);
    case 'scope':
      return [[statement.binding ?? '', statement.body]];
    case 'call':
      return [[`${statement.fn}(${statement.args.join(', ')})`, statement.body]];
    case 'while':
    case 'atomically':
      return [[statement.kind, statement.body]];
    case 'step':
    case 'check':
    case 'label':
    case 'goto':
    case 'return':
    case 'stop':
      return [];
    default:
      return unreachable(statement);
  }
}
