import { describe, expect, test } from 'vitest';
import { modelOf, resetRace, traceIn } from '../testing/trace-models.ts';
import { readTraceJson } from './json.ts';
import { storedTrace, traceToJson } from './stored.ts';

const constants = { users: '2', bars: '1' };
const trace = traceIn(modelOf(resetRace, 'zap-before-lock', constants), 'S-REVRESET', constants);
const text = traceToJson(storedTrace(trace));

const messageFor = (changed: string): string => {
  const result = readTraceJson(changed);
  return result.kind === 'unreadable' ? result.message : '';
};

test('a stored trace has one step per line and its keys in one order', async () => {
  const fixed = text.replace(trace.digest, '0'.repeat(64)).replace(/"sum": "\w+"/, '"sum": "0"');
  await expect(fixed).toMatchFileSnapshot('golden/zap-before-lock.json');
});

test('a stored trace is read back as it was written', () => {
  const result = readTraceJson(text);
  expect(result).toEqual({ kind: 'trace', trace: storedTrace(trace), isEdited: false });
  expect(result.kind === 'trace' && traceToJson(result.trace)).toBe(text);
});

test('a trace without steps is JSON too', () => {
  const empty = traceToJson({ ...storedTrace(trace), steps: [] });
  expect(readTraceJson(empty)).toMatchObject({ kind: 'trace', trace: { steps: [] } });
});

test('keys that a later version adds are ignored', () => {
  const later = text.replace('"v": 1,', '"v": 1,\n  "seed": 7,');
  expect(readTraceJson(later)).toEqual(readTraceJson(text));
});

describe('of a file that was changed after it was written nothing is proven', () => {
  const reads = (changed: string) => {
    const result = readTraceJson(changed);
    if (result.kind !== 'trace') throw new Error(result.message);
    return { isEdited: result.isEdited, shortest: result.trace.shortest };
  };

  test.each([
    ['a step was taken out', text.replace(/ {4}\{.*"up_read.*\n/, '')],
    ['a step was changed', text.replace('"label":"vmf_insert_pfn()"', '"label":"vmf_insert()"')],
    ['a constant was changed', text.replace('"users":"2"', '"users":"1"')],
    ['the checksum is gone', text.replace(/ {2}"sum".*\n/, '')],
    ['the checksum is another', text.replace(/"sum": "\w+"/, '"sum": "0123456789abcdef"')],
  ])('%s', (_, changed) => {
    expect(changed).not.toBe(text);
    expect(reads(changed)).toEqual({ isEdited: true, shortest: false });
  });

  test('the word cannot be written in by hand', () => {
    const unproven = traceToJson({ ...storedTrace(trace), shortest: false });
    const claimed = unproven.replace('"shortest": false', '"shortest": true');
    expect(reads(unproven)).toEqual({ isEdited: false, shortest: false });
    expect(reads(claimed)).toEqual({ isEdited: true, shortest: false });
  });

  test('white space and keys of a later version change nothing', () => {
    const other = JSON.stringify({ seed: 7, ...JSON.parse(text) });
    expect(reads(other)).toEqual({ isEdited: false, shortest: true });
  });
});

test('a truncated file says that it is truncated', () => {
  expect(messageFor(text.slice(0, -30))).toContain('truncated');
  expect(messageFor('')).toBe('the file is empty');
});

test('a file that is no trace says so, and one of another version names both versions', () => {
  expect(messageFor('[1, 2]')).toContain('not a trace');
  expect(messageFor('nonsense}')).toContain('not JSON');
  expect(messageFor('{"v": 1, "type": "result"}')).toContain('not a trace');
  expect(messageFor(text.replace('"v": 1,', '"v": 2,'))).toBe(
    'the trace has version 2; this program reads version 1',
  );
  expect(messageFor('{"type": "trace"}')).toContain('version none');
});

test('a part that is missing or of the wrong kind is named', () => {
  expect(messageFor(text.replace(/ {2}"property".*\n/, ''))).toBe('property: is missing');
  expect(messageFor(text.replace('"shortest": true', '"shortest": "yes"'))).toMatch(/^shortest: /);
  expect(messageFor(text.replace('"label":"vmf_insert_pfn()",', ''))).toBe(
    'steps.3.label: is missing',
  );
  expect(messageFor(text.replace('testing/reset-race', 'reset-race'))).toBe(
    'spec: is not of the form family/spec',
  );
});
