/**
 * The exit codes: a small table, and which one wins when several apply. 1 is never used on purpose: Node makes it by itself.
 */

export const EXIT = {
  ok: 0,
  /** Usage error, unknown name, unreadable input, bad spec. */
  usage: 2,
  /** A bound was hit and nothing was violated. */
  noVerdict: 3,
  /** Differs from what is recorded, without an unexpected violation. */
  differs: 4,
  vacuous: 5,
  deadlock: 11,
  safety: 12,
  internal: 70,
} as const;

/** First that applies; then the code of an interruption; then 0. */
const PRECEDENCE: readonly number[] = [
  EXIT.internal,
  EXIT.safety,
  EXIT.deadlock,
  EXIT.differs,
  EXIT.vacuous,
  EXIT.usage,
  EXIT.noVerdict,
];

const OUTWEIGHS_INTERRUPTION = new Set<number>([EXIT.internal, EXIT.safety, EXIT.deadlock]);

/** The code of a run from those of its parts; `interruption` is 130, 141 or 143, null for a run that went to its end. */
export function combine(codes: Iterable<number>, interruption: number | null): number {
  const all = new Set(codes);
  const worst = PRECEDENCE.find((code) => all.has(code)) ?? EXIT.ok;
  if (interruption === null || OUTWEIGHS_INTERRUPTION.has(worst)) return worst;
  return interruption;
}

/** What help says of the codes that a command can return. */
export const EXIT_TEXTS: Readonly<Record<number, string>> = {
  0: 'as expected, and complete',
  2: 'usage error, unknown name, unreadable input, bad spec',
  3: 'no verdict: a bound was hit',
  4: 'differs from what is recorded, or an expected violation did not happen',
  5: 'vacuous: something was checked by nothing',
  11: 'deadlock, and nothing worse',
  12: 'safety violated, with or without a deadlock',
  70: 'internal error',
  130: 'interrupted, nothing violated so far (143: terminated, 141: the pipe was closed)',
};
