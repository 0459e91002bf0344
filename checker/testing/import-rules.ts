// The direction of imports, as a function over one source.
// Owns the order of the rooms: each imports only rooms below it, and only through their index.ts;
// specs import the spec language and each other. Tests and checker/testing are free, since they
// look at a room from outside and inside; nothing else may import them.

import { posix } from 'node:path';
import { isTest } from './files.ts';
import { tokenise } from './tokens.ts';

// From the lowest to the highest; rooms of one line do not import each other.
const LEVELS: readonly (readonly string[])[] = [
  ['lang'],
  ['model'],
  ['semantics'],
  ['compile', 'reduce'],
  ['explore'],
  ['trace'],
  ['analyse'],
  ['report'],
  ['cli'],
  ['bench'],
];

export interface Import {
  readonly specifier: string;
  readonly line: number;
}

/** Lists the modules that a source names in import and export declarations and `import()`. */
export function importsOf(source: string): Import[] {
  const tokens = tokenise(source);
  return tokens.flatMap(({ kind, text, line }, at) => {
    const before = tokens[at - 1]?.text;
    const isCall = before === '(' && tokens[at - 2]?.text === 'import';
    const isImport = before === 'from' || before === 'import' || isCall;
    return kind === 'string' && isImport ? [{ specifier: text.slice(1, -1), line }] : [];
  });
}

const levelOf = (room: string): number => LEVELS.findIndex((rooms) => rooms.includes(room));

function complaintInSpec(target: string | undefined): string | undefined {
  if (target === 'checker/lang/index.ts' || target?.startsWith('specs/')) return undefined;
  return 'specs import only checker/lang/index.ts and other specs';
}

function complaintInRoom(room: string, target: string | undefined): string | undefined {
  if (target === undefined) return undefined;
  const [top, targetRoom = ''] = target.split('/');
  if (top !== 'checker') return 'the checker imports nothing from outside checker/';
  if (targetRoom === room) return undefined;
  if (levelOf(room) === -1) return `the room '${room}' has no place in the order of rooms`;
  if (levelOf(targetRoom) === -1) return `'${targetRoom}' is not a room that others may import`;
  if (levelOf(targetRoom) >= levelOf(room)) return `'${targetRoom}' is not below '${room}'`;
  const isIndex = target === `checker/${targetRoom}/index.ts`;
  return isIndex ? undefined : `'${targetRoom}' is entered through its index.ts only`;
}

function complaint(path: string, specifier: string): string | undefined {
  const [top, room = ''] = path.split('/');
  const isRelative = specifier.startsWith('.');
  const target = isRelative ? posix.join(posix.dirname(path), specifier) : undefined;
  if (target !== undefined && isTest(target)) return 'nothing imports a test';
  return top === 'specs' ? complaintInSpec(target) : complaintInRoom(room, target);
}

/** Lists the imports of one source that break a rule; `path` is relative to the repository. */
export function importViolations(path: string, source: string): string[] {
  if (isTest(path) || path.startsWith('checker/testing/')) return [];
  return importsOf(source).flatMap(({ specifier, line }) => {
    const reason = complaint(path, specifier);
    return reason === undefined ? [] : [`${path}:${line} imports ${specifier}: ${reason}`];
  });
}
