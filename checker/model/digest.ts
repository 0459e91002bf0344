/**
 * A digest of what a model means: two models with the same digest have the same behaviours and properties.
 *
 * Source positions, sentences, marks of accesses and the names of coverage units do not count, so a comment or a moved line changes nothing.
 */
import { createHash } from 'node:crypto';
import type { Model } from './model.ts';

const MEANINGLESS = new Set([
  'source',
  'unit',
  'thenUnit',
  'otherwiseUnit',
  'sentence',
  'title',
  'mirrors',
  'givenText',
  'thenText',
  'text',
  'terms',
  'summary',
  'status',
  'bounds',
  'units',
  'id',
  'configuration',
  'isAtomic',
  'isMarked',
]);

/** SHA-256, hexadecimal. */
export function digestOf(model: Omit<Model, 'digest'>): string {
  const canonical = JSON.stringify(model, (key, value: unknown) =>
    MEANINGLESS.has(key) ? undefined : value,
  );
  return createHash('sha256').update(canonical).digest('hex');
}
