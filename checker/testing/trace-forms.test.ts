/**
 * The forms of a trace with the programs that read them, and with every counterexample of the repository: git takes the mail, the parser of
 * Mermaid takes the diagram, ITF and TLC text are complete, pages have a size that can be attached.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import mermaid from 'mermaid';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { layoutOf, renderTrace, renderWhy } from '../report/index.ts';
import { storedTrace, type Trace, whyTrace } from '../trace/index.ts';
import { type CommittedTrace, committedTraces } from './committed.ts';
import { bundledScript, pageOf } from './pages.ts';
import { readTlc } from './tlc-reader.ts';
import { modelOf, relay, traceIn } from './trace-models.ts';

let committed: readonly CommittedTrace[] = [];
beforeAll(async () => {
  committed = await committedTraces();
}, 60_000);

const HOSTILE = [
  '# not a comment',
  '--- a/file',
  'diff --git a b',
  'From the top',
  '> quoted',
  '-- ',
  'end',
  'a; b',
  'x -->> y',
  'loop forever',
  '%%{init}%%',
  'note over T0: x',
];
const hostile = traceIn(modelOf(relay(HOSTILE)), 'S-TURN');

test('the counterexamples are there, and some of them are long', () => {
  expect(committed.length).toBeGreaterThan(70);
  expect(Math.max(...committed.map(({ trace }) => trace.steps.length))).toBeGreaterThan(25);
});

describe('the parser of Mermaid takes', () => {
  const parses = async (trace: Trace): Promise<void> => {
    for (const full of [false, true]) {
      const parsed = await mermaid.parse(renderTrace(trace, { format: 'mermaid', full }));
      expect(parsed).toMatchObject({ diagramType: 'sequence' });
    }
  };

  test('every counterexample', async () => {
    for (const { trace } of committed) await parses(trace);
  }, 120_000);

  test('labels that are words of its own', () => parses(hostile));

  test('and it refuses what is no diagram, so its word counts', async () => {
    await expect(
      mermaid.parse('sequenceDiagram\n  participant end\n  T0->>T0: a; b'),
    ).rejects.toThrow();
  });
});

describe('git takes the mail form', () => {
  let folder = '';
  const git = (...args: readonly string[]): string =>
    execFileSync(
      'git',
      ['-C', folder, '-c', 'user.name=A', '-c', 'user.email=a@example.org', ...args],
      {
        encoding: 'utf8',
        env: { ...process.env, GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_SYSTEM: '/dev/null' },
      },
    );

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'ordeal-mail-'));
    git('init', '-q', '-b', 'main');
    writeFileSync(join(folder, 'file'), 'one\n');
    git('add', 'file');
    git('commit', '-q', '-m', 'first');
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const messageOf = (trace: Trace): string =>
    `vfio/pci: take the lock first\n\n${renderTrace(trace, { format: 'mail', version: '1.2.3' })}`;

  test('as a message of a commit, unharmed', () => {
    for (const { trace, path } of [
      ...committed.filter((_, at) => at % 8 === 0),
      { trace: hostile, path: 'hostile' },
    ]) {
      const file = join(folder, 'message');
      writeFileSync(file, messageOf(trace));
      git('commit', '-q', '--allow-empty', '-F', file);
      expect(git('log', '-1', '--format=%B').trimEnd(), path).toBe(messageOf(trace).trimEnd());
    }
  }, 60_000);

  test('through a patch in a mailbox and git am, unharmed', () => {
    const longest = [...committed]
      .sort((a, b) => b.trace.steps.length - a.trace.steps.length)
      .slice(0, 5);
    for (const { trace, path } of [...longest, { trace: hostile, path: 'hostile' }]) {
      writeFileSync(join(folder, 'file'), `${path}\n`);
      writeFileSync(join(folder, 'message'), messageOf(trace));
      git('commit', '-q', '-F', join(folder, 'message'), 'file');
      writeFileSync(join(folder, 'patch.mbox'), git('format-patch', '-1', '--stdout'));
      git('checkout', '-q', '--detach', 'HEAD~1');
      git('am', '-q', join(folder, 'patch.mbox'));
      expect(git('log', '-1', '--format=%B').trimEnd(), path).toBe(messageOf(trace).trimEnd());
      expect(git('diff', '--stat', 'main')).toBe('');
      git('checkout', '-q', 'main');
    }
  }, 60_000);
});

describe('every counterexample', () => {
  test('is fit for a mail, also with why it is as it is: ASCII, 72 columns', () => {
    for (const { trace, model, path } of committed) {
      const why = renderWhy(whyTrace(model, storedTrace(trace)), layoutOf({}));
      const mail = renderTrace(trace, { format: 'mail', version: '1.2.3' }).split('\n');
      expect(
        [...mail, ...why].filter((line) => !/^[ -~]{0,72}$/.test(line)),
        path,
      ).toEqual([]);
    }
  }, 120_000);

  test('is complete in ITF and as TLC prints it', () => {
    for (const { trace, path } of committed) {
      const { states } = JSON.parse(renderTrace(trace, { format: 'itf' }));
      const tlc = readTlc(renderTrace(trace, { format: 'tlc', version: '1.2.3' }));
      expect([states.length, tlc.states.length, tlc.errors.length], path).toEqual([
        trace.states.length,
        trace.states.length,
        1,
      ]);
    }
  });

  test('is a page of less than 350 kB', () => {
    const script = bundledScript();
    for (const { trace, model, path } of committed)
      expect(pageOf(trace, model, script).length, path).toBeLessThan(350_000);
  }, 120_000);
});
