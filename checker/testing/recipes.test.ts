// The recipes of docs/gate.md, word for word, in scratch repositories.

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { readText } from './files.ts';
import { readWorkflowCommands } from './report-shapes.ts';
import { ScratchRepository } from './scratch-repository.ts';
import { FLAVOURS, specText } from './spec-folder.ts';

const PAGE = readText('docs/gate.md');
const PETERSON = 'specs/classics/peterson.ts';
const PATIENCE_MS = 600_000;

/** The block of the page below the mark of that name. */
function recipe(name: string): string {
  const [, block] =
    new RegExp(`<!-- recipe ${name} -->\n\`\`\`\\w+\n([^]*?)\`\`\``).exec(PAGE) ?? [];
  if (block === undefined) throw new Error(`docs/gate.md has no recipe '${name}'`);
  return block;
}

/** The commands of a job in a workflow, but for those that install. */
function commandsIn(yaml: string, key: RegExp): readonly string[] {
  return yaml
    .split('\n')
    .flatMap((line) => key.exec(line)?.[1] ?? [])
    .filter((command) => command.includes('ordeal'));
}

let repository: ScratchRepository;
afterEach(() => repository.remove());

const HOLDS = specText('holds', {});
const BROKEN = specText('holds', FLAVOURS['unsafe'] ?? {});

const commit = (message: string): string => `git add -A && git commit -qm '${message}'`;

test('every recipe of the page is tried here', () => {
  const marks = [...PAGE.matchAll(/<!-- recipe (\S+) -->/g)].map(([, name]) => name);
  repository = new ScratchRepository();
  const tried = readText('checker/testing/recipes.test.ts');
  for (const name of marks) expect(tried, name).toContain(`recipe('${name}')`);
});

test(
  'a rebase stops at the commit that changes one line of a spec, each commit with its own build, and goes on once it is accepted',
  async () => {
    repository = await ScratchRepository.checkout(PETERSON);
    const spec = readFileSync(join(repository.root, PETERSON), 'utf8');
    const inside = "step('critical section')";
    const longer = spec.replace(inside, `${inside}, step('critical section, still')`);
    await repository.sh('git switch -qc topic');
    for (const [message, text] of [
      ['innocent', `${spec}// a comment\n`],
      ['longer', `${longer}// a comment\n`],
      ['guilty', `${longer.replace('eq(turn, me)', 'eq(turn, other)')}// a comment\n`],
    ] as const) {
      repository.write(PETERSON, text);
      await repository.sh(commit(message));
    }
    const subject = async () => (await repository.sh('git log -1 --format=%s')).stdout;
    const first = await repository.sh(recipe('rebase'));
    expect(first.code).not.toBe(0);
    expect(first.stdout).toMatch(/^drift {5}classics\/peterson\[small\] {2}.*\(model changed\)$/m);
    expect(await subject()).toBe('longer\n');
    const second = await repository.sh(recipe('accept'));
    expect(second.code).not.toBe(0);
    expect(second.stdout).toContain(
      'CHANGED   classics/peterson[small]:MutualExclusion  ok -> VIOLATED',
    );
    expect(await subject()).toBe('guilty\n');
    expect((await repository.sh('git status --porcelain')).stdout).toBe('');
    expect((await repository.sh('git show --stat HEAD^')).stdout).toContain('matrix.txt');
  },
  PATIENCE_MS,
);

test(
  'a series from a mailbox is gated patch by patch',
  async () => {
    repository = await ScratchRepository.ownSpecs({ holds: HOLDS });
    await repository.sh('git switch -qc theirs');
    repository.write('specs/holds.mjs', `// a comment\n${HOLDS}`);
    await repository.sh(commit('innocent'));
    repository.write('specs/holds.mjs', `// a comment\n${BROKEN}`);
    await repository.sh(commit('guilty'));
    repository.write('specs/holds.mjs', `// a comment\n${HOLDS}`);
    await repository.sh(commit('mended again'));
    await repository.sh('git format-patch --stdout main > .git/series && git switch -q main');
    await repository.sh('cp .git/series series.mbox');
    const { code, stdout } = await repository.sh(recipe('mailbox'));
    expect(code).not.toBe(0);
    expect(stdout).toContain('CHANGED   mine/holds[small]:P  ok -> VIOLATED');
    expect((await repository.sh('git log -1 --format=%s')).stdout).toBe('guilty\n');
  },
  PATIENCE_MS,
);

test(
  'the hook lets a push through if all is as committed, and stops it otherwise',
  async () => {
    repository = await ScratchRepository.ownSpecs({ holds: HOLDS });
    repository.write('.git/hooks/pre-push', recipe('pre-push'));
    const push = 'chmod +x .git/hooks/pre-push; git push -q there main';
    await repository.sh('git init -q --bare .git/there && git remote add there .git/there');
    expect(await repository.sh(push)).toMatchObject({ code: 0, stdout: '' });
    repository.write('specs/holds.mjs', BROKEN);
    const dirty = await repository.sh(push);
    expect(dirty).toMatchObject({ code: 1, stderr: expect.stringContaining('commit or stash') });
    await repository.sh(commit('broken'));
    const stopped = await repository.sh(push);
    expect(stopped.code).toBe(1);
    expect(`${stopped.stdout}${stopped.stderr}`).toContain('CHANGED   mine/holds[small]:P');
    const pushed = await repository.sh('git rev-parse there/main main');
    const [there, here] = pushed.stdout.split('\n');
    expect(there).not.toBe(here);
  },
  PATIENCE_MS,
);

test(
  'the workflow for GitHub annotates, summarises and writes SARIF',
  async () => {
    repository = await ScratchRepository.ownSpecs({ holds: HOLDS });
    repository.write('specs/holds.mjs', BROKEN);
    const [command = ''] = commandsIn(recipe('github'), /- run: (.*)/);
    const summary = join(repository.root, '.git/summary.md');
    const { code, stdout } = await repository.sh(command, { GITHUB_STEP_SUMMARY: summary });
    expect(code).toBe(12);
    const annotations = stdout.split('\n').filter((line) => line.startsWith('::'));
    const commands = readWorkflowCommands(annotations.join('\n'));
    expect(commands[0]).toMatchObject({
      command: 'error',
      properties: { file: 'specs/holds.mjs', title: 'mine/holds[small]:P' },
    });
    expect(readFileSync(summary, 'utf8')).toContain('### ordeal gate: 3 not as expected');
    const sarif = JSON.parse(readFileSync(join(repository.root, 'ordeal.sarif'), 'utf8'));
    expect(sarif.runs[0].results).toHaveLength(3);
  },
  PATIENCE_MS,
);

test(
  'the jobs for GitLab search their shares and merge them',
  async () => {
    repository = await ScratchRepository.ownSpecs({
      holds: HOLDS,
      twin: specText('twin', FLAVOURS['twin'] ?? {}),
    });
    const [shard = '', merge = ''] = commandsIn(recipe('gitlab'), /^ +- (npx .*)/);
    for (const index of ['1', '2', '3'])
      await repository.sh(shard, { CI_NODE_INDEX: index, CI_NODE_TOTAL: '3' });
    const { code, stdout } = await repository.sh(merge);
    expect({ code, stdout }).toEqual({
      code: 0,
      stdout: 'same      4 cells\nsummary: 4 cells in 2 searches, 4 same\n',
    });
    expect(existsSync(join(repository.root, 'junit.xml'))).toBe(true);
    expect(readFileSync(join(repository.root, 'quality.json'), 'utf8')).toBe('[]\n');
    const shards = await repository.sh(recipe('shards'));
    expect(shards.stdout).toContain(stdout);
  },
  PATIENCE_MS,
);
