/**
 * The thread in which a check searches: as `checker/explore` serves it, and with races.
 */
import { serveSearches } from '../../explore/index.ts';
import { examineRaces } from '../races/examine.ts';

serveSearches(examineRaces);
