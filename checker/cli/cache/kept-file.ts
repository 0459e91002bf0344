/**
 * Files of the cache: read only as they were written, and replaced as a whole. Whatever the file system refuses is as if it were not there.
 */
import { createHash } from 'node:crypto';
import { readFileSync, renameSync, writeFileSync } from 'node:fs';

export const sumOf = (content: string | Uint8Array): string =>
  createHash('sha256').update(content).digest('hex');

/** The content of a file; null if there is none that is as it was written. */
export function readKept(file: string): string | null {
  const text = attempt(() => readFileSync(file, 'utf8'));
  if (text === null) return null;
  const at = text.indexOf('\n');
  const content = text.slice(at + 1);
  return text.slice(0, at) === sumOf(content) ? content : null;
}

/** Writes a file under its checksum, or does nothing. */
export function writeKept(file: string, content: string): void {
  attempt(() => {
    const scratch = `${file}.${process.pid}`;
    writeFileSync(scratch, `${sumOf(content)}\n${content}`);
    renameSync(scratch, file);
  });
}

export function attempt<T>(action: () => T): T | null {
  try {
    return action();
  } catch {
    return null;
  }
}
