/**
 * The properties that the kernel vocabulary itself asserts. A spec that uses the vocabulary gets them without asking; one
 * that lists a property with the same id adds its clauses to it.
 */
import { type Property, property } from '../property.ts';

export const S_LOCKBAL: Property = property(
  'S-LOCKBAL',
  'No thread releases a lock it does not hold, or takes one for reading that it has for reading.',
);

export const S_ASSERT: Property = property(
  'S-ASSERT',
  'A function that asserts a lock is entered with the lock held in that mode.',
);

export const S_REF: Property = property(
  'S-REF',
  'No reference is taken on or dropped from a count of zero.',
);
