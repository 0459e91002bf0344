/**
 * What a gate need not do again: the share of a spec of which nothing is different, since neither the checker, nor a file of the spec,
 * nor its part of the record has changed since a run in which everything was as recorded.
 *
 * The first level of the cache: it spares the models, whose digests are the keys of the second. A share says of a spec that its searches
 * were complete, their verdicts and counts those of the record, and that every committed trace was replayed. It is kept under the bytes
 * of all that this depends on; of anything else a spec could depend on, see `spec-sources.ts`.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Engine } from '../../explore/index.ts';
import { attempt, readKept, sumOf, writeKept } from '../cache/kept-file.ts';
import { cacheFolderOf } from '../cache/verdict-cache.ts';
import { checkerDigest } from '../cache/verdict-key.ts';
import { BUILT } from '../package.ts';
import { SpecSources } from '../targets/spec-sources.ts';
import type { RecordFiles } from './snapshot.ts';

/** The part of a spec in a gate that found nothing different. */
export interface Share {
  readonly spec: string;
  readonly cells: number;
  readonly searches: number;
}

interface Kept extends Share {
  /** Of the files of the record that belong to the spec. */
  readonly record: string;
}

const ROOTS = {
  specs: fileURLToPath(new URL('specs', BUILT)),
  language: fileURLToPath(new URL('checker/lang', BUILT)),
};
const KEY_VERSION = 1;

export class GateShares {
  readonly #checker: string;
  readonly #engine: Engine;
  readonly #folder: string;
  readonly #sources = new SpecSources(ROOTS);

  /** `root`: of the cache. Cost: reads every file of the checker. */
  constructor(root: string, engine: Engine) {
    this.#checker = checkerDigest();
    this.#engine = engine;
    this.#folder = join(cacheFolderOf(root, this.#checker), 'specs');
  }

  /** Whether a module need not be loaded, because it can be no spec. */
  isVocabulary(file: string): boolean {
    return !this.#sources.mayBeSpec(file);
  }

  /** The share of the spec in a module; null if it is to be found out. */
  find(file: string, files: RecordFiles): Share | null {
    const place = this.#fileOf(file);
    const text = place === null ? null : readKept(place);
    if (text === null) return null;
    const kept = JSON.parse(text) as Kept;
    return kept.record === recordOf(kept.spec, files) ? kept : null;
  }

  /** Keeps shares by module, provided that nothing that they depend on was changed while they were found out. */
  keep(shares: ReadonlyMap<string, Share>, files: RecordFiles): void {
    if (shares.size === 0 || attempt(checkerDigest) !== this.#checker) return;
    attempt(() => mkdirSync(this.#folder, { recursive: true }));
    const now = new SpecSources(ROOTS);
    for (const [file, share] of shares) {
      const place = this.#fileOf(file);
      if (place !== null && now.digestOf(file) === this.#sources.digestOf(file))
        writeKept(place, JSON.stringify({ ...share, record: recordOf(share.spec, files) }));
    }
  }

  #fileOf(file: string): string | null {
    const sources = this.#sources.digestOf(file);
    if (sources === null) return null;
    const key = [KEY_VERSION, this.#checker, this.#engine, sources];
    return join(this.#folder, sumOf(JSON.stringify(key)));
  }
}

/** Everything that the record says of a spec: paths and texts. */
function recordOf(spec: string, files: RecordFiles): string {
  const own = [...files].filter(([path]) => path.startsWith(`${spec}/`)).sort();
  return sumOf(JSON.stringify(own));
}
