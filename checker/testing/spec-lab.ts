/**
 * Searches of a spec for its test: a variant in a configuration, with a constant changed or a statement taken out.
 *
 * It owns no expectations; `ordeal check` holds every variant to its own. Searches run on the compiled engine.
 */
import { searchModel } from '../explore/index.ts';
import { type Settings, type Spec, type Variant, variant } from '../lang/index.ts';
import { instantiate } from '../model/index.ts';
import type { SearchResult } from '../semantics/index.ts';
import { functionsOf, without } from './edit-body.ts';

/** What is done to a variant before it is searched. */
export interface Edit {
  /** Statements taken out, by function: their text as `show` prints it. */
  readonly drop?: Readonly<Record<string, readonly string[]>>;
  readonly set?: Settings;
}

export class SpecLab {
  readonly #spec: Spec;

  constructor(spec: Spec) {
    this.#spec = spec;
  }

  /** Names of the small configurations, in the order of the spec. */
  get small(): readonly string[] {
    return this.#spec.configurations.filter(({ size }) => size === 'small').map(({ name }) => name);
  }

  variant(name: string): Variant {
    const found = this.#spec.variants.find((each) => each.name === name);
    if (found === undefined) throw new Error(`no variant ${name}`);
    return found;
  }

  /** Searches a variant in a configuration, whether or not it is run there otherwise. */
  search(of: string, configuration: string, edit: Edit = {}): SearchResult {
    const found = this.#spec.configurations.find(({ name }) => name === configuration);
    if (found === undefined) throw new Error(`no configuration ${configuration}`);
    const built = instantiate({
      spec: this.#spec,
      variant: this.#edited(this.variant(of), edit),
      configuration: found,
      overrides: edit.set ?? {},
    });
    if (built.kind === 'specError') throw new Error(JSON.stringify(built.problems, null, 2));
    return searchModel({ model: built.model, limits: {}, engine: 'compiled', hooks: {} });
  }

  /** Violated properties with the length of their shortest trace. */
  violations(of: string, configuration: string, edit: Edit = {}): Record<string, number> {
    const { verdicts } = this.search(of, configuration, edit);
    return Object.fromEntries(
      verdicts.flatMap((verdict) =>
        verdict.kind === 'violated'
          ? [[verdict.property, verdict.finding.path.steps.length] as const]
          : [],
      ),
    );
  }

  /** Who does what on the shortest way to a violation. */
  trace(of: string, configuration: string, property: string): readonly string[] {
    const { verdicts } = this.search(of, configuration);
    const verdict = verdicts.find((each) => each.property === property);
    if (verdict?.kind !== 'violated') throw new Error(`${property} is not violated`);
    return verdict.finding.path.steps.map(({ process, label }) => `${process}: ${label}`);
  }

  /** Goals of the configuration that the variant does not reach. */
  missedGoals(of: string, configuration: string, edit: Edit = {}): readonly string[] {
    const { goals } = this.search(of, configuration, edit).coverage;
    const wanted = this.#spec.configurations.find(({ name }) => name === configuration)?.goals;
    return (wanted ?? []).map(({ name }) => name).filter((name) => !goals.includes(name));
  }

  #edited(of: Variant, { drop = {} }: Edit): Variant {
    const functions = functionsOf(this.#spec);
    const replaced = Object.entries(drop).map(([name, texts]) => {
      const body = of.replace[name] ?? functions.get(name)?.body ?? [];
      return [name, without(body, ...texts)] as const;
    });
    if (replaced.length === 0) return of;
    return variant('edited', {
      ...(of === this.#spec.variants[0] ? {} : { from: of.name }),
      summary: 'one step less',
      replace: Object.fromEntries(replaced),
      ref: 'test',
      expect: {},
    });
  }
}
