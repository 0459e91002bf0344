/**
 * The targets of the engine that need a measurement of their own.
 */
import { join } from 'node:path';
import { barzap, type Case } from './cases.ts';
import type { Tell } from './compare.ts';
import type { Measured, Meter } from './meter.ts';
import { ROOT } from './places.ts';
import { median, type Target } from './record.ts';
import { checkCommand } from './tools/ordeal.ts';
import type { WalkCost } from './walk.ts';

interface Probe {
  readonly meter: Meter;
  readonly rounds: number;
  readonly tell: Tell;
}

const SPEC = 'classics/barzap';
const OK = 0;
const NO_VERDICT = 3;

const textOf = (command: readonly string[]): string => ['ordeal', ...command.slice(1)].join(' ');

const check = ({ constants }: Case, ...options: readonly string[]): readonly string[] =>
  checkCommand(SPEC, constants, ...options);

const start = ({ meter, tell }: Probe, command: readonly string[]): Measured => {
  const measured = meter.run([process.execPath, ...command], ROOT);
  tell(`  ${textOf(command)}: ${measured.cpuS.toFixed(2)} s cpu, exit ${measured.code}`);
  return measured;
};

/** Targets 5 to 9, as far as they are no comparison of tools. */
export function probedTargets(probe: Probe): readonly Target[] {
  probe.tell('targets that need runs of their own');
  return [sameBytes(probe), ...starts(probe), ...walks(probe), limit(probe)];
}

function sameBytes(probe: Probe): Target {
  const outputs = [1, 2, 3, 8].map(
    (workers) => start(probe, check(barzap(5), '--json', '--workers', `${workers}`)).output,
  );
  const isMet = new Set(outputs).size === 1 && outputs[0] !== '';
  return {
    number: 5,
    wanted: 'same bytes with 1, 2, 3 and 8 workers',
    command: `${textOf(check(barzap(5), '--json', '--workers', 'N'))}`,
    measured: isMet ? 'same' : 'different',
    isMet,
    reason: '',
  };
}

/** Where the space is small, the start of the program is all there is. */
function starts(probe: Probe): readonly Target[] {
  const command = check(barzap(3));
  const pairs = Array.from({ length: Math.max(5, probe.rounds) }, () => ({
    bare: probe.meter.run([process.execPath, '--eval', '0'], ROOT).cpuS,
    whole: start(probe, command).cpuS,
  }));
  const more = median(pairs.map(({ whole, bare }) => whole - bare));
  const least = Math.min(...pairs.map(({ whole, bare }) => whole - bare));
  const bare = median(pairs.map((each) => each.bare));
  const target: Target = {
    number: 6,
    wanted: "6,288 states: at most 0.2 CPU s above Node's own start",
    command: textOf(command),
    measured: `${more.toFixed(2)} s, least ${least.toFixed(2)} s`,
    isMet: more <= 0.2,
    reason: more <= 0.2 ? '' : `Node's own start takes ${bare.toFixed(2)} s here`,
  };
  return [target, symmetry(probe, median(pairs.map(({ whole }) => whole)))];
}

function symmetry(probe: Probe, smallS: number): Target {
  const command = check(barzap(7), '--symmetry', 'on', '--workers', '1');
  const runs = Array.from({ length: Math.max(3, probe.rounds) }, () => start(probe, command));
  const cpuS = median(runs.map((run) => run.cpuS));
  const isMet = cpuS <= 0.3 && runs.every(({ code }) => code === OK);
  return {
    number: 7,
    wanted: 'barzap(7,3) with symmetry: at most 0.3 s',
    command: textOf(command),
    measured: `${cpuS.toFixed(2)} CPU s`,
    isMet,
    reason: isMet ? '' : `${smallS.toFixed(2)} s of it is what 6,288 states take`,
  };
}

/** A violation behind most of the space, and one in front of it. */
function walks(probe: Probe): readonly Target[] {
  return [
    walked(probe, ['classics/two-phase-commit', 'change-of-mind', 'N=7']),
    walked(probe, ['classics/barzap', 'bad', 'F=5', 'B=3']),
  ];
}

function walked(probe: Probe, words: readonly string[]): Target {
  const program = ['dist/checker/bench/walk.js', ...words];
  const costs = Array.from({ length: Math.max(3, probe.rounds) }, () => {
    const { output } = start(probe, [join(ROOT, program[0] as string), ...words]);
    return JSON.parse(output) as WalkCost;
  });
  const share = median(costs.map(({ walkS, searchS }) => walkS / searchS));
  const { steps = 0, distinct = 0 } = costs[0] ?? {};
  return {
    number: 8,
    wanted: 'walking back: at most 10 % of the search',
    command: `node ${program.join(' ')}`,
    measured: `${(100 * share).toFixed(1)} % (${steps} steps, ${distinct} states)`,
    isMet: share <= 0.1,
    reason: share <= 0.1 ? '' : 'all levels before the violation are expanded again',
  };
}

function limit(probe: Probe): Target {
  const command = checkCommand(SPEC, { F: 8, B: 3 }, '--workers', '1', '--max-mem', '1G');
  const { code, output, peakBytes } = start(probe, command);
  const said = output.split(' ')[0] ?? '';
  const peak = peakBytes === null ? '' : `, ${(peakBytes / 1e9).toFixed(2)} GB resident`;
  return {
    number: 9,
    wanted: 'search state of 1 GB: INCONCLUSIVE, exit 3',
    command: textOf(command),
    measured: `${said}, exit ${code}${peak}`,
    isMet: code === NO_VERDICT && said === 'INCONCLUSIVE',
    reason: '',
  };
}
