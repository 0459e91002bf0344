/**
 * What a packaged spec depends on, told from its files without running it: the module and all that it imports, byte by byte.
 *
 * Specs are data: they import each other and the spec language, which belongs to the checker. A module for which that cannot be seen
 * (it imports something else, or mentions what may differ between two runs) has no digest, and is loaded each time.
 */
import { readFileSync } from 'node:fs';
import { dirname, relative, resolve, sep } from 'node:path';
import { attempt, sumOf } from '../cache/kept-file.ts';

/** The places of compiled code that a spec may import: specs, and the language. */
export interface SpecRoots {
  readonly specs: string;
  readonly language: string;
}

interface Module {
  readonly sum: string;
  /** Other modules of specs, as paths. */
  readonly imports: readonly string[];
  readonly hasDefault: boolean;
}

const IMPORTED = /\b(?:from|import)\s*(['"])(.*?)\1/g;
const RELATIVE = /^\.{1,2}\//;
/** What may give another spec in another run, or import without saying so in the usual form. */
const IMPURE =
  /\b(?:globalThis|global|eval|Function|Date|Intl|performance|crypto|fetch|require|navigator|constructor)\b|\bMath\s*\.\s*random|\bprocess\s*(?:\??\.\s*[a-z]|\??\.?\[)|\bimport\s*[.(/]|\bfrom\s*\//;

/** Reads every file once. */
export class SpecSources {
  readonly #roots: SpecRoots;
  readonly #modules = new Map<string, Module | null>();

  constructor(roots: SpecRoots) {
    this.#roots = roots;
  }

  /** SHA-256 over a module and all that it imports; null if that does not tell what it is. */
  digestOf(file: string): string | null {
    const reached = new Map<string, string>();
    const open = [file];
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      if (reached.has(next)) continue;
      const module = this.#module(next);
      if (module === null) return null;
      reached.set(next, module.sum);
      open.push(...module.imports);
    }
    const parts = [...reached].map(([path, sum]) => `${relative(this.#roots.specs, path)} ${sum}`);
    return sumOf([relative(this.#roots.specs, file), ...parts.sort()].join('\n'));
  }

  /** Whether a module may export a spec: it has to say `default`. */
  mayBeSpec(file: string): boolean {
    return this.#module(file)?.hasDefault !== false;
  }

  #module(file: string): Module | null {
    const known = this.#modules.get(file);
    if (known !== undefined) return known;
    const module = this.#read(file);
    this.#modules.set(file, module);
    return module;
  }

  #read(file: string): Module | null {
    const text = attempt(() => readFileSync(file, 'utf8'));
    if (text === null || IMPURE.test(text)) return null;
    const imports: string[] = [];
    for (const [, , name = ''] of text.matchAll(IMPORTED)) {
      // A sentence in quotes is no name of a module.
      if (!RELATIVE.test(name) && name.includes(' ')) continue;
      const path = resolve(dirname(file), name);
      const isLanguage = path.startsWith(this.#roots.language + sep);
      if (!RELATIVE.test(name) || !(isLanguage || path.startsWith(this.#roots.specs + sep)))
        return null;
      if (!isLanguage) imports.push(path);
    }
    return { sum: sumOf(text), imports, hasDefault: /\bdefault\b/.test(text) };
  }
}
