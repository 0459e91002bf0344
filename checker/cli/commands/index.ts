/** The commands, in the order of the help. */
import type { Command } from '../command.ts';
import { check } from './check.ts';
import { completion } from './completion.ts';
import { doctor } from './doctor.ts';
import { gate } from './gate.ts';
import { list } from './list.ts';
import { locks } from './locks.ts';
import { merge } from './merge.ts';
import { mutants } from './mutants.ts';
import { orders } from './orders.ts';
import { races } from './races.ts';
import { show } from './show.ts';
import { simulate } from './simulate.ts';
import { trace } from './trace.ts';

export const COMMANDS: readonly Command<never>[] = [
  list,
  show,
  check,
  simulate,
  orders,
  mutants,
  trace,
  races,
  locks,
  gate,
  merge,
  doctor,
  completion,
];
