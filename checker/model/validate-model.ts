import type { Model } from './model.ts';
import type { Problems } from './problem.ts';

export function validateModel(_model: Model, _problems: Problems): void {}
