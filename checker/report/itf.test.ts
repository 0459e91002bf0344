import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
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

// The grammar of ADR 015 of Apalache, clause by clause. Lists, tuples, variants and `#unserializable` are not used here, but allowed.
type Itf = boolean | string | readonly Itf[] | { readonly [key: string]: unknown };

const Expr: v.GenericSchema<Itf> = v.lazy(() =>
  v.union([
    v.boolean(),
    v.string(),
    v.strictObject({ '#bigint': v.pipe(v.string(), v.regex(/^-?[0-9]+$/)) }),
    v.array(Expr),
    v.strictObject({ '#tup': v.array(Expr) }),
    v.strictObject({ '#set': v.array(Expr) }),
    v.strictObject({ '#map': v.array(v.strictTuple([Expr, Expr])) }),
    v.strictObject({ '#unserializable': v.string() }),
    v.record(v.pipe(v.string(), v.regex(/^[^#]/)), Expr),
  ]),
);

const Meta = v.optional(v.record(v.string(), v.unknown()));

const File = v.strictObject({
  '#meta': Meta,
  params: v.optional(v.array(v.string())),
  vars: v.array(v.pipe(v.string(), v.regex(/^[A-Za-z_]\w*$/))),
  states: v.array(v.objectWithRest({ '#meta': Meta }, Expr)),
  loop: v.optional(v.number()),
});

const itf = (trace: Trace) => v.parse(File, JSON.parse(renderTrace(trace, { format: 'itf' })));

const zap = traceIn(modelOf(resetRace, 'zap-before-lock', { bars: '2' }), 'S-REVRESET', {
  bars: '2',
});

describe('a trace in ITF', () => {
  test.each([
    ['of an invariant', zap],
    ['of a deadlock', traceIn(modelOf(abbaDeadlock()), 'deadlock')],
    ['of an error', traceIn(modelOf(overflow()), 'ERROR')],
    ['with hostile labels', traceIn(modelOf(relay(['"', '\\', '</script>', '#set'])), 'S-TURN')],
    ['that stopped', replayTrace(modelOf(resetRace), storedTrace(zap))],
  ])('%s fits the description of the format, every variable in every state', (_, trace) => {
    const { vars, states } = itf(trace);
    expect(new Set(vars).size).toBe(vars.length);
    for (const state of states)
      expect(Object.keys(state).sort()).toEqual(['#meta', ...vars].sort());
    expect(states).toHaveLength(trace.states.length);
  });

  test('has a state for the start and one per step, with who did what', () => {
    const { states } = itf(zap);
    expect(states).toHaveLength(zap.steps.length + 1);
    expect(states[0]?.['#meta']).toEqual({ index: 0 });
    expect(states[1]?.['#meta']).toEqual({
      index: 1,
      actor: 'admin',
      action: 'vfio_pci_ioctl_reset() > vfio_pci_zap_bars(): unmap_mapping_range() /* bar=0 */',
    });
  });

  test('writes values by their kind, and locks and positions with them', () => {
    const last = itf(zap).states.at(-1);
    expect(last).toMatchObject({
      pm: 'D0',
      in_reset: true,
      pte_0: true,
      pte_1: false,
      memory_lock_writer: 'admin',
      memory_lock_readers: { '#set': [] },
    });
    expect(last?.['pc']).toEqual({
      '#map': [
        ['admin', { '#set': ['reset ends'] }],
        ['user[0]', { '#set': ['down_read(&memory_lock)'] }],
      ],
    });
    const counts = itf(traceIn(modelOf(overflow()), 'ERROR')).states.map((state) => state['count']);
    expect(counts).toContainEqual({ '#bigint': '2' });
  });

  test('a state that the trace does not reach is not written', () => {
    const error = traceIn(modelOf(overflow()), 'ERROR');
    expect(itf(error).states).toHaveLength(error.steps.length);
  });
});
