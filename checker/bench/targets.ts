/**
 * The targets of the engine that a comparison shows: read off what was measured side by side.
 */
import { barzap, type Case } from './cases.ts';
import {
  BASE,
  type Comparison,
  isBusy,
  type Machine,
  median,
  medianOf,
  peakOf,
  ratioOf,
  type Series,
  seriesOf,
  type Target,
} from './record.ts';

const TWO_WORKERS = 'Ordeal, 2 workers';
const C = 'printed C';
const GIGABYTE = 1e9;

const check = ({ constants }: Case): string =>
  [
    'ordeal check classics/barzap',
    ...Object.entries(constants).map(([name, value]) => `-c ${name}=${value}`),
    '--workers 1',
  ].join(' ');

const ONE = check(barzap(6));
const LARGE = check(barzap(7));
const BENCH = 'npm run bench';

type Judged = Pick<Target, 'measured' | 'isMet' | 'reason'>;
const NOT_MEASURED: Judged = { measured: '-', isMet: null, reason: 'not part of this run' };

/** Targets 1 to 5. */
export function comparedTargets(all: readonly Comparison[], machine: Machine): readonly Target[] {
  return new Judge(all, isBusy(machine)).targets();
}

class Judge {
  readonly #small: Comparison | undefined;
  readonly #medium: Comparison | undefined;
  readonly #large: Comparison | undefined;
  readonly #busy: string;

  constructor(all: readonly Comparison[], isMachineBusy: boolean) {
    const [small, medium, large] = [barzap(3), barzap(6), barzap(7)].map(({ name }) =>
      all.find(({ chosen }) => chosen.name === name),
    );
    this.#small = small;
    this.#medium = medium;
    this.#large = large;
    this.#busy = isMachineBusy ? 'on processors that were not free' : '';
  }

  targets(): readonly Target[] {
    return [
      {
        number: 1,
        wanted: 'barzap(6,3): at most 1.0 CPU s',
        command: ONE,
        ...this.#seconds(this.#medium, 1),
      },
      {
        number: 1,
        wanted: 'at least 8 times less CPU than SPIN',
        command: BENCH,
        ...this.#less('SPIN', 8),
      },
      {
        number: 1,
        wanted: 'at least 50 times less CPU than TLC',
        command: BENCH,
        ...this.#less('TLC', 50),
      },
      {
        number: 2,
        wanted: 'at most 2.0 times the CPU of C from the same IR',
        command: BENCH,
        ...this.#overC(),
      },
      {
        number: 3,
        wanted: 'barzap(7,3): at most 12 CPU s',
        command: LARGE,
        ...this.#seconds(this.#large, 12),
      },
      {
        number: 3,
        wanted: 'barzap(7,3): at most 1 GB resident',
        command: LARGE,
        ...this.#resident(),
      },
      { number: 4, wanted: 'at most 24 bytes per state', command: BENCH, ...this.#perState() },
      {
        number: 5,
        wanted: '2 workers: at least 1.8 times faster',
        command: BENCH,
        ...this.#faster(),
      },
      {
        number: 5,
        wanted: '2 workers: at most 1.1 times the CPU',
        command: BENCH,
        ...this.#together(),
      },
    ];
  }

  /** CPU that does not grow with the model. */
  get #start(): number {
    const base = this.#small && seriesOf(this.#small, BASE);
    return base === undefined ? 0 : medianOf(base, 'cpuS');
  }

  #seconds(comparison: Comparison | undefined, most: number): Judged {
    const base = comparison && seriesOf(comparison, BASE);
    if (base === undefined) return NOT_MEASURED;
    const seconds = medianOf(base, 'cpuS');
    const least = Math.min(...base.samples.map(({ cpuS }) => cpuS));
    const text = `${seconds.toFixed(2)} s, least ${least.toFixed(2)} s`;
    return judged(text, seconds <= most, this.#busy);
  }

  /** Against the quickest of the tools of a name. */
  #less(name: string, times: number): Judged {
    const base = this.#medium && seriesOf(this.#medium, BASE);
    if (this.#medium === undefined || base === undefined) return NOT_MEASURED;
    const others = this.#medium.series.filter(({ tool }) => tool.startsWith(name));
    if (others.length === 0) return { ...NOT_MEASURED, reason: `${name} is not here` };
    const ratios = others.map((other) => ratioOf(other, base, 'cpuS'));
    const text = others.map(({ tool }, at) => `${tool} ${ratios[at]?.toFixed(1)} times`);
    const net = others.map((other) => 1 / this.#netRatio(base, other));
    const reason = `without the ${this.#start.toFixed(2)} s of a small model ${least(net)} times`;
    return judged(
      text.join(', '),
      ratios.every((ratio) => ratio >= times),
      reason,
    );
  }

  #overC(): Judged {
    const both = pair(this.#medium, C);
    if (both === null) return NOT_MEASURED;
    const ratio = ratioOf(both[0], both[1], 'cpuS');
    const net = this.#netRatio(...both).toFixed(2);
    const reason = `without the ${this.#start.toFixed(2)} s of a small model ${net} times`;
    return judged(`${ratio.toFixed(2)} times`, ratio <= 2, reason);
  }

  /** What the search alone takes, as a multiple of what another tool takes. */
  #netRatio(base: Series, other: Series): number {
    const ratios = base.samples.map(
      ({ cpuS }, round) => (cpuS - this.#start) / (other.samples[round]?.cpuS ?? Number.NaN),
    );
    return median(ratios);
  }

  #resident(): Judged {
    const peak = peakIn(this.#large);
    if (peak === null) return NOT_MEASURED;
    return judged(`${(peak / GIGABYTE).toFixed(2)} GB`, peak <= GIGABYTE);
  }

  /** Of what a large search takes more than a small one: the program itself is no state. */
  #perState(): Judged {
    const [most, fewest] = [peakIn(this.#large), peakIn(this.#small)];
    if (this.#large === undefined || most === null || fewest === null) return NOT_MEASURED;
    const { distinct } = this.#large.chosen.counts;
    const [net, gross] = [(most - fewest) / distinct, most / distinct];
    const text = `${net.toFixed(1)} bytes; ${gross.toFixed(1)} with the program itself`;
    return judged(text, net <= 24);
  }

  #faster(): Judged {
    const both = pair(this.#large, TWO_WORKERS);
    if (both === null) return NOT_MEASURED;
    const ratio = ratioOf(both[0], both[1], 'wallS');
    return judged(`${ratio.toFixed(2)} times`, ratio >= 1.8, this.#busy);
  }

  #together(): Judged {
    const both = pair(this.#large, TWO_WORKERS);
    if (both === null) return NOT_MEASURED;
    const ratio = ratioOf(both[1], both[0], 'cpuS');
    return judged(`${ratio.toFixed(2)} times`, ratio <= 1.1, this.#busy);
  }
}

/** `reason` says why it would be missed. */
const judged = (measured: string, isMet: boolean, reason = ''): Judged => ({
  measured,
  isMet,
  reason: isMet ? '' : reason,
});

const least = (values: readonly number[]): string => Math.min(...values).toFixed(1);

function pair(comparison: Comparison | undefined, tool: string): readonly [Series, Series] | null {
  const base = comparison && seriesOf(comparison, BASE);
  const other = comparison && seriesOf(comparison, tool);
  return base === undefined || other === undefined ? null : [base, other];
}

const peakIn = (comparison: Comparison | undefined): number | null => {
  const base = comparison && seriesOf(comparison, BASE);
  return base === undefined ? null : peakOf(base);
};
