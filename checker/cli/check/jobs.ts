/** From a cell of the plan to a job for a worker. */
import { notMemoryIn } from '../../analyse/index.ts';
import type { Engine, Job } from '../../explore/index.ts';
import type { Limits } from '../../semantics/index.ts';
import type { Cell } from './plan.ts';

export interface HowToSearch {
  readonly engine: Engine;
  /** Variable by whose values the effect of calls is counted; null: it is not. */
  readonly effectsBy: string | null;
}

export const jobOf = (
  { chosen, configuration, overrides, model, reduction, notes }: Cell,
  limits: Limits,
  { engine = 'compiled', effectsBy = null }: Partial<HowToSearch> = {},
): Job => ({
  url: chosen.entry.url,
  variant: chosen.variant.name,
  configuration: configuration.name,
  overrides,
  limits,
  digest: model.digest,
  engine,
  effectsBy,
  reduction,
  notMemory: notes === null ? null : notMemoryIn(notes),
});
