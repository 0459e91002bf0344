/**
 * A thread that searches single orders, one after the other.
 */
import { answerRequests, Disagreement, searchModel } from '../../explore/index.ts';
import type { Model } from '../../model/index.ts';
import type { OrderMessage, OrderSearched } from './order-searches.ts';

answerRequests<OrderMessage, OrderSearched>(async ({ text, limits }, hooks) => {
  const model: Model = JSON.parse(text);
  try {
    return {
      kind: 'searched',
      result: searchModel({ model, limits, engine: 'compiled', hooks }),
    };
  } catch (error) {
    if (!(error instanceof Disagreement)) throw error;
    return { kind: 'failed', message: error.message };
  }
});
