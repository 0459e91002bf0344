/**
 * What is measured: which tools on which cases, and how often.
 */
import { barzap, type Case, twoPhaseCommit } from './cases.ts';
import type { Wanted } from './compare.ts';
import { ordeal } from './tools/ordeal.ts';
import { printedC } from './tools/printed-c.ts';
import { rumur } from './tools/rumur.ts';
import { spin } from './tools/spin.ts';
import { tlc } from './tools/tlc.ts';
import type { Tool } from './tools/tool.ts';

export interface Wishes {
  readonly rounds: number;
  /** Small cases only: does everything work? */
  readonly isQuick: boolean;
  /** The other checkers on the largest case too, which takes them minutes and gigabytes. */
  readonly isLong: boolean;
}

export interface Plan {
  readonly tools: readonly Tool[];
  /** Why a tool is not measured. */
  readonly missing: readonly string[];
  readonly comparisons: readonly Wanted[];
}

const QUICK = [barzap(3), barzap(4), twoPhaseCommit(4)];
const WHOLE = [barzap(3), barzap(4), barzap(5), barzap(6), barzap(7), twoPhaseCommit(7)];
/** From so many states on, only this program and its printed twin. */
const LARGE_STATES = 10_000_000;

/** Finds out which tools are there. */
export async function planOf({ rounds, isQuick, isLong }: Wishes): Promise<Plan> {
  const cases = isQuick ? QUICK : WHOLE;
  const own = [ordeal(1), ordeal(2), await printedC(cases)];
  const others = [spin('DFS'), spin('BFS'), rumur, tlc];
  const isThere = (tool: Tool): boolean => tool.missing() === null;
  const toolsFor = ({ counts }: Case): readonly Tool[] =>
    counts.distinct < LARGE_STATES || isLong ? [...own, ...others] : own;
  return {
    tools: [...own, ...others].filter(isThere),
    missing: [...own, ...others].flatMap((tool) => {
      const reason = tool.missing();
      return reason === null ? [] : [`${tool.name}: ${reason}`];
    }),
    comparisons: cases.map((chosen) => ({
      chosen,
      tools: toolsFor(chosen).filter(isThere),
      rounds: chosen.counts.distinct < LARGE_STATES ? rounds : Math.min(rounds, 3),
    })),
  };
}
