import { expect, test } from 'vitest';
import type { Choice } from '../../trace/index.ts';
import { choicesPanel } from './choices.ts';

const choice = (process: string, label: string, ...calls: readonly string[]): Choice =>
  ({ name: { process, calls, label, choices: [] }, breaks: [] }) as unknown as Choice;

test('choices that begin alike are told apart by their calls, others have none', () => {
  const choices = [
    choice('admin', 'get()', 'ioctl(ENTRY)', 'resume()'),
    choice('admin', 'get()', 'ioctl(EXIT)', 'resume()'),
    choice('admin', 'lock()', 'close()'),
    choice('user', 'get()', 'touch()'),
  ];
  const { text } = choicesPanel(choices, { threads: [] }, { recorded: -1 });
  const remarks = [...text.matchAll(/<span class="remark">(.*?)<\/span>/g)].map(([, each]) => each);
  expect(remarks).toEqual(['in ioctl(ENTRY) &gt; resume()', 'in ioctl(EXIT) &gt; resume()']);
});
