/**
 * The folder of the committed record, read as one moment of it and replaced as a whole.
 *
 * An update is prepared in a scratch folder, which one rename turns into the pending update; from then on whoever comes by finishes
 * it, file by file. So a process killed at any moment leaves the old record or one that the next run completes, and of two updates
 * at once each is whole. A reader looks twice, so that it never sees half of an update.
 */
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const PENDING = '.update';
const SCRATCH = '.update-';
const FILES = 'files';
const REMOVED = 'removed.json';
const ATTEMPTS = 50;
const PAUSE_MS = 20;
const ABANDONED_AFTER_MS = 3_600_000;

/** Texts by path, relative to the record and with forward slashes. */
export type RecordFiles = ReadonlyMap<string, string>;

/** Reads the files of every `family/spec` folder that `isWanted`: matrices and traces. An absent record has none. */
export async function readRecord(
  root: string,
  isWanted: (spec: string) => boolean,
): Promise<RecordFiles> {
  for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
    finishPending(root);
    const first = snapshot(root, isWanted);
    const second = snapshot(root, isWanted);
    if (!existsSync(join(root, PENDING)) && isSame(first, second)) return first;
    await sleep(PAUSE_MS);
  }
  throw new Error('other runs keep updating the record');
}

/** Replaces files of the record: all of it happens, or nothing. */
export async function replaceRecord(
  root: string,
  files: RecordFiles,
  removed: readonly string[],
): Promise<void> {
  mkdirSync(root, { recursive: true });
  removeAbandoned(root);
  const scratch = mkdtempSync(join(root, SCRATCH));
  try {
    for (const [path, text] of files) write(join(scratch, FILES, path), text);
    write(join(scratch, REMOVED), JSON.stringify(removed));
    for (let attempt = 1; !commit(scratch, root); attempt++) {
      if (attempt === ATTEMPTS) throw new Error('other runs keep updating the record');
      await sleep(PAUSE_MS);
    }
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

function write(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}

function snapshot(root: string, isWanted: (spec: string) => boolean): RecordFiles {
  const files = foldersIn(root).flatMap((family) =>
    foldersIn(join(root, family))
      .map((name) => `${family}/${name}`)
      .filter(isWanted)
      .flatMap((spec) => filesBelow(root, spec)),
  );
  return new Map(files.flatMap((path) => textOf(root, path)));
}

const isNormal = (name: string): boolean => !name.startsWith('.');

const foldersIn = (path: string): readonly string[] =>
  entriesIn(path)
    .filter((entry) => entry.isDirectory() && isNormal(entry.name))
    .map(({ name }) => name)
    .sort();

const entriesIn = (path: string) =>
  existsSync(path) ? readdirSync(path, { withFileTypes: true }) : [];

function filesBelow(root: string, folder: string): readonly string[] {
  return entriesIn(join(root, folder)).flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    if (!isNormal(entry.name)) return [];
    if (entry.isDirectory()) return filesBelow(root, path);
    return entry.name === MATRIX || entry.name.endsWith('.json') ? [path] : [];
  });
}

/** Name of the matrix in the folder of a spec. */
export const MATRIX = 'matrix.txt';

/** A file that another process has just removed is not there. */
function textOf(root: string, path: string): readonly (readonly [string, string])[] {
  return unlessGone(() => [[path, readFileSync(join(root, path), 'utf8')] as const]) ?? [];
}

const isSame = (a: RecordFiles, b: RecordFiles): boolean =>
  a.size === b.size && [...a].every(([path, text]) => b.get(path) === text);

/** Makes the prepared update the pending one and finishes it; false if another one was pending, which is finished now. */
function commit(scratch: string, root: string): boolean {
  finishPending(root);
  try {
    renameSync(scratch, join(root, PENDING));
  } catch (error) {
    if (['ENOTEMPTY', 'EEXIST'].includes(codeOf(error))) return false;
    throw error;
  }
  finishPending(root);
  return true;
}

/** Finishes an update that was committed: by this process, or by one that was killed meanwhile. May run twice at once. */
function finishPending(root: string): void {
  const pending = join(root, PENDING);
  const removed = unlessGone(() => readFileSync(join(pending, REMOVED), 'utf8'));
  if (removed === null) {
    removeEmpty(pending);
    return;
  }
  for (const path of JSON.parse(removed) as readonly string[])
    rmSync(join(root, path), { force: true });
  const files = join(pending, FILES);
  const paths = unlessGone(() => readdirSync(files, { recursive: true, encoding: 'utf8' })) ?? [];
  for (const path of paths) {
    unlessGone(() => {
      if (statSync(join(files, path)).isDirectory()) return;
      mkdirSync(dirname(join(root, path)), { recursive: true });
      renameSync(join(files, path), join(root, path));
    });
  }
  removeEmptyFolders(root, JSON.parse(removed) as readonly string[]);
  // The list goes last: as long as it is there, the update is pending.
  rmSync(files, { recursive: true, force: true });
  rmSync(pending, { recursive: true, force: true });
}

/** What is left of an update whose process was killed at its very end. */
function removeEmpty(pending: string): void {
  try {
    rmdirSync(pending);
  } catch (error) {
    if (!['ENOENT', 'ENOTEMPTY', 'EEXIST'].includes(codeOf(error))) throw error;
  }
}

function removeEmptyFolders(root: string, removed: readonly string[]): void {
  for (const path of removed) {
    for (let folder = dirname(path); folder !== '.'; folder = dirname(folder)) {
      const left = unlessGone(() => readdirSync(join(root, folder)));
      if (left === null || left.length > 0) break;
      unlessGone(() => rmSync(join(root, folder), { recursive: true }));
    }
  }
}

function removeAbandoned(root: string): void {
  for (const name of readdirSync(root).filter((each) => each.startsWith(SCRATCH))) {
    const status = statSync(join(root, name), { throwIfNoEntry: false });
    if (status !== undefined && Date.now() - status.mtimeMs > ABANDONED_AFTER_MS)
      rmSync(join(root, name), { recursive: true, force: true });
  }
}

const codeOf = (error: unknown): string => (error as NodeJS.ErrnoException).code ?? '';

/** Null if what it is about is gone: another process did it. */
function unlessGone<T>(action: () => T): T | null {
  try {
    return action();
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return null;
    throw error;
  }
}
