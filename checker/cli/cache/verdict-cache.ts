/**
 * The verdict cache: results of complete searches from earlier runs of the same checker, in the user's cache folder.
 *
 * A result is served only under a key that covers everything it depends on, and only as it was written. Whatever is wrong with
 * the folder (missing, not writable, a file cut short) makes a run slower and never different.
 */
import { mkdirSync, readdirSync, rmSync, statSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import type { Engine } from '../../explore/index.ts';
import type { SearchResult } from '../../semantics/index.ts';
import type { Cell } from '../check/plan.ts';
import { attempt, readKept, writeKept } from './kept-file.ts';
import { checkerDigest, verdictKey } from './verdict-key.ts';

const FOLDER_DIGITS = 16;
const FLUSH_EVERY_MS = 3000;
const ABANDONED_AFTER_MS = 30 * 24 * 3_600_000;

/** The part of the cache that belongs to a checker. */
export const cacheFolderOf = (root: string, checker: string): string =>
  join(root, checker.slice(0, FOLDER_DIGITS));

/** What a result is the result of. */
type Searchable = Pick<Cell, 'model' | 'reduction' | 'notes'>;

export class VerdictCache {
  readonly #checker: string;
  readonly #folder: string;
  #pending: (readonly [file: string, content: string])[] = [];
  #flushedMs = performance.now();

  /** Opens the part of the cache that belongs to the checker as it is now, and removes those that nobody used for a month. */
  constructor(root: string, checker = checkerDigest()) {
    this.#checker = checker;
    this.#folder = cacheFolderOf(root, checker);
    attempt(() => {
      mkdirSync(this.#folder, { recursive: true });
      const now = new Date();
      utimesSync(this.#folder, now, now);
      removeAbandoned(root, now);
    });
  }

  /** The result of an earlier search; null if there is none that is as it was written. */
  find(cell: Searchable, engine: Engine): SearchResult | null {
    const content = readKept(this.#fileOf(cell, engine));
    return content === null ? null : (JSON.parse(content) as SearchResult);
  }

  /** Keeps the result of a search of the whole space. */
  keep(cell: Searchable, engine: Engine, result: SearchResult): void {
    if (result.completion.kind !== 'complete') return;
    this.#pending.push([this.#fileOf(cell, engine), JSON.stringify(result)]);
    if (performance.now() - this.#flushedMs > FLUSH_EVERY_MS) this.flush();
  }

  /** Writes what is to be kept, provided that the checker is still the one that was opened for: a worker loads it when it starts. */
  flush(): void {
    const pending = this.#pending;
    this.#pending = [];
    if (pending.length > 0 && attempt(checkerDigest) === this.#checker)
      for (const [file, content] of pending) writeKept(file, content);
    this.#flushedMs = performance.now();
  }

  #fileOf(cell: Searchable, engine: Engine): string {
    return join(this.#folder, verdictKey(cell, engine, this.#checker));
  }
}

function removeAbandoned(root: string, now: Date): void {
  for (const name of readdirSync(root)) {
    const path = join(root, name);
    const isOurs = /^[0-9a-f]{16}$/.test(name);
    if (isOurs && now.getTime() - statSync(path).mtimeMs > ABANDONED_AFTER_MS)
      rmSync(path, { recursive: true, force: true });
  }
}
