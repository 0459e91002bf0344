/**
 * The status of a variant in words: one text, so that it reads the same wherever it may be quoted from.
 */
import type { VariantStatus } from '../lang/index.ts';

const TEXTS: Readonly<Record<VariantStatus, string>> = {
  candidate: 'candidate, not confirmed by a maintainer',
};

export const STATUSES: readonly string[] = Object.keys(TEXTS);

export const statusText = (status: VariantStatus): string => TEXTS[status];
