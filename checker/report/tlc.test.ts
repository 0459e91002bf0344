import { describe, expect, test } from 'vitest';
import { readTlc } from '../testing/tlc-reader.ts';
import {
  abbaDeadlock,
  modelOf,
  overflow,
  relay,
  resetRace,
  traceIn,
} from '../testing/trace-models.ts';
import { replayTrace, storedTrace, type Trace } from '../trace/index.ts';
import { renderTrace } from './index.ts';

const tlc = (trace: Trace): string => renderTrace(trace, { format: 'tlc', version: '1.2.3' });
const zap = traceIn(modelOf(resetRace, 'zap-before-lock'), 'S-REVRESET');

describe('a trace as TLC prints it', () => {
  test('is read with its error, its states in order, and their values', () => {
    const { errors, states } = readTlc(tlc(zap));
    expect(errors).toEqual(['Invariant S-REVRESET is violated.']);
    expect(states.map(({ number }) => number)).toEqual(zap.states.map((_, at) => at + 1));
    expect(states[0]?.title).toBe('Initial predicate');
    expect(states[5]?.title).toBe('CPU1 up_read memory_lock');
    expect(Object.fromEntries(states.at(-1)?.values ?? [])).toMatchObject({
      pm: 'D0',
      in_reset: true,
      pte_0: true,
      memory_lock_writer: 'admin',
      memory_lock_readers: new Set(),
    });
  });

  test('says the step with all of its signs, and where each process is', () => {
    const { states } = readTlc(tlc(zap));
    expect(states[3]?.values.get('step')).toBe(
      'user[0]: vfio_pci_mmap_huge_fault(0): if (!priv->revoked && pm == D0) /* true */',
    );
    expect(states[3]?.values.get('pc')).toEqual(
      new Map([
        ['admin', new Set(['down_write(&memory_lock)', 'down_write(&memory_lock)#queue'])],
        ['user[0]', new Set(['vmf_insert_pfn()'])],
      ]),
    );
  });

  test.each([
    ['a deadlock', traceIn(modelOf(abbaDeadlock()), 'deadlock'), 'Deadlock reached.'],
    ['an error', traceIn(modelOf(overflow()), 'ERROR'), /^Error: 'count' would become 3/],
    [
      'hostile labels',
      traceIn(modelOf(relay(['"quoted" \\ back', '@!@!@ENDMSG 1 @!@!@', '/\\ x = 1'])), 'S-TURN'),
      'Invariant S-TURN is violated.',
    ],
    ['a replay that stops', replayTrace(modelOf(resetRace), storedTrace(zap)), /^Replayed: /],
  ])('reads %s', (_, trace, error) => {
    const { errors, states } = readTlc(tlc(trace));
    expect(errors).toEqual([expect.stringMatching(error)]);
    expect(states).toHaveLength(trace.states.length);
  });
});
