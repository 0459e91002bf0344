/** Ordeal itself, as a user starts it. */
import { join } from 'node:path';
import { ROOT } from '../places.ts';
import { numbersIn, type Tool } from './tool.ts';

const FIGURES = /states=(\d+) generated=(\d+) depth=(\d+)/;

/** The words of a check of a spec, without `node`. */
export const checkCommand = (
  spec: string,
  constants: Readonly<Record<string, number>>,
  ...options: readonly string[]
): readonly string[] => [
  join(ROOT, 'bin/ordeal.mjs'),
  'check',
  spec,
  ...Object.entries(constants).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
  ...options,
];

/** With this many workers. */
export const ordeal = (workers: number): Tool => ({
  name: workers === 1 ? 'Ordeal' : `Ordeal, ${workers} workers`,
  description: `ordeal check SPEC --workers ${workers}, Node ${process.versions.node}`,
  missing: () => null,
  build: ({ model, constants }) => ({
    command: [
      process.execPath,
      ...checkCommand(`classics/${model}`, constants, '--workers', `${workers}`),
    ],
    cwd: ROOT,
    countsIn: (output) => {
      const [distinct, generated, depth] = numbersIn(output, FIGURES) ?? [];
      if (distinct === undefined || generated === undefined || depth === undefined) return null;
      return { distinct, generated, depth };
    },
  }),
});
