// What is refused, and how: one line that starts with `ordeal: `, exit code 2, nothing on stdout.

import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { ROOT } from '../testing/files.ts';
import { ordeal } from '../testing/ordeal.ts';
import { SpecFolder, specText } from '../testing/spec-folder.ts';
import { main } from './main.ts';

const folder = new SpecFolder(['holds', 'unsafe']);
afterAll(() => folder.remove());

/** Runs arguments that are refused before any spec is loaded, in this process. */
async function refused(...args: readonly string[]): Promise<string> {
  let stdout = '';
  let stderr = '';
  const code = await main(
    args,
    (text) => {
      stdout += text;
    },
    (text) => {
      stderr += text;
    },
  );
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  return stderr;
}

describe('an argument that cannot be understood is refused', () => {
  test.each([
    [['chekc'], "command 'chekc' is unknown: did you mean 'check'?"],
    [['-C', '.', 'chekc'], "command 'chekc' is unknown: did you mean 'check'?"],
    [['check', '--wrokers', '2'], "option '--wrokers' is unknown: did you mean '--workers'?"],
    [['check', '--workers', 'two'], "--workers 'two': expected a whole number, at least 1"],
    [['check', '--workers', '0'], "--workers '0': expected a whole number, at least 1"],
    [['check', '--workers'], '--workers needs a value'],
    [['check', '--workers', '1', '--workers', '2'], '--workers is given more than once'],
    [['check', '--max-mem', '3'], "--max-mem '3': expected a number with M or G, like 2G"],
    [
      ['check', '--max-time', '3d'],
      "--max-time '3d': expected seconds, or a number with s, m or h",
    ],
    [['check', '--color', 'alwys'], "--color: value 'alwys' is unknown: did you mean 'always'?"],
    [
      ['check', '--engine', 'compile'],
      "--engine: value 'compile' is unknown: did you mean 'compiled'?",
    ],
    [['check', '-p', ''], '-p has an empty value'],
    [['check', '--verdict', '--expect'], '--verdict contradicts --expect'],
    [['-C', './nowhere', 'list'], "-C './nowhere' is not a folder"],
    [['doctor', 'me'], "'me' is one argument too many: ordeal doctor"],
    [['completion', 'fish'], "completion: there is no script for 'fish': bash or zsh"],
    [
      ['trace', 'show'],
      'an argument is missing: ordeal trace <action> <name> [other] (ordeal trace --help)',
    ],
    [['check', '--json=maybe'], "--json is a flag: 'maybe' says neither true nor false"],
    [['gate', '--update='], "--update is a flag: '' says neither true nor false"],
    [['check', '-q', '-v'], '-q and -v contradict each other: leave one out'],
    [
      ['check', '--report', 'junit=/nowhere/x'],
      '--report: /nowhere/x cannot be written: there is no such folder',
    ],
    [['gate', '--report', 'junit=/'], '--report: / cannot be written: it is a folder'],
    [['trace', 'shw', 'x'], "trace: action 'shw' is unknown: did you mean 'show'?"],
    [['trace', 'show', ''], "'' names no trace"],
    [['trace', 'show', 'x:P', '--variant', 'v'], '--variant belongs to trace replay'],
    [['trace', 'show', 'x:P', '-o', 'f.html'], '--output belongs to trace export'],
    [['trace', 'why', 'x:P', '--format', 'md'], '--format belongs to trace show, replay, export'],
    [['trace', 'diff', 'x:P'], 'trace diff compares two traces: give a second one'],
    [
      ['trace', 'show', 'x:P', 'y:P'],
      "'y:P' is one argument too many: only trace diff takes two traces",
    ],
  ])('%j', async (args, message) => {
    expect(await refused(...args)).toBe(`ordeal: ${message}\n`);
  });
});

describe('a name that does not exist is refused with the nearest one', () => {
  test.each([
    [
      ['check', 'classics/barzop'],
      "spec 'classics/barzop' is unknown: did you mean 'classics/barzap'?",
    ],
    [['check', 'clasics'], "spec 'clasics' is unknown: did you mean 'classics'?"],
    [
      ['check', 'classics/barzap/bat'],
      "classics/barzap: variant 'bat' is unknown: did you mean 'bad'?",
    ],
    [['check', ''], "'' names no spec"],
    [['show', 'classics'], "'classics' names several specs: give one of them"],
    [
      ['show', 'classics/barzap', '--diff', 'bat'],
      "classics/barzap: variant 'bat' is unknown: did you mean 'bad'?",
    ],
    [
      ['show', 'classics/barzap', '--config', 'smal'],
      "configuration 'smal' is unknown: did you mean 'small'?",
    ],
    [
      ['show', 'classics/barzap', '-c', 'F=12'],
      "-c: '12' is not a value of the constant 'F': 1..9",
    ],
    [
      ['check', 'classics/barzap', '--explain-noop', 'powr'],
      "--explain-noop: classics/barzap[small]: variable 'powr' is unknown: did you mean 'power'?",
    ],
    [
      ['check', 'classics/barzap', '-p', 'Saef'],
      "property 'Saef' is unknown: did you mean 'Safe'?",
    ],
    [
      ['check', 'classics/barzap', '--config', 'smal'],
      "configuration 'smal' is unknown: did you mean 'small'?",
    ],
    [
      ['check', 'classics/barzap/bad', '--config', 'medium'],
      "classics/barzap/bad is not run in 'medium'; its configurations: small (small)",
    ],
    [
      ['check', 'classics/barzap', '-c', 'G=2'],
      "-c: classics/barzap: constant 'G' is unknown: there are: F, B",
    ],
    [
      ['check', 'classics/barzap', '-c', 'F=12'],
      "-c: '12' is not a value of the constant 'F': 1..9",
    ],
    [['check', 'classics/barzap', '-c', 'F'], "-c 'F': expected NAME=VALUE"],
    [['check', 'classics/barzap', '-c', 'F=1', '-c', 'F=2'], '-c F is given more than once'],
    [
      ['check', 'classics/barzap[small]:Safe'],
      "'classics/barzap[small]:Safe' is the name of a result: give SPEC[/VARIANT], and with it --config, -c or -p",
    ],
    [['check', 'barzap'], "spec 'barzap' is unknown: did you mean 'classics/barzap'?"],
    [['show', 'barzap/bad'], "spec 'barzap/bad' is unknown: did you mean 'classics/barzap/bad'?"],
    [
      ['check', 'v1-order'],
      "spec 'v1-order' is unknown: did you mean 'vfio-pci/revoke-bars/v1-order'?",
    ],
    [
      ['trace', 'show', 'turn-first:S-MUTEX'],
      "spec 'turn-first' is unknown: did you mean 'classics/peterson/turn-first'?",
    ],
    [
      ['show', 'vfio-pci/revoke-bars/v4', '--diff', 'v1'],
      "vfio-pci/revoke-bars: variant 'v1' is unknown: did you mean 'v1-order'?",
    ],
    [
      ['check', 'vfio-pci/revoke-bars/v4', '--explain-noop', 'curent'],
      "--explain-noop: vfio-pci/revoke-bars/v4[power]: variable 'curent' is unknown: did you mean 'current_state'?",
    ],
    [
      ['trace', 'show', 'classics/barzap/bad:Safe', '--vars', 'mapped,powr'],
      "--vars: variable 'powr' is unknown: did you mean 'power'?",
    ],
    [
      ['trace', 'show', 'classics/barzap'],
      "'classics/barzap' alone is no trace: there is classics/barzap/bad:Safe",
    ],
    [['trace', 'show', 'no.json'], "'no.json' does not exist"],
    [
      ['trace', 'show', 'classics/barzap:Safe'],
      'there is no trace: Safe was not violated in classics/barzap[small]',
    ],
    [
      ['trace', 'replay', 'classics/barzap/bad:Safe', '--variant', 'bat'],
      "classics/barzap: variant 'bat' is unknown: did you mean 'bad'?",
    ],
    [['list', 'varants', 'classics'], "list: kind 'varants' is unknown: did you mean 'variants'?"],
  ])('%j', async (args, message) => {
    expect(await ordeal(args)).toMatchObject({
      code: 2,
      stdout: '',
      stderr: `ordeal: ${message}\n`,
    });
  });
});

describe('a file or folder without a compiled spec is refused', () => {
  mkdirSync(join(folder.path, 'empty'));
  folder.write('sources/mine.ts', 'export default 1;\n');
  folder.write('vocabulary.mjs', 'export const x = 1;\n');
  folder.write('number.mjs', 'export default 1;\n');
  folder.write('throws.mjs', "\nthrow new Error('not today');\n");

  test.each([
    ['./nowhere.mjs', 'does not exist'],
    ['./empty', 'holds no compiled spec'],
    [
      './sources',
      'holds no compiled spec, only TypeScript: compile it (npx tsc) and give the .js file',
    ],
    ['./sources/mine.ts', 'is TypeScript: compile it (npx tsc) and give the .js file'],
    ['./vocabulary.mjs', 'has no default export: export default spec(...)'],
  ])('%s', async (path, reason) => {
    const outcome = await ordeal(['check', path], { cwd: folder.path });
    expect(outcome).toMatchObject({ code: 2, stdout: '', stderr: `ordeal: '${path}' ${reason}\n` });
  });

  test.each([
    ['number.mjs', 'its default export is not a spec'],
    ['throws.mjs', 'not today (throws.mjs:2:7)'],
  ])('%s in a folder of specs, instead of a smaller matrix', async (file, reason) => {
    const specs = new SpecFolder(['holds']);
    const import1 = "import * as lang from 'ordeal';";
    specs.write(
      file,
      file === 'number.mjs'
        ? `${import1} export default 1;\n`
        : `${import1}\nthrow new Error('not today');\n`,
    );
    const outcome = await ordeal(['check', '--specs', '.'], { cwd: specs.path });
    specs.remove();
    expect(outcome).toMatchObject({
      code: 2,
      stdout: '',
      stderr: `ordeal: ${file} does not load: ${reason}\n`,
    });
  });

  test('a folder of specs does not run what imports no spec language, nor what is hidden', async () => {
    const specs = new SpecFolder(['holds']);
    const ran = join(specs.path, 'ran');
    const script = `import { writeFileSync } from 'node:fs';\nwriteFileSync('${ran}', '');\n`;
    specs.write('script.mjs', script);
    specs.write('.hidden/spec.mjs', `import * as lang from 'ordeal';\n${script}`);
    specs.write('node_modules/a/spec.mjs', `import * as lang from 'ordeal';\n${script}`);
    const { code, stdout } = await ordeal(['check', '.'], { cwd: specs.path });
    const hasRun = existsSync(ran);
    specs.remove();
    expect({ code, hasRun }).toEqual({ code: 0, hasRun: false });
    expect(stdout).toContain('ok        mine/holds[small]');
  });

  test('two specs of one name', async () => {
    const specs = new SpecFolder(['holds']);
    specs.write('copy.mjs', specText('holds', {}));
    const { code, stderr } = await ordeal(['check', '.'], { cwd: specs.path });
    specs.remove();
    expect(code).toBe(2);
    expect(stderr).toContain("ordeal: two specs are called 'mine/holds': ");
  });
});

test('all problems of a spec are reported at once, with code, place and help', async () => {
  const path = folder.write(
    'wrong.mjs',
    specText('wrong', {
      expect: "violates('Q')",
      body: "step('x = true', assign(x, TRUE)), step('x = true', assign(x, TRUE))",
    }),
  );
  const { code, stdout, stderr } = await ordeal(['check', path], { cwd: folder.path });
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  const codes = [...stderr.matchAll(/^ordeal: wrong\.mjs:\d+:\d+: (E-[A-Z]+): /gm)].map(
    ([, each]) => each,
  );
  expect(codes.toSorted()).toEqual(['E-EXPECT', 'E-LABEL']);
  expect(stderr).toContain("did you mean 'P'?");
});

test('a folder for traces that cannot be written is refused before the search', async () => {
  const path = join(folder.path, 'unsafe.mjs');
  const { code, stdout, stderr } = await ordeal(['check', path, '--trace-dir', path]);
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr).toBe(
    `ordeal: --trace-dir: ${path} cannot be written: there is a file of that name\n`,
  );
});

test('nor is there an end to wait for where no folder can be made', async () => {
  const { code, stderr } = await ordeal(['check', 'classics/peterson', '--trace-dir', '/proc/x/y']);
  expect(code).toBe(2);
  expect(stderr).toMatch(/^ordeal: --trace-dir: \/proc\/x\/y cannot be written: .*\n$/);
});

test('-cF=2 is -c F=2, and a slash behind a spec does no harm', async () => {
  const { code, stdout } = await ordeal(['check', 'classics/barzap/', '-cF=1']);
  expect(code).toBe(0);
  expect(stdout).toContain('classics/barzap[small,F=1] ');
});

test('list variants of a variant lists that one', async () => {
  const { stdout } = await ordeal(['list', 'variants', 'classics/barzap/bad']);
  expect(stdout).toMatch(/^classics\/barzap\/bad .*\n$/);
});

test('a trace that cannot be written takes nothing from the verdict', async () => {
  const traces = join(folder.path, 'blocked');
  mkdirSync(traces);
  writeFileSync(join(traces, 'mine'), '');
  const path = join(folder.path, 'unsafe.mjs');
  const { code, stderr } = await ordeal(['check', path, '--trace-dir', traces]);
  expect(code).toBe(12);
  expect(stderr).toMatch(
    /^ordeal: --trace-dir: .* cannot be written: a part of its path is a file\n$/,
  );
});

test.runIf(existsSync('/dev/full'))('results that cannot be written are no internal error', () => {
  const line = `'${process.execPath}' '${join(ROOT, 'bin/ordeal.mjs')}' list > /dev/full`;
  const { status, stderr } = spawnSync('sh', ['-c', line], { encoding: 'utf8' });
  expect(status).toBe(2);
  expect(stderr).toMatch(/^ordeal: the results cannot be written: .*ENOSPC.*\n$/);
});

describe('a trace', () => {
  test('of a spec whose base has a name of its own needs a variant', async () => {
    const { code, stderr } = await ordeal(['trace', 'show', 'vfio-pci/revoke-bars:S-ACCESS']);
    expect(code).toBe(2);
    expect(stderr).toMatch(
      /^ordeal: 'vfio-pci\/revoke-bars' names several variants: give one of them; expected to violate S-ACCESS: vfio-pci\/revoke-bars\/\S.*\n$/,
    );
  });

  test.each([
    [['--config', 'medium'], '--config'],
    [['-c', 'F=2'], '-c'],
  ])('from a file takes no %j: it says itself what it was recorded with', async (args, option) => {
    const file = 'counterexamples/classics/barzap/bad/Safe.json';
    const { code, stdout, stderr } = await ordeal(['trace', 'show', file, ...args]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(`ordeal: ${option} cannot change the trace of '${file}': `);
  });

  test('from a file says when it was recorded on another model, or edited', async () => {
    const original = folder.write('original.json', '');
    // Not a committed one, so that it is searched for.
    const wish = 'classics/barzap/bad[small,B=1]:Safe';
    expect((await ordeal(['trace', 'export', wish, '-o', original])).code).toBe(0);
    const text = readFileSync(original, 'utf8');
    const file = folder.write('old.json', text.replace(/"digest": "\w{8}/, '"digest": "00000000'));
    for (const action of ['show', 'replay', 'why']) {
      const { code, stdout, stderr } = await ordeal(['trace', action, file]);
      expect(code).toBe(0);
      expect(stdout).not.toMatch(/shortest|no shorter trace/);
      expect(stderr).toMatch(
        /^ordeal: '.*old\.json' was edited, or .*\nordeal: '.*old\.json' was recorded on another model \(0{8}\w{8}\) than that of today \(\w{16}\)\n$/,
      );
      const whole = await ordeal(['trace', action, original]);
      expect(whole).toMatchObject({ code: 0, stderr: '' });
      expect(whole.stdout).toMatch(/shortest|no shorter trace/);
    }
  });
});

test('a name that is near to none of many is answered with the nearest few', async () => {
  const { stderr, code } = await ordeal(['list', 'nonsense']);
  expect(code).toBe(2);
  expect(stderr).toMatch(/^ordeal: spec 'nonsense' is unknown: the nearest of \d+: /);
  expect(stderr.split(', ')).toHaveLength(12);
});

test('with --json what is refused is an object too', async () => {
  const { stdout, stderr, code } = await ordeal(['check', 'nope', '--json']);
  expect(code).toBe(2);
  const { message, ...rest } = JSON.parse(stdout);
  expect(rest).toEqual({ v: 1, type: 'error', exit: 2 });
  expect(stderr).toBe(`ordeal: ${message}\n`);
  const unparsed = await ordeal(['check', '--nonsense', '--json']);
  expect(JSON.parse(unparsed.stdout)).toMatchObject({ type: 'error', exit: 2 });
});

test('a variant without a property is answered with its traces', async () => {
  const { stderr, code } = await ordeal(['trace', 'show', 'vfio-pci/vma-list/open-before-copy']);
  expect(code).toBe(2);
  expect(stderr).toContain(
    'alone is no trace: there are vfio-pci/vma-list/open-before-copy:S-ACCESS, vfio-pci/vma-list/open-before-copy:S-REVRESET',
  );
});

test('a file that is no trace is not quoted', async () => {
  const secret = folder.write('secret', 'root:x:0:0:root:/root:/bin/bash\n}');
  const { stderr } = await ordeal(['trace', 'show', secret]);
  expect(stderr).toContain('this is not JSON');
  expect(stderr).not.toMatch(/root:|"r/);
});

test('a closed pipe ends a run as it ends git and grep: exit code 141, and nothing is said', () => {
  const program = `'${process.execPath}' '${join(ROOT, 'bin/ordeal.mjs')}'`;
  const check = `${program} check history -v`;
  const script = `{ ${check} --progress none; echo "code=$?" >&2; } | true`;
  const { stderr } = spawnSync('bash', ['-c', script], { cwd: ROOT, encoding: 'utf8' });
  expect(stderr).toBe('code=141\n');
});
