// What the page on traces quotes from its traces stands in them: a spec that changes does not leave wrong numbers in the prose.

import { expect, test } from 'vitest';
import { readText } from './files.ts';

const text = readText('docs/reading-a-trace.md');
const blocks = [...text.matchAll(/^```\n([\s\S]*?)^```$/gm)].map(([, block = '']) => block);
const prose = text.replace(/^```[\s\S]*?^```$/gm, '');

/** Without its gaps: a trace breaks its lines where they get too long. */
const flat = (part: string): string => part.replace(/\s+/g, '');

test('there are traces of several kinds', () => {
  expect(blocks.filter((block) => block.includes('<== VIOLATION')).length).toBeGreaterThanOrEqual(
    2,
  );
  expect(blocks.join('')).toContain('*** DEADLOCK ***');
});

test('every quotation of a step, a change or a value is one', () => {
  const quoted = [...prose.matchAll(/`([^`\n]+)`/g)].map(([, words = '']) => words);
  const ofTraces = quoted.filter((words) =>
    /step \d|^\d+-\d+$|->|=>.|\/\*|^<==|\(.*\):$/.test(words),
  );
  expect(ofTraces.length).toBeGreaterThan(6);
  const all = flat(blocks.join('\n'));
  expect(ofTraces.filter((words) => !all.includes(flat(words)))).toEqual([]);
});
