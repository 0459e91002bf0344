/**
 * Values of cells as a trace prints them: as labels and stored traces write them.
 */
import { type Cell, valueText } from '../model/index.ts';

/** `true`, `D3`, `2`, `{user[0]}`. */
export const cellText = ({ domain }: Cell, value: number): string => valueText(domain, value);
