/** From a cell of the plan to a job for a worker. */
import type { Job } from '../explore/index.ts';
import type { Limits } from '../semantics/index.ts';
import type { Cell } from './plan.ts';

export const jobOf = (
  { chosen, configuration, overrides, model }: Cell,
  limits: Limits,
  effectsBy: string | null = null,
): Job => ({
  url: chosen.entry.url,
  variant: chosen.variant.name,
  configuration: configuration.name,
  overrides,
  limits,
  digest: model.digest,
  effectsBy,
});
