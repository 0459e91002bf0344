/**
 * The files of the record as they are at a moment: matrices and traces, with marks that tell whether they were replaced meanwhile.
 *
 * Other files in the folder are somebody's own, and folders whose names begin with a dot are no part of it.
 */
import { type Dirent, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** Name of the matrix in the folder of a spec. */
export const MATRIX = 'matrix.txt';

/** Texts by path, relative to the record and with forward slashes. */
export type RecordFiles = ReadonlyMap<string, string>;

/** With the text, which file it was: another one of the same text is another one. */
export type Snapshot = ReadonlyMap<string, { readonly text: string; readonly mark: string }>;

/** Reads every `family/spec` folder that `isWanted`, once. What vanishes meanwhile is left out. */
export function snapshot(root: string, isWanted: (spec: string) => boolean): Snapshot {
  const paths = foldersIn(root).flatMap((family) =>
    foldersIn(join(root, family))
      .map((name) => `${family}/${name}`)
      .filter(isWanted)
      .flatMap((spec) => filesBelow(root, spec)),
  );
  return new Map(paths.flatMap((path) => fileAt(root, path)));
}

export const isSame = (a: Snapshot, b: Snapshot): boolean =>
  a.size === b.size && [...a].every(([path, { mark }]) => b.get(path)?.mark === mark);

export const textsOf = (files: Snapshot): RecordFiles =>
  new Map([...files].map(([path, { text }]) => [path, text]));

const isNormal = ({ name }: Dirent): boolean => !name.startsWith('.');

const foldersIn = (path: string): readonly string[] =>
  entriesIn(path)
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name);

function filesBelow(root: string, folder: string): readonly string[] {
  return entriesIn(join(root, folder)).flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) return filesBelow(root, path);
    return entry.name === MATRIX || entry.name.endsWith('.json') ? [path] : [];
  });
}

/** Sorted; none of a folder that is not there. */
function entriesIn(path: string): readonly Dirent[] {
  try {
    const entries = readdirSync(path, { withFileTypes: true }).filter(isNormal);
    return entries.sort((a, b) => (a.name < b.name ? -1 : 1));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

function fileAt(root: string, path: string) {
  const file = join(root, path);
  try {
    const text = readFileSync(file, 'utf8');
    const { ino, mtimeMs } = statSync(file);
    return [[path, { text, mark: `${ino} ${mtimeMs} ${text}` }] as const];
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}
