/**
 * Values of cells as a trace prints them: booleans as C does, everything else as its domain calls it.
 */
import { type Cell, valueText } from '../model/index.ts';

/** `0` and `1` for booleans, else `D3`, `2`, `{user[0]}`. */
export const cellText = ({ domain }: Cell, value: number): string =>
  domain.kind === 'boolean' ? String(value) : valueText(domain, value);
