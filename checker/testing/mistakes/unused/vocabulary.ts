/**
 * A vocabulary that several specs share: it offers more than each of them uses, and one of its functions loses a conjunct.
 */
import { and, BOOLEAN, type Expr, eq, FALSE, not, variable } from '../../../lang/index.ts';

export const enabled = variable('enabled', BOOLEAN, FALSE);

/** Not used by everybody, and no mistake. */
export const disabled = not(enabled);

/** The native operator keeps the second side only. */
export const bothHold = (a: Expr<boolean>, b: Expr<boolean>): Expr<boolean> => and(a) && eq(a, b);
