/**
 * Rules on constants: their domain and default are plain values, and something reads each of them.
 */
import type {
  ConstantDeclaration,
  ExprNode,
  InitialNode,
  Spec,
  VariableDeclaration,
} from '../../lang/index.ts';
import type { Problems } from '../problem.ts';
import { allowedValues, isValueOf } from '../settings.ts';
import {
  bodiesOf,
  domainNodes,
  effectsOf,
  expressionsOf,
  type Owner,
  visitNodes,
  visitStatements,
} from '../template.ts';

/** Reports constants that cannot be set, and those that change nothing when they are. */
export function checkConstants(spec: Spec, problems: Problems): void {
  const read = new ConstantReader().read(spec);
  for (const constant of spec.constants) {
    const { name, domain, initial, source } = constant;
    if (domainNodes(domain).length > 0) {
      const message = `the domain of the constant '${name}' depends on another constant`;
      problems.report('E-VALUE', message, source, 'write its bounds as numbers');
    }
    if (initial.kind !== 'literal') {
      const message = `the default of the constant '${name}' is not a plain value`;
      problems.report('E-VALUE', message, source);
    } else if (!isValueOf(constant, initial.value) && domainNodes(domain).length === 0) {
      const message = `the default ${initial.value} of the constant '${name}' is outside of its domain`;
      problems.report('E-VALUE', message, source, allowedValues(constant));
    }
    if (read.has(constant)) continue;
    const help = 'setting it would change nothing; read it, or remove it';
    problems.report('E-UNUSED', `nothing reads the constant '${name}'`, source, help);
  }
}

/** Collects the constants that a spec reads, in expressions and in the bounds of domains. */
class ConstantReader {
  readonly #constants = new Set<ConstantDeclaration>();
  readonly #variables = new Set<VariableDeclaration>();

  read(spec: Spec): ReadonlySet<ConstantDeclaration> {
    for (const { count, given, locals } of spec.processes) {
      if (given !== null) this.#expression(given);
      if (count !== null && typeof count !== 'number') this.#expression(count.node);
      for (const local of locals) this.#variable(local);
    }
    for (const owner of bodiesOf(spec)) this.#owner(owner);
    for (const { binder, given, then } of spec.properties.flatMap(({ clauses }) => clauses)) {
      const bounds = binder === null ? [] : domainNodes(binder.domain);
      for (const node of [...bounds, then, ...(given === null ? [] : [given])])
        this.#expression(node);
    }
    for (const { condition } of spec.configurations.flatMap(({ goals }) => goals)) {
      this.#expression(condition);
    }
    return this.#constants;
  }

  #owner({ body, definition }: Owner): void {
    for (const local of definition?.locals ?? []) this.#variable(local);
    for (const param of definition?.params ?? []) this.#all(domainNodes(param.domain));
    visitStatements(body, (statement) => {
      this.#all(expressionsOf(statement));
      if (statement.kind !== 'step') return;
      for (const effect of effectsOf(statement)) {
        if (effect.kind === 'choose') this.#all(domainNodes(effect.binder.domain));
      }
    });
  }

  #all(nodes: readonly ExprNode[]): void {
    for (const node of nodes) this.#expression(node);
  }

  #expression(node: ExprNode): void {
    visitNodes(node, (each) => {
      if (each.kind === 'constant') this.#constants.add(each.constant);
      if (each.kind === 'variable') this.#variable(each.variable);
      if (each.kind === 'quantified' || each.kind === 'binder') {
        this.#all(domainNodes(each.binder.domain));
      }
    });
  }

  #variable(variable: VariableDeclaration): void {
    if (this.#variables.has(variable)) return;
    this.#variables.add(variable);
    this.#all(domainNodes(variable.domain));
    this.#initial(variable.initial);
  }

  #initial(initial: InitialNode): void {
    if (initial.kind === 'alternatives') this.#all(initial.values);
    else if (initial.kind === 'elements') this.#initial(initial.element);
    else for (const field of Object.values(initial.fields)) this.#initial(field);
  }
}
