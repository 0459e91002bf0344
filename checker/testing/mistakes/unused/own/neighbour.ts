/**
 * Another spec in the same folder, which uses everything that it builds, and a helper that the first one does not know.
 */
import { assign, not, step } from '../../../../lang/index.ts';
import { specOf } from '../../cases.ts';
import { enabled } from '../vocabulary.ts';

export const careful = specOf([step('toggle', assign(enabled, not(enabled)))]);
