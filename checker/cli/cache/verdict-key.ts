/**
 * When two searches have the same result for sure: the same model in every detail, the same options, and the same checker.
 *
 * The digest of a model says what it means and leaves out names that a result repeats (properties, steps, sentences), so the key is made
 * of the whole model, and of what is no memory for races; source positions are functions and stand in no JSON. The checker is digested as it lies in the files that run,
 * not by what a manifest says of them.
 */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { notMemoryIn } from '../../analyse/index.ts';
import type { Engine } from '../../explore/index.ts';
import type { Cell } from '../check/plan.ts';
import { reductionKey } from '../check/reductions.ts';
import { CHECKER_FOLDER, MANIFEST } from '../package.ts';

const KEY_VERSION = 2;

/** SHA-256 over every module of the checker, the dependencies by version, and Node. Cost: reads them all. */
export function checkerDigest(): string {
  const hash = createHash('sha256');
  const files = readdirSync(CHECKER_FOLDER, { recursive: true, encoding: 'utf8' })
    .filter((path) => /\.[cm]?[jt]s$/.test(path) && !/\.d\.[cm]?ts$/.test(path))
    .sort();
  for (const path of files) {
    const bytes = readFileSync(join(CHECKER_FOLDER, path));
    hash.update(`${path}\0${bytes.length}\0`).update(bytes);
  }
  return hash.update(JSON.stringify([process.version, process.arch, dependencies()])).digest('hex');
}

function dependencies(): unknown {
  const manifest = JSON.parse(readFileSync(MANIFEST, 'utf8')) as { dependencies: unknown };
  return manifest.dependencies;
}

/** The key of a search without bounds. */
export function verdictKey(
  { model, reduction, notes }: Pick<Cell, 'model' | 'reduction' | 'notes'>,
  engine: Engine,
  checker: string,
): string {
  return createHash('sha256')
    .update(JSON.stringify([KEY_VERSION, checker, engine, reductionKey(reduction)]))
    .update(JSON.stringify(notes === null ? null : notMemoryIn(notes)))
    .update(JSON.stringify(model))
    .digest('hex');
}
