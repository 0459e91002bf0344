/** How close a search came to what it did not find. */
export {
  type ClauseCloseness,
  type Closeness,
  findCloseness,
  type Miss,
  type PropertyCloseness,
} from './closeness.ts';
