/**
 * The words of an answer about orders, shared by its renderings: names for numbers, chains for precedences, sentences for reasons.
 */
import {
  closureOf,
  freeGroups,
  layersOf,
  type Order,
  type OrdersAnswer,
  orderText,
  type Precedence,
  type Requirements,
  reduction,
  type Why,
} from '../../analyse/index.ts';
import type { Settings } from '../../lang/index.ts';

export class Words {
  readonly #answer: OrdersAnswer;

  constructor(answer: OrdersAnswer) {
    this.#answer = answer;
  }

  unit(unit: number): string {
    return this.#answer.units[unit]?.name ?? '';
  }

  list(units: readonly number[]): string {
    return units.map((unit) => this.unit(unit)).join(', ');
  }

  order(order: Order): string {
    return orderText(this.#answer.units, order);
  }

  pair({ before, after }: Precedence): string {
    return `${this.unit(before)} < ${this.unit(after)}`;
  }

  pattern(precedences: readonly Precedence[]): string {
    return precedences.map((pair) => this.pair(pair)).join(' and ');
  }

  /** Precedences one after the other, those that continue each other as one: `a < b < c`. */
  chains(pairs: readonly Precedence[]): string {
    const chains: number[][] = [];
    for (const { before, after } of pairs) {
      const last = chains.at(-1);
      if (last?.at(-1) === before) last.push(after);
      else chains.push([before, after]);
    }
    return chains.map((chain) => chain.map((unit) => this.unit(unit)).join(' < ')).join('; ');
  }

  /** As a chain of layers where they are one, with what was fixed; else one by one, without that. */
  chain({ required }: Pick<Requirements, 'required'>): string {
    if (required.length === 0) return 'nothing';
    const { fixed } = this.#answer;
    const closure = closureOf([...required, ...fixed]);
    const layers = layersOf(closure);
    if (layers === null) {
      const given = new Set(closureOf(fixed).map((pair) => this.pair(pair)));
      return this.#grouped(reduction(closure).filter((pair) => !given.has(this.pair(pair))));
    }
    return layers
      .map((layer) => (layer.length === 1 ? this.list(layer) : `{${this.list(layer)}}`))
      .join(' < ');
  }

  /** `a < {b, c}; b < d`. */
  #grouped(pairs: readonly Precedence[]): string {
    const befores = [...new Set(pairs.map(({ before }) => before))];
    return befores
      .map((before) => {
        const afters = pairs.filter((pair) => pair.before === before).map(({ after }) => after);
        const right = afters.length === 1 ? this.list(afters) : `{${this.list(afters)}}`;
        return `${this.unit(before)} < ${right}`;
      })
      .join('; ');
  }

  free(requirements: Pick<Requirements, 'free'>): string {
    const groups = freeGroups(requirements.free);
    if (groups.length === 0) return 'nothing';
    return groups
      .map((group) => `${this.list(group)}${group.length > 2 ? ' among themselves' : ''}`)
      .join('; ');
  }

  why(why: Why): string {
    switch (why.kind) {
      case 'no effect':
        if (why.fired === 0) return `${this.unit(why.unit)} takes no step here`;
        return `${this.unit(why.unit)} changed no shared variable in any of the ${counted(why.fired, 'reached state')} in which it ran`;
      case 'apart': {
        const at = `with ${why.variable}=${why.value}`;
        const states = counted(why.fired, 'reached state');
        const unit = this.unit(why.unit);
        if (why.fired === 0)
          return `${unit} never ran ${at}, and only there does ${this.unit(why.other)} change anything`;
        const idle = why.isSilent
          ? `${unit} changed something in 0 of ${states} ${at}`
          : `${unit} changed nothing for good in any of ${states} ${at}`;
        return `${idle}, and only there does ${this.unit(why.other)} change anything`;
      }
      case 'different': {
        const [first = [], second = []] = why.variables;
        return `what they change for good is different (${first.join(', ')}; ${second.join(', ')}), and ${this.#nobody()} the state between them`;
      }
      case 'unexplained':
        return `both change something, and ${this.#nobody()} the state between them`;
    }
  }

  /** Of the properties that are judged; with one that was asked for, that one. */
  #nobody(): string {
    const { consequence, assertion } = this.#answer;
    const [only, ...others] = [...consequence.properties, ...assertion.properties];
    return only !== undefined && others.length === 0 ? `${only} does not see` : 'no property sees';
  }

  census(unit: number): string {
    const counts = this.#answer.census?.[unit];
    if (counts === undefined) return '';
    const { fired, changed, lasting } = counts;
    if (fired === 0) return 'takes no step here';
    const what = lasting.length === 0 ? '' : `; for good: ${lasting.join(', ')}`;
    return `changed something in ${changed} of ${counted(fired, 'reached state')}${what}`;
  }
}

export const counted = (number: number, what: string): string =>
  `${number} ${what}${number === 1 ? '' : 's'}`;

export const settingsText = (settings: Settings): string =>
  Object.entries(settings)
    .map(([name, value]) => `${name}=${valueWord(value)}`)
    .join(', ');

function valueWord(value: string | number | boolean): string {
  if (typeof value !== 'boolean') return String(value);
  return value ? 'yes' : 'no';
}
