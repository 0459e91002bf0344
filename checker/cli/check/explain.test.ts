// `ordeal check --explain` as a user types it.

import { expect, test } from 'vitest';
import { ordeal } from '../../testing/ordeal.ts';

const reported = (stdout: string, format: string): string =>
  stdout.slice(stdout.indexOf(format === 'json' ? '{"v":1,"type":"report"' : '### ordeal check'));

const args = ['check', 'history/hb-01/post', '--explain'];

test('of what holds it says how close the search came and which steps are needed', async () => {
  const { code, stdout } = await ordeal([...args, '-p', 'PteImpliesDecode']);
  expect(code).toBe(0);
  expect(stdout).toMatch(/^ok {8}history\/hb-01\/post\[small\] /);
  expect(stdout).toContain('\nwhy PteImpliesDecode holds in history/hb-01/post[small]\n');
  expect(stdout).toContain("  clause 'memory decode is on': its premise held in 3 of 16 states\n");
  expect(stdout).toContain('      7 lack only: pte\n      3 lack only: !memory_enabled\n');
  expect(stdout).toContain('      6  zap_vma_ptes()\n');
  expect(stdout).not.toContain('why S-LOCKBAL');
});

test('a property that steps assert and deadlock are explained by the steps they need', async () => {
  const { stdout } = await ordeal(args);
  expect(stdout).toMatch(
    /why S-LOCKBAL holds.*\n {2}asserted by steps: checked at 6 transitions\n/,
  );
  expect(stdout).toMatch(/why deadlock holds[\s\S]*\n {6}3 {2}up_write\(&memory_lock\)\n/);
});

test('as JSON it is one object per property', async () => {
  const { stdout } = await ordeal([...args, '--json']);
  const lines = stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line))
    .filter(({ type }) => type === 'explanation');
  expect(lines.map(({ property }) => property)).toEqual([
    'PteImpliesDecode',
    'S-LOCKBAL',
    'deadlock',
  ]);
  expect(lines[0]).toMatchObject({
    name: 'history/hb-01/post',
    configurations: [
      {
        configuration: 'small',
        states: 16,
        clauses: [
          {
            clause: 'memory decode is on',
            premise: 3,
            misses: [
              { condition: 'pte', states: 7 },
              { condition: '!memory_enabled', states: 3 },
            ],
            fewestMissing: 1,
          },
        ],
      },
    ],
    mutants: 20,
    undecided: 0,
  });
  expect(lines[0].needs).toContainEqual({
    fn: 'vfio_basic_config_write',
    step: 'zap_vma_ptes()',
    steps: 6,
  });
});

test('what is violated is not explained away', async () => {
  const { code, stdout } = await ordeal(['check', 'history/hb-01/no-zap', '--explain']);
  expect(code).toBe(12);
  expect(stdout).not.toContain('why PteImpliesDecode');
  expect(stdout).toContain('why S-LOCKBAL holds');
});

test('a search that is cut explains nothing: exit code 3', async () => {
  const { code, stdout } = await ordeal([...args, '--max-states', '5']);
  expect(code).toBe(3);
  expect(stdout).not.toContain('why');
});

test('where mutants are not decided the summary says the exit code of that', async () => {
  const { code, stdout } = await ordeal([...args, '--max-states', '17', '--json']);
  expect(code).toBe(3);
  const lines = stdout.trimEnd().split('\n');
  const last = JSON.parse(lines.at(-1) as string);
  expect(last).toMatchObject({ type: 'summary', exit: 3 });
});

test('the Markdown and the JSON report of the run have it too', async () => {
  const one = [...args, '-p', 'PteImpliesDecode', '--report'];
  const markdown = reported((await ordeal([...one, 'markdown=-'])).stdout, 'markdown');
  expect(markdown).toContain('### Why PteImpliesDecode holds in `history/hb-01/post[small]`\n');
  expect(markdown).toContain(
    '| memory decode is on | 3 of 16 states | pte (7), !memory\\_enabled (3) |\n',
  );
  expect(markdown).toContain('| vfio\\_basic\\_config\\_write | zap\\_vma\\_ptes() | 6 |\n');
  const { results } = JSON.parse(reported((await ordeal([...one, 'json=-'])).stdout, 'json'));
  expect(results.map(({ type }: { type: string }) => type)).toContain('explanation');
});

test('Ctrl-C while it looks says that the reason is missing, not the verdict', async () => {
  const { code, stdout, stderr } = await ordeal(
    ['check', 'classics/barzap', '-c', 'F=6', '-c', 'B=3', '--explain'],
    { signal: { name: 'SIGINT', after: /states=/ } },
  );
  expect(code).toBe(130);
  expect(stdout).toContain('ok        classics/barzap');
  expect(stderr).toContain('ordeal: why it holds in classics/barzap is not explained: interrupted');
});
