// `ordeal mutants` as a user types it: forms of output, the least score, exit codes, limits, interruption.

import { expect, test } from 'vitest';
import { ordeal } from '../../testing/ordeal.ts';

const linesOf = (text: string) =>
  text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Readonly<Record<string, unknown>>);

test('a spec stands for its first safe variant; all that can be noticed is: exit code 0', async () => {
  const { code, stdout } = await ordeal(['mutants', 'history/hb-01']);
  expect(code).toBe(0);
  expect(stdout).toMatch(
    /^ok {8}history\/hb-01\/post {2}mutants=21 noticed=19 unnoticed=0 score=100\.0%\n/,
  );
  expect(stdout).toContain('  not counted: 1 equivalent, 1 ill-formed\n');
  expect(stdout).toContain('\n  [small] 1 BAR of 1 page, 1 fault, 1 write that clears');
  expect(stdout).toContain('\n  zap_vma_ptes()\n      PteImpliesDecode 6\n');
});

test('what nobody notices is a finding, with the shortest behaviour that only one of the two has', async () => {
  const { code, stdout } = await ordeal(['mutants', 'classics/peterson', '--in', 'unlock']);
  expect(code).toBe(12);
  expect(stdout).toMatch(/^UNNOTICED classics\/peterson .* unnoticed=1 score=0\.0%\n/);
  expect(stdout).toContain('unnoticed: unlock: drop flag[me] = false\n');
  expect(stdout).toContain('only the base [small] does this, and no property objects:\n');
  expect(stdout).toContain('the last step changes flag[0] true->false\n');
});

test('a least score decides the exit code instead', async () => {
  const args = ['mutants', 'classics/peterson', '--min-score'];
  expect((await ordeal([...args, '85'])).code).toBe(0);
  expect((await ordeal([...args, '86'])).code).toBe(4);
  const { code, stderr } = await ordeal([...args, '101']);
  expect({ code, stderr }).toEqual({
    code: 2,
    stderr: "ordeal: --min-score '101': expected a percentage from 0 to 100\n",
  });
});

test('as JSON one object for the variant and one per mutant, as Markdown a table', async () => {
  const { stdout } = await ordeal(['mutants', 'history/hb-01', '--json']);
  const [head, ...mutants] = linesOf(stdout);
  expect(head).toMatchObject({ v: 1, type: 'mutants', name: 'history/hb-01/post', percent: 100 });
  expect(mutants).toHaveLength(21);
  expect(mutants[1]).toMatchObject({
    type: 'mutant',
    mutant: 'vfio_basic_config_write: drop zap_vma_ptes()',
    operator: 'drop',
    step: 'zap_vma_ptes()',
    verdict: 'noticed',
    by: [{ kind: 'property', subject: 'PteImpliesDecode', configuration: 'small', steps: 6 }],
  });
  const markdown = await ordeal(['mutants', 'history/hb-01', '--format', 'md']);
  expect(markdown.stdout).toContain(
    '| vfio\\_basic\\_config\\_write | zap\\_vma\\_ptes() | PteImpliesDecode 6 |\n',
  );
});

test('with -p the question is which steps this property needs', async () => {
  const { code, stdout } = await ordeal(['mutants', 'history/hb-01', '-p', 'S-LOCKBAL']);
  expect(code).toBe(0);
  expect(stdout).toMatch(/^ok .* mutants=21 noticed=2 by=S-LOCKBAL holds=18\n/);
  expect(stdout.match(/^ {2}\S.*$/gm)?.filter((line) => line.includes('down_'))).toHaveLength(2);
});

test('a property that the variant itself violates is refused, with the configuration', async () => {
  const args = ['mutants', 'history/hb-01/no-zap', '-p', 'PteImpliesDecode'];
  const { code, stdout, stderr } = await ordeal(args);
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr).toMatch(
    /^ordeal: -p 'PteImpliesDecode': history\/hb-01\/no-zap\[small\] violates it itself, /,
  );
  expect((await ordeal([...args.slice(0, 3), 'S-LOCKBAL'])).code).toBe(0);
});

test('a reason is one for the variant that the spec stands for, and excuses nothing in another', async () => {
  const survivors = async (target: string) => {
    const { stdout } = await ordeal(['mutants', target, '--json']);
    return linesOf(stdout).filter(({ verdict }) => verdict === 'unnoticed');
  };
  const [own, other] = [await survivors('history/hb-10'), await survivors('history/hb-10/post')];
  expect(own.map(({ reason }) => typeof reason)).toEqual(['string', 'string']);
  const shared = other.filter((each) => own.some(({ mutant }) => mutant === each['mutant']));
  expect(shared).toHaveLength(1);
  expect(shared[0]).toMatchObject({ reason: null });
});

test('a mark that is gone is noticed by a data race alone', async () => {
  const { stdout } = await ordeal(['mutants', 'history/hb-09', '-v']);
  expect(stdout).toMatch(/unmark WRITE_ONCE\(ctx->trigger, NULL\) {2}race on trigger 1\n/);
});

test('a search that is cut before anything is noticed decides nothing: exit code 3', async () => {
  const { code, stdout } = await ordeal(['mutants', 'classics/peterson', '--max-states', '5']);
  expect(code).toBe(3);
  expect(stdout).toMatch(/^INCONCLUSIVE classics\/peterson .* undecided=7 score=0\.0%\n/);
});

test('the number of workers changes nothing', async () => {
  const args = ['mutants', 'history/hb-21', '--json', '--workers'];
  expect((await ordeal([...args, '1'])).stdout).toBe((await ordeal([...args, '3'])).stdout);
});

test('Ctrl-C ends it within a second: exit code 130', async () => {
  const args = ['mutants', 'classics/barzap', '-c', 'F=5', '-c', 'B=3', '--progress', 'plain'];
  const outcome = await ordeal(args, { signal: { name: 'SIGINT', after: /depth/ } });
  expect(outcome.code).toBe(130);
  expect(outcome.stdout).toMatch(/^INCONCLUSIVE classics\/barzap.* undecided=/);
  // What was not judged is counted, not listed.
  expect(outcome.stdout).toMatch(/^ {2}interrupted: \d+ of \d+ mutants are not judged/m);
  expect(outcome.stdout).not.toContain('bound=interrupted');
  expect(outcome.stderr).toMatch(/mutant \d+ of \d+ /);
  expect(outcome.elapsedMs).toBeLessThan(1000);
});

test('a function that is not there is told with the nearest name', async () => {
  const { code, stderr } = await ordeal(['mutants', 'classics/peterson', '--in', 'unlok']);
  expect(code).toBe(2);
  expect(stderr).toMatch(/--in: function 'unlok' is unknown.*'unlock'/);
});
