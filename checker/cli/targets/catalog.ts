/**
 * The catalogue: which specs there are. Compiled modules are found by walking a folder, in the order of their ids.
 *
 * A module that does not load is an error, never a smaller matrix; one without a default export is vocabulary. What a folder
 * holds besides, scripts of other programs, is never run: loading a module executes it.
 */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { loadSpecModule } from '../../explore/index.ts';
import type { Spec } from '../../lang/index.ts';
import type { Context } from '../context.ts';
import { SPECS_FOLDER } from '../package.ts';
import { shortPlace } from '../places.ts';
import { UsageError } from '../usage-error.ts';

export interface CatalogEntry {
  readonly spec: Spec;
  readonly url: string;
  /** The argument that named its file or folder; null for a spec that came with the package or with `--specs`. */
  readonly askedAs: string | null;
  /** The file or folder it was found by; null for a spec that came with the package. */
  readonly foundBy: string | null;
}

type Found = Pick<CatalogEntry, 'spec' | 'url'>;

/** A target that is a place in the file system and not an id: an id never ends in `.js` nor begins with `.` or `/`. */
export const isPath = (target: string): boolean =>
  /^(\.{0,2}\/|\.{1,2}$)/.test(target) || /\.[cm]?[jt]s$/.test(target) || target.includes('\\');

/** Loads the specs of the package, or those of `--specs`, and those that are asked for by path, but for the files that are `skipped`. */
export async function loadCatalog(
  context: Context,
  targets: readonly string[] = [],
  skipped: ReadonlySet<string> = new Set(),
): Promise<readonly CatalogEntry[]> {
  const paths = targets.filter(isPath);
  const isOnlyPaths = paths.length > 0 && paths.length === targets.length;
  const places = [
    ...(isOnlyPaths ? [] : context.specs.length === 0 ? packagedFor(targets) : context.specs).map(
      (place) => ({ place, askedAs: null as string | null }),
    ),
    ...paths.map((place) => ({ place, askedAs: place })),
  ];
  // Errors in a spec name the line of its TypeScript source.
  process.setSourceMapsEnabled(true);
  const entries: CatalogEntry[] = [];
  for (const { place, askedAs } of places) {
    const found = await entriesAt(place, context, skipped);
    if (found.length === 0 && skipped.size === 0)
      throw new UsageError(
        `'${place}' holds no compiled spec${sourceHint(resolve(context.cwd, place))}`,
      );
    const foundBy = place.startsWith(SPECS_FOLDER) ? null : place;
    entries.push(...found.map((entry) => ({ ...entry, askedAs, foundBy })));
  }
  return withoutRepetition(entries);
}

/**
 * Where the packaged specs that are asked for lie: a spec is a file or a folder of its name, so that nobody waits for all the others.
 * All of them, if a name is not found: it may be a typing error, and the nearest name is wanted.
 */
function packagedFor(targets: readonly string[]): readonly string[] {
  const places = targets.filter((target) => !isPath(target)).map(packagedPlace);
  const isComplete = places.length > 0 && places.every((place) => place !== null);
  return isComplete ? [...new Set(places)] : [SPECS_FOLDER];
}

/** The modules of the package among which the specs that are asked for are. */
export const packagedModules = (targets: readonly string[]): readonly string[] =>
  packagedFor(targets).flatMap((place) => (place.endsWith('.js') ? [place] : modulesBelow(place)));

function packagedPlace(id: string): string | null {
  const [family = '', name] = id.split('/');
  if (name === undefined || !/^[\w-]+$/.test(family + name)) return null;
  const path = `${SPECS_FOLDER}${family}/${name}`;
  if (existsSync(`${path}.js`)) return `${path}.js`;
  return existsSync(path) ? path : null;
}

async function entriesAt(
  place: string,
  context: Context,
  skipped: ReadonlySet<string>,
): Promise<readonly Found[]> {
  const path = resolve(context.cwd, place);
  const status = statSync(path, { throwIfNoEntry: false });
  if (/\.[cm]?ts$/.test(path)) throw new UsageError(`'${place}' is TypeScript: ${COMPILE}`);
  if (status === undefined) throw new UsageError(`'${place}' does not exist`);
  const isFolder = status.isDirectory();
  const isOurs = place.startsWith(SPECS_FOLDER);
  const files = isFolder ? modulesBelow(path).filter((file) => isOurs || mayBeSpec(file)) : [path];
  const entries: Found[] = [];
  for (const file of files.filter((each) => !skipped.has(each))) {
    const { href: url } = pathToFileURL(file);
    const loaded = await loadSpecModule(url);
    const shown = shortPlace(file, context.cwd);
    if (loaded.kind === 'failed')
      throw new UsageError(
        `${shown} does not load: ${loaded.reason}${placeIn(loaded.stack, context)}`,
      );
    if (loaded.kind === 'spec') entries.push({ spec: loaded.spec, url });
    else if (!isFolder)
      throw new UsageError(`'${place}' has no default export: export default spec(...)`);
  }
  return entries.sort((a, b) => (a.spec.id < b.spec.id ? -1 : 1));
}

const COMPILE = 'compile it (npx tsc) and give the .js file';

function sourceHint(path: string): string {
  const hasSource = readdirSync(path, { recursive: true, encoding: 'utf8' }).some((name) =>
    /(?<!\.d)\.[cm]?ts$/.test(name),
  );
  return hasSource ? `, only TypeScript: ${COMPILE}` : '';
}

const isModule = (name: string): boolean =>
  /\.m?js$/.test(name) && !/\.(test|test-d|config)\.m?js$/.test(name);

const LANGUAGE_IMPORT = /\b(?:from|import)\s*\(?\s*['"](?:ordeal|[^'"]*\/lang\/index\.[cm]?js)['"]/;
const DEFAULT_EXPORT = /\bexport\s+default\b|\bexport\s*\{[^}]*\bdefault\b/;
const RELATIVE_IMPORT = /\bfrom\s*['"]\.{1,2}\//;

/** Whether a module may be a spec, as far as its text tells: it uses the language, or exports what its neighbours made of it. */
function mayBeSpec(file: string): boolean {
  const text = readFileSync(file, 'utf8');
  return LANGUAGE_IMPORT.test(text) || (DEFAULT_EXPORT.test(text) && RELATIVE_IMPORT.test(text));
}

function modulesBelow(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = resolve(folder, entry.name);
    if (entry.name.startsWith('.') || entry.name === 'node_modules') return [];
    if (entry.isDirectory()) return modulesBelow(path);
    const isFile = statSync(path, { throwIfNoEntry: false })?.isFile() === true;
    return isFile && isModule(entry.name) ? [path] : [];
  });
}

/** The innermost line of the spec in a stack, in parentheses. */
function placeIn(stack: string, context: Context): string {
  const frames = stack.split('\n').map((line) => /(?:\(|at )(\S+:\d+:\d+)\)?$/.exec(line)?.[1]);
  const [first] = frames.filter((frame) => frame !== undefined && !isOurs(frame));
  return first === undefined ? '' : ` (${shortPlace(first, context.cwd)})`;
}

const isOurs = (frame: string): boolean => frame.startsWith('node:') || frame.includes('/checker/');

function withoutRepetition(entries: readonly CatalogEntry[]): readonly CatalogEntry[] {
  const byId = new Map<string, CatalogEntry>();
  for (const entry of entries) {
    const known = byId.get(entry.spec.id);
    if (known !== undefined && known.url !== entry.url)
      throw new UsageError(
        `two specs are called '${entry.spec.id}': ${shortUrl(known)} and ${shortUrl(entry)}`,
      );
    byId.set(entry.spec.id, known ?? entry);
  }
  return [...byId.values()];
}

const shortUrl = ({ url }: CatalogEntry): string => fileURLToPath(url);
