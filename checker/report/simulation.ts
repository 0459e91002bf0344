/**
 * The lines of a simulation: how much was tried, and what was found. It never says that anything holds.
 */
import type { Simulation } from '../explore/index.ts';
import { stepsOf } from '../semantics/index.ts';
import { jsonLine } from './result-json.ts';
import type { Painter } from './result-lines.ts';

export interface SimulationReport {
  /** `family/spec/variant[configuration]`. */
  readonly name: string;
  readonly seed: number;
  readonly depth: number;
  readonly simulation: Simulation;
}

/** As text. */
export function simulationLines(report: SimulationReport, paint: Painter): readonly string[] {
  const { name, seed, depth, simulation } = report;
  const { runs, steps, found, cutBy } = simulation;
  const cut = cutBy === null ? '' : ` bound=${cutBy}`;
  const figures = `runs=${runs} steps=${steps} seed=${seed} depth=${depth}${cut}`;
  if (found.length === 0)
    return [
      `${paint('INCONCLUSIVE')} ${name}  ${figures}`,
      `  no violation in ${runs} random runs of up to ${depth} steps: that proves nothing; an exhaustive search is ordeal check`,
    ];
  return [
    `${paint('VIOLATED')}  ${name}  violated=${found.length} ${figures}`,
    ...found.map(({ finding, isShortest }) => {
      const length = stepsOf(finding).length;
      const word = isShortest ? 'shortest' : 'not proven shortest';
      return `${paint('VIOLATED')}    ${finding.property}  steps=${length} ${word}`;
    }),
  ];
}

/** As one object. */
export function simulationJson(report: SimulationReport): string {
  const { name, seed, depth, simulation } = report;
  const { runs, steps, found, cutBy } = simulation;
  return jsonLine('simulation', {
    name,
    seed,
    depth,
    runs,
    steps,
    bound: cutBy,
    violated: found.map(({ finding, isShortest }) => ({
      property: finding.property,
      steps: stepsOf(finding).length,
      isShortest,
    })),
  });
}
