// How tests of orders run their searches: without limits, and without threads.

import type { Running } from '../analyse/index.ts';
import { searchModel } from '../explore/index.ts';

export const RUNNING: Running = {
  limits: {},
  startedMs: 0,
  pause: async () => true,
  search: async (request) => ({
    kind: 'searched',
    result: searchModel({ ...request, engine: 'compiled', hooks: {} }),
  }),
};
