import { describe, expect, test } from 'vitest';
import {
  abbaDeadlock,
  modelOf,
  overflow,
  queueDeadlock,
  relay,
  resetRace,
  traceIn,
} from '../testing/trace-models.ts';
import {
  readTraceJson,
  replayTrace,
  storedTrace,
  type Trace,
  traceToJson,
} from '../trace/index.ts';
import { renderTrace, TRACE_FORMATS } from './index.ts';

// The digest changes with the form of the model; what is tested here does not.
const fixed = (trace: Trace): Trace => ({ ...trace, digest: '0123456789abcdef'.repeat(4) });

const zapBeforeLock = fixed(traceIn(modelOf(resetRace, 'zap-before-lock'), 'S-REVRESET'));
const deadlock = fixed(traceIn(modelOf(queueDeadlock()), 'deadlock'));
const version = '1.2.3';

const traces: readonly (readonly [string, Trace])[] = [
  ['zap-before-lock', zapBeforeLock],
  ['queued-writer', deadlock],
];

// The page has tests of its own.
describe.each(TRACE_FORMATS.filter((format) => !['columns', 'html'].includes(format)))(
  '%s',
  (format) => {
    test.each(traces)('of %s', async (name, trace) => {
      const text = renderTrace(trace, { format, version });
      await expect(text).toMatchFileSnapshot(`golden/${name}.${format}.txt`);
    });
  },
);

describe('the status of a variant', () => {
  const STATUS = 'candidate, not confirmed by a maintainer';
  const candidate: Trace = { ...zapBeforeLock, status: 'candidate' };
  const words = (text: string): string => text.replace(/\s+/g, ' ');

  test.each(TRACE_FORMATS)('stands in %s, of a candidate alone', (format) => {
    expect(words(renderTrace(candidate, { format, version }))).toContain(STATUS);
    expect(words(renderTrace(zapBeforeLock, { format, version }))).not.toContain('candidate');
  });

  test('stands in the stored form, and nothing else is stored otherwise', () => {
    const text = traceToJson(storedTrace(candidate));
    expect(JSON.parse(text)).toMatchObject({ status: 'candidate' });
    const read = readTraceJson(text);
    expect(read).toMatchObject({ kind: 'trace', isEdited: false, trace: { status: 'candidate' } });
    const plain = traceToJson(storedTrace(zapBeforeLock)).split('\n');
    const unequal = text.split('\n').filter((line) => !plain.includes(line));
    expect(unequal.map((line) => line.trim().split(':')[0])).toEqual(['"status"', '"sum"']);
  });

  test('stands in the first sentence of a mail, which may be quoted alone', () => {
    const [sentence] = renderTrace(candidate, { format: 'mail', version }).split('\n\n');
    expect(words(sentence ?? '')).toContain(`(a ${STATUS})`);
  });

  test('is taken off by who edits the file, and that shows', () => {
    const text = traceToJson(storedTrace(candidate)).replace(/^ {2}"status".*\n/m, '');
    expect(readTraceJson(text)).toMatchObject({ isEdited: true });
  });
});

test('the list has every step in its own line, in front of it number, locks and thread', () => {
  const text = renderTrace(zapBeforeLock, { format: 'list' });
  const numbers = [...text.matchAll(/^ *(\d+) {2}.* CPU[01] {2}/gm)].map(([, number]) =>
    Number(number),
  );
  expect(numbers).toEqual(zapBeforeLock.steps.map(({ number }) => number));
});

test('states show what changed; with full every variable and lock of every state', () => {
  const changed = renderTrace(zapBeforeLock, { format: 'states' });
  expect(changed.match(/priv->revoked = true/g)).toHaveLength(1);
  const full = renderTrace(zapBeforeLock, { format: 'states', full: true });
  expect(full.match(/priv->revoked = true/g)).toHaveLength(4);
  expect(full.match(/memory_lock = /g)).toHaveLength(12);
});

test('git finds no line in a mail that it would drop or take for a patch', () => {
  const hostile = ['# not a comment', '--- a/file', 'diff --git a b', 'From the top', '> quoted'];
  const relayed = fixed(traceIn(modelOf(relay(hostile)), 'S-TURN'));
  for (const trace of [zapBeforeLock, deadlock, relayed]) {
    const lines = renderTrace(trace, { format: 'mail', version }).split('\n');
    expect(lines.filter((line) => /^(#|---|diff|From |>)/.test(line))).toEqual([]);
    expect(lines.at(-2)).toBe('ordeal 1.2.3, model 0123456789abcdef');
    expect(lines.filter((line) => line.startsWith('  ')).length).toBeGreaterThan(10);
  }
});

test('a mail claims the shortest order only where that is proven', () => {
  expect(renderTrace(zapBeforeLock, { format: 'mail' })).toContain('no shorter one does');
  const unproven = { ...zapBeforeLock, isShortest: false };
  expect(renderTrace(unproven, { format: 'mail' })).not.toContain('short');
});

test('of a start that is wrong already there is a word, not an order of no steps', () => {
  const atStart = { ...zapBeforeLock, steps: [] };
  const mail = renderTrace(atStart, { format: 'mail' }).replace(/\n/g, ' ');
  expect(mail).toContain('the initial state violates S-REVRESET');
  expect(mail).not.toContain('order of');
});

test('a mail says what the variant is and what it mirrors, not what was expected of it', () => {
  const mail = renderTrace(zapBeforeLock, { format: 'mail', isExpected: true });
  expect(mail).toContain(`  variant:   ${zapBeforeLock.summary}`);
  expect(mail).toContain(`  mirrors:   ${zapBeforeLock.mirrors.slice(0, 20)}`);
  expect(mail).not.toContain('as expected');
});

test('a table ends with what the threads of a deadlock wait for', () => {
  const rows = renderTrace(deadlock, { format: 'md' }).split('\n');
  expect(rows.find((row) => row.includes('**DEADLOCK**'))).toMatch(
    /^\| {2}\| .*\| ~ `down_read\(&memory_lock\)` \| ~ `down_read\(&mmap_lock\)` \| ~ `down_write\(&mmap_lock\)` \|/,
  );
});

test('the sign of a thread that waits is explained where it stands, and only there', () => {
  expect(renderTrace(deadlock)).toMatch(/^ {2}~: {9}waits/m);
  expect(renderTrace(zapBeforeLock)).not.toContain('~');
});

test('a sequence diagram has no sign in its messages that ends or cuts them', () => {
  const hostile = ['a; b', 'c # d', 'e %% f', 'end', 'x -->> y'];
  const text = renderTrace(traceIn(modelOf(relay(hostile)), 'S-TURN'), { format: 'mermaid' });
  expect(text).not.toMatch(/;|#|%%/);
  expect(text).toContain('participant T3 as CPU3: end');
  expect(text).toContain('T0->>T0: 1 a, b');
});

test('a label cannot break out of a cell of the table nor out of the plain text', () => {
  const hostile = ['a || b', '```', '</details>'];
  const text = renderTrace(traceIn(modelOf(relay(hostile)), 'S-TURN'), { format: 'md' });
  const rows = text.split('\n').filter((line) => /^\| (#|\d)/.test(line));
  for (const row of rows) expect(row.match(/(?<!\\)\|/g)).toHaveLength(6);
  expect(text).toContain('````text');
  expect(text.match(/^<\/details>$/gm)).toHaveLength(1);
});

describe('replays', () => {
  const broken = modelOf(resetRace, 'zap-before-lock');
  const stored = storedTrace(zapBeforeLock);
  const golden = async (name: string, trace: Trace): Promise<void> =>
    expect(renderTrace(trace)).toMatchFileSnapshot(`golden/replay-${name}.txt`);

  test('a violation that is found again looks as it was found', () => {
    expect(renderTrace(replayTrace(broken, { ...stored, digest: broken.digest }))).toBe(
      renderTrace(zapBeforeLock),
    );
  });

  test('another order stops, and says what the thread does instead', () =>
    golden('other-order', replayTrace(modelOf(resetRace), stored)));

  test('a false guard stops, and says who has the lock', () => {
    const [zap, read, , , , write] = stored.steps;
    const steps = [zap, read, write].filter((step) => step !== undefined);
    return golden('blocked', replayTrace(broken, { ...stored, steps }));
  });

  test('a model without such a process stops at once', () =>
    golden('unknown-process', replayTrace(modelOf(abbaDeadlock()), stored)));

  test('steps that violate nothing are completed', () =>
    golden('completed', replayTrace(broken, { ...stored, steps: stored.steps.slice(0, 5) })));

  test('a step that leaves a domain stops, and says which', () => {
    const model = modelOf(overflow());
    const found = storedTrace(traceIn(model, 'ERROR'));
    return golden('error', replayTrace(model, { ...found, property: 'deadlock' }));
  });
});
