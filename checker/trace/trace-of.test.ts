import { expect, test } from 'vitest';
import { type Finding, search } from '../semantics/index.ts';
import {
  abbaDeadlock,
  modelOf,
  overflow,
  queueDeadlock,
  relay,
  resetRace,
  traceIn,
} from '../testing/trace-models.ts';
import { bothInside, failedCheck, namedConditions, nowhere } from '../testing/trace-shapes.ts';
import { splitNote } from './steps.ts';
import { Disagreement, traceOf } from './trace-of.ts';

const model = modelOf(resetRace, 'zap-before-lock');
const trace = traceIn(model, 'S-REVRESET');
const step = (number: number) => {
  const found = trace.steps[number - 1];
  if (found === undefined) throw new Error(`no step ${number}`);
  return found;
};

function findingOf(property: string): Finding {
  const verdict = search(model).verdicts.find((each) => each.property === property);
  if (verdict?.kind !== 'violated') throw new Error(`${property} is not violated`);
  return verdict.finding;
}

test('threads stand in the order of the model, titled by the one entry point they use', () => {
  expect(trace.threads.map(({ process, title }) => [process, title])).toEqual([
    ['admin', 'ioctl(VFIO_DEVICE_RESET)'],
    ['user[0]', 'user access to a BAR'],
  ]);
  expect(trace.switches).toBe(2);
});

test('a thread outside of any call is titled by its name', () => {
  const { threads } = traceIn(modelOf(overflow()), 'ERROR');
  expect(threads).toMatchObject([{ title: 'writer', isEntryPoint: false }]);
});

test('a step tells its call path, its label, and what a condition came to', () => {
  expect(step(3)).toMatchObject({
    thread: 1,
    label: 'if (!priv->revoked && pm == D0)',
    outcome: true,
  });
  expect(step(3).frames.map(({ text }) => text)).toEqual(['bar=0', 'vfio_pci_mmap_huge_fault(0)']);
  expect(step(4).outcome).toBeNull();
});

test('a step tells what it changed, and whether the property reads that', () => {
  expect(step(4).changes).toEqual([
    { name: 'pte[0]', from: 'false', to: 'true', isRelevant: true },
  ]);
  expect(step(9).changes).toEqual([
    { name: 'priv->revoked', from: 'false', to: 'true', isRelevant: false },
  ]);
});

test('locks are told by who holds them and never as changes', () => {
  expect(trace.locks.map(({ name }) => name)).toEqual(['memory_lock', 'resv']);
  expect(step(2).holdings[0]).toEqual({ writer: null, readers: [1], waiting: [] });
  expect(step(6).holdings[0]).toEqual({ writer: 0, readers: [], waiting: [] });
  expect(step(2).changes).toEqual([]);
});

test('the ending names the false clause and who wrote its values last', () => {
  expect(trace.ending).toEqual({
    kind: 'invariant',
    clause: 'no PTE [bar=0]',
    text: 'in_reset => !pte[0]',
    terms: [],
    facts: [
      { text: 'in_reset=true', since: 12 },
      { text: 'pte[0]=true', since: 4 },
    ],
  });
});

test('an initial value that the model leaves open is marked as chosen', () => {
  expect(trace.start.values.filter(({ isChosen }) => isChosen)).toMatchObject([
    { name: 'pm', value: 'D0', isRelevant: false },
  ]);
});

test('the source is what the innermost function around the last step mirrors, if it mirrors anything', () => {
  expect(trace.source).toBe('drivers/vfio/pci/vfio_pci_core.c: vfio_pci_ioctl_reset()');
  const { source, mirrors } = traceIn(modelOf(abbaDeadlock()), 'deadlock');
  expect(source).toBe('');
  expect(mirrors).toBe('Documentation/locking/lockdep-design.rst');
});

test('the source of a failed check is the function in which the check stands, not the one that is called next', () => {
  const sourceOf = (property: string) => traceIn(modelOf(namedConditions()), property).source;
  expect(sourceOf('S-CHECKED')).toBe('drivers/vfio/pci/vfio_pci_core.c: ioctl()');
  expect(sourceOf('S-ACCESS')).toBe('drivers/pci/pci.c: pci_reset()');
});

test.each(['S-CHECKED', 'S-ACCESS'])(
  'the false condition of %s says what its names stand for',
  (property) => {
    expect(traceIn(modelOf(namedConditions()), property).ending).toMatchObject({
      terms: [
        { name: 'hw_safe', text: 'power && decodes' },
        { name: 'decodes', text: 'memory' },
      ],
    });
  },
);

test('a trace says what the variant is', () => {
  expect(trace.summary).toBe(
    resetRace.variants.find(({ name }) => name === 'zap-before-lock')?.summary,
  );
});

test('a state that stays in violation of another property is told once, where it begins', () => {
  const { steps } = traceIn(modelOf(failedCheck()), 'S-NEVER');
  expect(steps.map(({ violates }) => violates)).toEqual([['S-LOW'], [], []]);
});

test('a thread with two entry points is titled by its name', () => {
  expect(traceIn(modelOf(failedCheck()), 'S-NEVER').threads).toMatchObject([{ title: 'writer' }]);
});

test('a step that violates another property says so, once', () => {
  const { steps } = traceIn(modelOf(resetRace, 'unlocked-revoke'), 'S-REVRESET');
  expect(steps.flatMap(({ number, violates }) => violates.map((id) => [number, id]))).toEqual([
    [2, 'S-ASSERT'],
  ]);
});

test('a failed check tells what it read in the state before the step', () => {
  const { ending } = traceIn(modelOf(resetRace, 'unlocked-revoke'), 'S-ASSERT');
  expect(ending).toEqual({
    kind: 'check',
    text: 'memory_lock.writer == current',
    terms: [],
    facts: [{ text: 'memory_lock free', since: 0 }],
  });
  expect(traceIn(modelOf(failedCheck()), 'S-NEVER').ending).toMatchObject({
    kind: 'check',
    facts: [{ text: 'count=2', since: 1 }],
  });
});

test('a step that leaves a domain is the last one, leads nowhere, and says why', () => {
  const { steps, ending } = traceIn(modelOf(overflow()), 'ERROR');
  expect(steps.map(({ label }) => label).at(-1)).toBe('count++');
  expect(steps.at(-1)).toMatchObject({ number: 4, changes: [], violates: [] });
  expect(ending).toMatchObject({ kind: 'error', message: expect.stringContaining("'count'") });
});

test('a deadlock tells who waits for which lock in which mode, and who has it', () => {
  const { ending } = traceIn(modelOf(queueDeadlock()), 'deadlock');
  if (ending.kind !== 'deadlock') throw new Error(ending.kind);
  expect(ending.waits.map(({ thread, locks }) => [thread, locks])).toMatchObject([
    [0, [{ name: 'memory_lock', mode: 'read', holding: { writer: 1 } }]],
    [1, [{ name: 'mmap_lock', mode: 'read', holding: { readers: [0], waiting: [2] } }]],
    [2, [{ name: 'mmap_lock', mode: 'write', holding: { readers: [0], waiting: [2] } }]],
  ]);
});

test('a thread is blocked when it waits in the middle of what it began, not before it begins', () => {
  const { steps } = traceIn(modelOf(abbaDeadlock()), 'deadlock');
  expect(steps.map(({ blocked }) => blocked)).toEqual([[], [0, 1], [0, 1, 2]]);
  const inTurn = traceIn(modelOf(relay(['first', 'second', 'third'])), 'S-TURN');
  expect(inTurn.steps.map(({ blocked }) => blocked)).toEqual([[], [], []]);
});

test('a thread that waits for a value says which', () => {
  const { ending } = traceIn(modelOf(abbaDeadlock()), 'deadlock');
  expect(ending.kind === 'deadlock' && ending.waits[2]).toMatchObject({
    labels: ['wait_event(flag)'],
    locks: [],
    facts: [{ text: 'flag=false', since: 0 }],
  });
});

test('a property over positions tells who was where since when', () => {
  const { ending } = traceIn(modelOf(bothInside()), 'S-ALONE');
  expect(ending.kind === 'invariant' && ending.facts).toEqual([
    { text: 'CPU0 is inside critical()', since: 1 },
    { text: 'CPU1 is inside critical()', since: 2 },
    { text: 'CPU0 does not rest', since: 0 },
  ]);
});

test('where many threads never were does not hide where one is', () => {
  const { ending } = traceIn(modelOf(nowhere()), 'S-SOMEWHERE');
  expect(ending.kind === 'invariant' && ending.facts).toEqual([
    { text: 'CPU0 is inside begin()', since: 1 },
  ]);
});

test('a path that the reference semantics cannot follow is a bug, not a finding', () => {
  const finding = findingOf('S-REVRESET');
  const provenance = { constants: {}, isShortest: true };
  const [first, ...rest] = finding.path.states;
  if (first === undefined) throw new Error('a path has an initial state');
  const changed = { ...first, cells: first.cells.map(() => 1) };
  const otherStart = [changed, ...rest];
  const otherMiddle = finding.path.states.with(3, changed);
  const tampered: readonly Finding[] = [
    { ...finding, path: { ...finding.path, steps: finding.path.steps.slice(1) } },
    { ...finding, path: { ...finding.path, states: otherStart } },
    { ...finding, path: { ...finding.path, states: otherMiddle } },
    { ...finding, property: 'S-D0RESET' } as Finding,
  ];
  for (const each of tampered) expect(() => traceOf(model, each, provenance)).toThrow(Disagreement);
});

test('of the notes of a label, those of a lock are told in words, those of an author not at all', () => {
  const text = 'down_write(&memory_lock)';
  expect(splitNote(`${text}#queue`)).toEqual({ label: text, note: 'queues behind the holder' });
  expect(splitNote(`${text}#queued#d3`)).toEqual({ label: text, note: 'was queued' });
  expect(splitNote(`${text}#d3`)).toEqual({ label: text, note: null });
  expect(splitNote(text)).toEqual({ label: text, note: null });
});

test('an initial value that no step reads or writes is told from one in use', () => {
  const { values } = traceIn(modelOf(namedConditions()), 'S-ACCESS').start;
  expect(values.map(({ name, isUsed }) => [name, isUsed])).toEqual([
    ['power', false],
    ['memory', false],
    ['mapped', true],
  ]);
});
