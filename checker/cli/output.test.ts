// What the program prints: the same bytes whatever the number of workers, colour only where it is
// wanted, JSON that parses, and no stack trace when nobody reads on.

import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { ROOT } from '../testing/files.ts';
import { ordeal } from '../testing/ordeal.ts';
import { FLAVOURS, SpecFolder, specText } from '../testing/spec-folder.ts';

const folder = new SpecFolder(Object.keys(FLAVOURS));
afterAll(() => folder.remove());

const MATRIX = ['check', '--specs', folder.path];

/** The objects of an output in JSON lines. */
const objects = (stdout: string): Record<string, unknown>[] =>
  stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);

test('one worker and three workers print the same bytes', async () => {
  const [one, three] = [
    await ordeal([...MATRIX, '--workers', '1']),
    await ordeal([...MATRIX, '--workers', '3']),
  ];
  expect(three.stdout).toBe(one.stdout);
  expect(one.stdout).toContain('summary: 10 searches, ');
});

test('results come in declared order although the first search takes longest', async () => {
  const { stdout } = await ordeal([
    'check',
    'classics/barzap/bad',
    'classics/peterson',
    '--expect',
    '--workers',
    '2',
  ]);
  expect(stdout.match(/^(ok|expected) +classics\/\S+/gm)).toEqual([
    'expected  classics/barzap/bad[small]',
    'ok        classics/peterson[small]',
    'expected  classics/peterson/turn-first[small]',
  ]);
});

describe('counts are those that are published', () => {
  test.each([
    [
      ['check', 'classics/barzap', '-c', 'F=3', '-c', 'B=3'],
      'states=6288 generated=22920 depth=18',
    ],
    [['check', 'classics/two-phase-commit', '-c', 'N=5'], 'states=8832 generated=58146 depth=16'],
  ])('%j', async (args, counts) => {
    const { code, stdout } = await ordeal(args);
    expect(code).toBe(0);
    expect(stdout).toContain(counts);
    expect(stdout).toMatch(/^ {2}bounds: .*=\d.*; sequential consistency$/m);
  });
});

describe('a candidate', () => {
  const STATUS = 'candidate, not confirmed by a maintainer';
  const CANDIDATE = 'vfio-pci/vma-list/open-before-copy';
  const TWIN = 'vfio-pci/vma-list/no-open-zap';
  const told = (text: string): number => text.replace(/\s+/g, ' ').split(STATUS).length - 1;

  test('is told to be one by check once, and by its trace', async () => {
    const matrix = await ordeal(['check', CANDIDATE, TWIN, '--expect']);
    expect(told(matrix.stdout)).toBe(1);
    expect(matrix.stdout).toMatch(new RegExp(`S-LIST.*\n  ${STATUS}\nexpected +${TWIN}`));
    const verdict = await ordeal(['check', CANDIDATE]);
    expect(told(verdict.stdout)).toBe(2);
    expect(told((await ordeal(['check', TWIN])).stdout)).toBe(0);
  });

  test('is told to be one by list and by show', async () => {
    const { stdout } = await ordeal(['list', 'variants', 'vfio-pci/vma-list']);
    const marked = stdout.split('\n').filter((line) => line.includes(`(${STATUS}; `));
    expect(marked.map((line) => line.split(' ')[0])).toEqual([
      CANDIDATE,
      'vfio-pci/vma-list/as-is-hot-exit',
    ]);
    expect((await ordeal(['show', CANDIDATE])).stdout).toContain(` * status: ${STATUS}\n`);
    expect((await ordeal(['show', TWIN])).stdout).not.toContain('status:');
  });

  test('is told to be one by every report that tells its violations', async () => {
    const formats = ['junit', 'ktap', 'sarif', 'github', 'gitlab', 'markdown', 'json'];
    const wishes = formats.flatMap((each) => ['--report', `${each}=${join(folder.path, each)}`]);
    await ordeal(['check', CANDIDATE, ...wishes]);
    for (const each of formats.slice(0, -1))
      expect(told(readFileSync(join(folder.path, each), 'utf8')), each).toBeGreaterThan(0);
    expect(readFileSync(join(folder.path, 'json'), 'utf8')).toContain('"status":"candidate"');
  });
});

describe('check SPEC/VARIANT', () => {
  test('prints the trace of the violation and says that it is expected', async () => {
    const { code, stdout } = await ordeal(['check', 'classics/barzap/bad']);
    expect(code).toBe(12);
    expect(stdout.split('\n').slice(0, 5)).toEqual([
      'VIOLATED  classics/barzap/bad[small]  properties=3 violated=1 states=4772 generated=15240 depth=28',
      'VIOLATED    Safe  steps=5 switches=1 shortest (as expected)',
      '  asked: is this safe? (with --expect: is it as recorded?)',
      '',
      'VIOLATED  classics/barzap/bad[small]  (as expected)',
    ]);
    expect(stdout).toContain('ordeal trace replay classics/barzap/bad:Safe');
    expect(stdout).not.toContain('summary');
  });

  test('with --expect asks whether all is as recorded', async () => {
    const { code, stdout } = await ordeal(['check', 'classics/barzap/bad', '--expect']);
    expect(code).toBe(0);
    expect(stdout.split('\n')).toEqual([
      expect.stringMatching(
        /^expected {2}classics\/barzap\/bad\[small\] {2}properties=3 violated=1 /,
      ),
      'expected    Safe  steps=5 switches=1 shortest',
      'summary: 1 search, 0 ok, 1 as expected, 0 unexpected; complete, exact store',
      '',
    ]);
  });

  test('writes a trace that can be shown and replayed', async () => {
    const traces = join(folder.path, 'traces');
    await ordeal(['check', 'classics/barzap/bad', '--trace-dir', traces]);
    const file = join(traces, 'classics/barzap/bad/Safe.json');
    expect(existsSync(file)).toBe(true);
    const shown = await ordeal(['trace', 'show', file, '--format', 'json']);
    expect(shown).toMatchObject({ code: 0, stdout: readFileSync(file, 'utf8') });
    const replayed = await ordeal(['trace', 'replay', file]);
    expect(replayed.code).toBe(0);
    expect(replayed.stdout).toContain(
      'replayed on classics/barzap/bad[small]: 5 of 5 steps, Safe violated',
    );
    const elsewhere = await ordeal(['trace', 'replay', file, '--variant', 'classics/barzap']);
    expect(elsewhere.code).toBe(0);
    expect(elsewhere.stdout).toContain(
      'replayed on classics/barzap[small]: 3 of 5 steps, Safe not violated',
    );
  });
});

test('a violation that nobody expected tells in the matrix how to see its trace', async () => {
  const path = join(folder.path, 'unsafe.mjs');
  const { stdout } = await ordeal(['check', path]);
  expect(stdout.split('\n').slice(0, 3)).toEqual([
    'VIOLATED  mine/unsafe[small]  properties=2 violated=1 states=2 generated=2 depth=1',
    'VIOLATED    P  steps=1 switches=0 shortest',
    `  trace: ordeal trace show mine/unsafe:P --config small --specs ${path}`,
  ]);
  const hint = stdout.split('\n')[2]?.split(' ').slice(4) ?? [];
  expect((await ordeal(hint)).stdout).toContain('<== VIOLATION');
});

test('a constant that changes nothing is told, and the exit code stays', async () => {
  const args = ['check', 'vfio-pci/revoke-bars/v4', '--config', 'power', '--max-states', '50'];
  const idle = await ordeal([...args, '-c', 'd1=yes']);
  expect(idle.code).toBe(3);
  expect(idle.stdout).toContain(
    '\n  note: d1=yes changes nothing here: the model is that of [power]\n',
  );
  const both = await ordeal([...args, '-c', 'op-d1=yes', '-c', 'd1=yes']);
  expect(both.stdout).not.toContain('note:');
  const [search] = objects((await ordeal([...args, '-c', 'd1=yes', '--json'])).stdout);
  expect(search).toMatchObject({ idle: [{ setting: 'd1=yes', like: 'power' }] });
});

test('of several violated properties the traces that are not printed are told', async () => {
  const never = (name: string): string =>
    `property('${name}', 'x stays false.', [clause('c', { then: not(x) })])`;
  const own = new SpecFolder();
  const two = own.write('two.mjs', specText('two', { properties: `${never('P')}, ${never('Q')}` }));
  const { stdout } = await ordeal(['check', two, '-c', 'N=2']);
  expect(stdout).toContain(
    `\nother traces: ordeal trace show mine/two:Q --config small -c N=2 --specs ${two}\n`,
  );
  const others = /^other traces: ordeal (trace show .*?)(?: {2}\(or .*\))?$/m.exec(stdout)?.[1];
  const shown = await ordeal((others ?? '').split(' '));
  expect(shown.code).toBe(0);
  expect(shown.stdout).toContain('VIOLATED');
  own.remove();
  const { stdout: single } = await ordeal(['check', 'classics/barzap/bad']);
  expect(single).not.toContain('other traces');
});

test('under a verdict an expected violation is one in JSON, of the search and of the property', async () => {
  const { stdout } = await ordeal(['check', 'classics/barzap/bad', '--json']);
  const [search, property] = objects(stdout);
  expect(search).toMatchObject({ type: 'search', outcome: 'VIOLATED' });
  expect(property).toMatchObject({ property: 'Safe', outcome: 'violated', expected: true });
  const matrix = objects(
    (await ordeal(['check', 'classics/barzap/bad', '--expect', '--json'])).stdout,
  );
  expect(matrix[0]).toMatchObject({ type: 'search', outcome: 'expected' });
  expect(matrix[1]).toMatchObject({ property: 'Safe', outcome: 'expected', expected: true });
});

test('a bound says how far the search came, and nothing about what lies behind', async () => {
  const { stdout } = await ordeal(['check', 'classics/barzap', '--verdict', '--max-states', '100']);
  expect(stdout.split('\n').slice(0, 2)).toEqual([
    'INCONCLUSIVE classics/barzap[small]  properties=3 states=90 generated=132 depth=5 bound=max-states',
    '  no violation in any run of up to 4 steps; 31 states not expanded',
  ]);
});

test('--first prints no counts', async () => {
  const { stdout } = await ordeal(['check', 'classics/barzap/bad', '--first']);
  expect(stdout.split('\n')[0]).toBe(
    'VIOLATED  classics/barzap/bad[small]  properties=3 violated=1 bound=first',
  );
});

test('-p reports one property only, -v those that hold too', async () => {
  const { stdout } = await ordeal(['check', 'classics/barzap', '-p', 'Safe', '-v', '--verdict']);
  expect(stdout.split('\n').slice(0, 2)).toEqual([
    'ok        classics/barzap[small]  properties=1 states=355 generated=690 depth=16',
    'ok          Safe',
  ]);
});

test('-q prints nothing when all is as expected', async () => {
  expect(await ordeal(['check', 'classics/barzap', '-q'])).toMatchObject({ code: 0, stdout: '' });
});

test('--matrix adds a table of variants and properties', async () => {
  const { stdout } = await ordeal(['check', 'classics/barzap', '--matrix']);
  expect(stdout).toContain(
    [
      'classics/barzap  Safe      S-LOCKBAL  deadlock',
      '[small]          ok        ok         ok',
      'bad[small]       expected  ok         ok',
    ].join('\n'),
  );
});

describe('--json', () => {
  test('prints one object per line, with version and type', async () => {
    const { stdout } = await ordeal([...MATRIX, '--json']);
    const all = objects(stdout);
    expect(all.every(({ v, type }) => v === 1 && typeof type === 'string')).toBe(true);
    const types = new Set(all.map(({ type }) => type));
    expect([...types].toSorted()).toEqual(['property', 'search', 'summary', 'trace', 'vacuous']);
    expect(all.at(-1)).toMatchObject({ searches: 10, vacuous: 4, exit: 12, complete: true });
  });

  test.each([
    [['list', 'specs']],
    [['list', 'variants']],
    [['list', 'properties', 'classics']],
    [['list', 'configs']],
    [['list', 'actions', 'classics/peterson']],
    [['doctor']],
    [['trace', 'show', 'classics/barzap/bad:Safe']],
  ])('of %j parses', async (args) => {
    const { code, stdout } = await ordeal([...args, '--json']);
    expect(code).toBe(0);
    expect(objects(stdout).every(({ v, type }) => v === 1 && typeof type === 'string')).toBe(true);
  });

  test('progress in JSON goes to stderr', async () => {
    const args = ['check', 'classics/barzap', '-c', 'F=7', '-c', 'B=3', '--max-time', '3s'];
    const { stderr } = await ordeal([...args, '--progress', 'json']);
    expect(objects(stderr)[0]).toMatchObject({ v: 1, type: 'progress', searches: 1 });
  });
});

describe('colour', () => {
  const isColoured = async (
    args: readonly string[],
    env: Record<string, string>,
  ): Promise<boolean> =>
    (await ordeal(['check', 'classics/peterson', ...args], { env })).stdout.includes('\u001b[');

  test.each([
    ['is off when stdout is no terminal', [], { NO_COLOR: '' }, false],
    [
      'is on with --color always, whatever NO_COLOR says',
      ['--color', 'always'],
      { NO_COLOR: '1' },
      true,
    ],
    ['is on with FORCE_COLOR', [], { NO_COLOR: '', FORCE_COLOR: '1' }, true],
    [
      'is off with NO_COLOR, whatever FORCE_COLOR says',
      [],
      { NO_COLOR: '1', FORCE_COLOR: '1' },
      false,
    ],
    ['is off with --color never', ['--color', 'never'], { NO_COLOR: '', FORCE_COLOR: '1' }, false],
    ['is never in JSON', ['--json', '--color', 'always'], { NO_COLOR: '' }, false],
  ])('%s', async (_what, args, env, expected) => {
    expect(await isColoured(args, env)).toBe(expected);
  });
});

test.each(['check --specs .', 'list variants --specs .', '--help', 'check'])(
  '%s | head -1 leaves no stack trace',
  (command) => {
    const line = `'${process.execPath}' '${join(ROOT, 'bin/ordeal.mjs')}' ${command} --progress none | head -1`;
    const { stdout, stderr } = spawnSync('sh', ['-c', line], {
      cwd: folder.path,
      encoding: 'utf8',
    });
    expect(stdout.trimEnd().split('\n')).toHaveLength(1);
    expect(stderr).toBe('');
  },
);

describe('show', () => {
  test('--diff is the patch from one variant to the other', async () => {
    const { code, stdout } = await ordeal(['show', 'classics/peterson', '--diff', 'turn-first']);
    expect(code).toBe(0);
    expect(stdout.match(/^[-+] .*$/gm)?.map((line) => line.replace(/\s+/g, ' '))).toEqual([
      '- flag[me] = true; /* rest */',
      '- turn = other;',
      '+ turn = other; /* rest */',
      '+ flag[me] = true;',
    ]);
  });

  test('takes a configuration that the other variant is not run in', async () => {
    const { code, stdout } = await ordeal([
      'show',
      'classics/barzap',
      '--config',
      'medium',
      '--diff',
      'bad',
    ]);
    expect(code).toBe(0);
    expect(stdout).toContain('+++ classics/barzap/bad [medium]');
  });

  test('takes a size for the first configuration of that size', async () => {
    const { code, stdout } = await ordeal(['show', 'vfio-pci/revoke-bars/v4', '--config', 'small']);
    const named = await ordeal(['show', 'vfio-pci/revoke-bars/v4', '--config', 'power']);
    expect(code).toBe(0);
    expect(stdout).toBe(named.stdout);
  });

  test('shows a spec from a file', async () => {
    const { stdout } = await ordeal(['show', join(folder.path, 'holds.mjs'), '-c', 'N=2']);
    expect(stdout).toContain('process thread');
  });
});

test('--explain-noop tells what calls change, by the value of a variable', async () => {
  const args = ['check', 'classics/barzap/bad', '--expect', '--explain-noop', 'power'];
  const { code, stdout } = await ordeal(args);
  expect(code).toBe(0);
  expect(stdout.match(/^effect .*$/gm)).toEqual([
    expect.stringMatching(
      /^effect {4}classics\/barzap\/bad\[small\]:power > set_power\(\) {2}power=D0 fired=\d+ changed=\d+ changes=/,
    ),
    expect.stringContaining('power=D3'),
  ]);
});

describe('without a search', () => {
  test('the bare name prints ten lines', async () => {
    const { code, stdout } = await ordeal([]);
    expect(code).toBe(0);
    expect(stdout.trimEnd().split('\n')).toHaveLength(10);
  });

  test.each(['list', 'show', 'check', 'trace', 'doctor', 'completion'])(
    'the help of %s has two examples and exit codes',
    async (command) => {
      const { code, stdout } = await ordeal([command, '--help']);
      expect(code).toBe(0);
      expect(stdout.match(/^ {2}ordeal .*$/gm)).toHaveLength(2);
      expect(stdout).toMatch(/Exit codes:\n +0 {2}/);
      expect(stdout.split('\n').every((line) => line.length <= 80)).toBe(true);
    },
  );

  test('-h is --help', async () => {
    const short = await ordeal(['check', '-h']);
    expect(short).toMatchObject({ code: 0, stdout: (await ordeal(['check', '--help'])).stdout });
  });

  test('help does not follow the locale', async () => {
    const { stdout } = await ordeal(['--help'], {
      env: { LC_ALL: 'fr_FR.UTF-8', LANG: 'fr_FR.UTF-8' },
    });
    expect(stdout).toContain('Commands:');
  });

  test.each([
    [[], 'bash'],
    [['bash'], 'bash'],
    [['zsh'], 'zsh'],
  ])('completion %j is the script for %s, whatever the shell is', async (args, shell) => {
    const marks = { bash: 'complete -o', zsh: '#compdef ordeal' };
    for (const SHELL of ['/bin/bash', '/bin/zsh']) {
      const { code, stdout } = await ordeal(['completion', ...args], { env: { SHELL } });
      expect(code).toBe(0);
      for (const [name, mark] of Object.entries(marks))
        expect(stdout.includes(mark)).toBe(name === shell);
    }
  });

  test('the script for bash completes a word', () => {
    const script = [
      `ordeal() { '${process.execPath}' '${join(ROOT, 'bin/ordeal.mjs')}' "$@"; }`,
      'eval "$(ordeal completion bash)"',
      'COMP_WORDS=(ordeal check classics/barz rest); COMP_CWORD=2; _ordeal_completion',
      `printf '%s\\n' "\${COMPREPLY[@]}"`,
    ].join('\n');
    const { stdout } = spawnSync('bash', ['-c', script], { encoding: 'utf8' });
    expect(stdout).toBe('classics/barzap\nclassics/barzap/bad\n');
  });

  test('completion offers commands, options and ids', async () => {
    const complete = async (...words: readonly string[]): Promise<readonly string[]> =>
      (await ordeal(['--get-yargs-completions', 'ordeal', ...words])).stdout.split('\n');
    expect(await complete('ch')).toContain('check');
    expect(await complete('check', '--max-s')).toContain('--max-states');
    expect(await complete('check', 'classics/barz')).toContain('classics/barzap/bad');
  });
});
