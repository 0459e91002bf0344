/**
 * The folder of the committed record, read as one moment of it and replaced as a whole.
 *
 * An update is prepared in a scratch folder, and one rename makes it the pending update. From then on whoever comes by finishes it, file
 * by file; each move names the update by its own folder, so that nobody finishes an older one by mistake. A process killed at any
 * moment leaves the old record, or one that the next run completes. How it is read is next door, in `gate-snapshot.ts`.
 */
import {
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
import { basename, dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { isSame, type RecordFiles, snapshot, textsOf } from './snapshot.ts';

const PENDING = '.update';
const SCRATCH = '.update-';
const FILES = 'files';
const TRASH = 'trash';
const REMOVED = 'removed.json';
const ATTEMPTS = 100;
const PAUSE_MS = 20;
const ABANDONED_AFTER_MS = 3_600_000;

/** Reads the files of every `family/spec` folder that `isWanted`: matrices and traces. An absent record has none. */
export async function readRecord(
  root: string,
  isWanted: (spec: string) => boolean,
): Promise<RecordFiles> {
  for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
    finishPending(root);
    const first = snapshot(root, isWanted);
    const second = snapshot(root, isWanted);
    if (pendingIn(root) === null && isSame(first, second)) return textsOf(first);
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
    const update = join(scratch, basename(scratch));
    mkdirSync(join(update, TRASH), { recursive: true });
    for (const [path, text] of files) write(join(update, FILES, path), text);
    write(join(update, REMOVED), JSON.stringify(removed));
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

/** Makes the prepared update the pending one and finishes it; false if another one was pending, which is finished now. */
function commit(scratch: string, root: string): boolean {
  finishPending(root);
  try {
    renameSync(scratch, join(root, PENDING));
  } catch (error) {
    if (isOneOf(error, 'ENOTEMPTY', 'EEXIST')) return false;
    throw error;
  }
  finishPending(root);
  return true;
}

/** The folder of the pending update; null if there is none. */
function pendingIn(root: string): string | null {
  const [id] = unlessGone(() => readdirSync(join(root, PENDING))) ?? [];
  return id === undefined ? null : join(root, PENDING, id);
}

/** Finishes an update that was committed: by this process, or by one that was killed meanwhile. Several may do so at once. */
function finishPending(root: string): void {
  const update = pendingIn(root);
  if (update !== null) {
    const list = unlessGone(() => readFileSync(join(update, REMOVED), 'utf8')) ?? '[]';
    const removed = JSON.parse(list) as readonly string[];
    for (const [number, path] of removed.entries())
      unlessGone(() => renameSync(join(root, path), join(update, TRASH, String(number))));
    // Again, because another process may have removed a folder as empty in which a file was about to appear.
    while (moveFiles(join(update, FILES), root) > 0);
    removeEmptyFolders(root, removed);
    retire(root, update);
  }
  removeEmpty(join(root, PENDING));
}

/** Moves what is there and returns how many files there were. */
function moveFiles(from: string, root: string): number {
  const paths = unlessGone(() => readdirSync(from, { recursive: true, encoding: 'utf8' })) ?? [];
  const files = paths.filter(
    (path) => unlessGone(() => statSync(join(from, path)))?.isFile() === true,
  );
  for (const path of files) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    unlessGone(() => renameSync(join(from, path), join(root, path)));
  }
  return files.length;
}

/** The update is no longer pending; only now can another one be. */
function retire(root: string, update: string): void {
  const done = join(root, `${basename(update)}-done`);
  unlessGone(() => renameSync(update, done));
  rmSync(done, { recursive: true, force: true });
}

/** Removes a folder if it is empty. */
function removeEmpty(folder: string): boolean {
  try {
    rmdirSync(folder);
    return true;
  } catch (error) {
    if (isOneOf(error, 'ENOTEMPTY', 'EEXIST', 'ENOENT')) return false;
    throw error;
  }
}

function removeEmptyFolders(root: string, removed: readonly string[]): void {
  for (const path of removed) {
    let folder = dirname(path);
    while (folder !== '.' && removeEmpty(join(root, folder))) folder = dirname(folder);
  }
}

function removeAbandoned(root: string): void {
  for (const name of readdirSync(root).filter((each) => each.startsWith(SCRATCH))) {
    const status = statSync(join(root, name), { throwIfNoEntry: false });
    if (status !== undefined && Date.now() - status.mtimeMs > ABANDONED_AFTER_MS)
      rmSync(join(root, name), { recursive: true, force: true });
  }
}

const isOneOf = (error: unknown, ...codes: readonly string[]): boolean =>
  codes.includes((error as NodeJS.ErrnoException).code ?? '');

/** Null if what it is about is gone: another process did it. */
function unlessGone<T>(action: () => T): T | null {
  try {
    return action();
  } catch (error) {
    if (isOneOf(error, 'ENOENT')) return null;
    throw error;
  }
}
