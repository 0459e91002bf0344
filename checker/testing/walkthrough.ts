/**
 * A document that is followed word for word: its code blocks are what the reader types, in order, in one folder.
 *
 * `sh`: commands that must succeed. `console`: lines with `$ ` are commands, and the others are what they print, in which the exit code
 * plays no part. A block whose language is followed by a path is that file; a `diff` changes it, and one marked `try` only until the next
 * `console` is done. Other blocks are for reading. Owns nothing of the folder: the caller makes it and removes it.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const BLOCK = /^```(\w+)(?: (\S+))?(?: (try))?\n([\s\S]*?)^```\n/gm;

/** Follows the document; gives it with what the commands printed this time. Throws when a step cannot be done. */
export function followed(text: string, folder: string): string {
  let undo = (): void => {};
  return text.replace(BLOCK, (block, language, path, mark, content) => {
    if (language === 'console') {
      const shown = session(content, folder);
      undo();
      undo = () => {};
      return `\`\`\`console\n${shown}\`\`\`\n`;
    }
    if (language === 'sh') succeed(content, folder);
    if (path === undefined) return block;
    const file = join(folder, path);
    if (language !== 'diff') write(file, content);
    else {
      const before = readFileSync(file, 'utf8');
      writeFileSync(file, patched(before, content));
      if (mark === 'try') undo = () => writeFileSync(file, before);
    }
    return block;
  });
}

function write(file: string, content: string): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, content);
}

/** What a terminal would show: both streams in one. */
function run(commands: string, folder: string): { status: number | null; shown: string } {
  const { status, stdout } = spawnSync('sh', ['-c', `exec 2>&1\n${commands}`], {
    cwd: folder,
    encoding: 'utf8',
    env: { ...process.env, npm_config_prefer_offline: 'true', npm_config_loglevel: 'error' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  return { status, shown: stdout };
}

function succeed(commands: string, folder: string): void {
  const { status, shown } = run(`set -e\n${commands}`, folder);
  if (status !== 0) throw new Error(`'${commands.trim()}' ended with ${status}:\n${shown}`);
}

/** Runs the commands of a block; gives the block with what they print. */
function session(content: string, folder: string): string {
  const commands = content.match(/^\$ (.*\\\n)*.*\n/gm) ?? [];
  return commands.map((command) => command + run(command.slice(2), folder).shown).join('');
}

/** Applies the hunks of a unified diff by their text, each of which must occur exactly once. */
export function patched(before: string, diff: string): string {
  const hunks = diff.split(/^@@.*\n/m).filter((hunk) => hunk !== '');
  return hunks.reduce((text, hunk) => {
    const side = (other: string): string =>
      hunk.replace(new RegExp(`^\\${other}.*\\n`, 'gm'), '').replace(/^[-+ ]/gm, '');
    const [head, ...tails] = text.split(side('+'));
    if (tails.length !== 1) throw new Error(`a hunk fits in ${tails.length} places:\n${hunk}`);
    return `${head}${side('-')}${tails[0]}`;
  }, before);
}
