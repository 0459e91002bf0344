/**
 * Folders and files that the user names: made, and what is wrong with them in plain words.
 */
import { accessSync, constants, mkdirSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { UsageError } from './usage-error.ts';

const WORDS: Readonly<Record<string, string>> = {
  EACCES: 'no permission',
  EEXIST: 'there is a file of that name',
  EISDIR: 'it is a folder',
  ENAMETOOLONG: 'its name is too long',
  ENOENT: 'it does not exist',
  ENOSPC: 'the disk is full',
  ENOTDIR: 'a part of its path is a file',
  EPERM: 'no permission',
  EROFS: 'the file system is read-only',
};

/** What an error of the file system means. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return WORDS[(error as NodeJS.ErrnoException).code ?? ''] ?? error.message;
}

/**
 * Makes a folder and those above it. Throws what the file system says.
 *
 * One by one: the recursive one of Node 20 never ends below /proc, where a folder can be neither made nor found.
 */
export function makeFolder(path: string): void {
  const status = statSync(path, { throwIfNoEntry: false });
  if (status?.isDirectory() === true) return;
  if (dirname(path) !== path) makeFolder(dirname(path));
  try {
    mkdirSync(path);
  } catch (error) {
    // Somebody else was faster.
    if (statSync(path, { throwIfNoEntry: false })?.isDirectory() !== true) throw error;
  }
}

/** Makes the folder of an option before anything is computed for it; its path. Throws `UsageError`. */
export function folderFor(option: string, folder: string, cwd: string): string {
  const path = resolve(cwd, folder);
  try {
    makeFolder(path);
    accessSync(path, constants.W_OK);
    return path;
  } catch (error) {
    throw unwritable(option, path, error);
  }
}

/** Throws `UsageError` where a file of an option could not be written. */
export function refuseUnwritable(option: string, file: string, cwd: string): void {
  const path = resolve(cwd, file);
  try {
    const status = statSync(path, { throwIfNoEntry: false });
    if (status?.isDirectory() === true) throw Object.assign(new Error(), { code: 'EISDIR' });
    // A file is replaced; a device or a pipe is written to.
    const isReplaced = status === undefined || status.isFile();
    accessSync(isReplaced ? dirname(path) : path, constants.W_OK);
  } catch (error) {
    throw unwritable(option, path, error);
  }
}

export function unwritable(option: string, path: string, error: unknown): UsageError {
  const isMissing = (error as NodeJS.ErrnoException).code === 'ENOENT';
  const reason = isMissing ? 'there is no such folder' : reasonOf(error);
  return new UsageError(`${option}: ${path} cannot be written: ${reason}`);
}
