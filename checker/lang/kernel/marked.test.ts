import { expect, test } from 'vitest';
import { modelOf, outcomeOf } from '../../testing/outcome.ts';
import {
  allHold,
  assign,
  BOOLEAN,
  clause,
  configuration,
  type Effect,
  type Expr,
  FALSE,
  not,
  process,
  property,
  READ_ONCE,
  spec,
  step,
  TRUE,
  variable,
  WRITE_ONCE,
  when,
} from '../index.ts';

const flag = variable('flag', BOOLEAN, FALSE);
const seen = variable('seen', BOOLEAN, FALSE);

/** One thread sets a flag, another reads it, marked or plain. */
const handover = (write: Effect, read: Expr<boolean>) =>
  spec('test/marked', {
    summary: 'a flag that is set and read',
    mirrors: 'nothing',
    processes: [
      process('writer', [step('write', write)]),
      process('reader', [when(read, [step('seen', assign(seen, TRUE))])]),
    ],
    properties: [property('SEEN', 'Never seen.', [clause('never', { then: not(seen) })])],
    configurations: [configuration('small', { bounds: '2 threads' })],
    base: { summary: 'as written', ref: 'derived', expect: { small: allHold } },
  });

test('a marked access has the meaning of a plain one', () => {
  const plain = outcomeOf(handover(assign(flag, TRUE), flag));
  expect(outcomeOf(handover(WRITE_ONCE(flag, TRUE), READ_ONCE(flag)))).toEqual(plain);
  expect(plain).toEqual({ distinct: 6, generated: 6, depth: 3, violated: { SEEN: 3 } });
});

test('a marked access is known as one', () => {
  const [writer, reader] = modelOf(handover(WRITE_ONCE(flag, TRUE), READ_ONCE(flag))).processes;
  expect(writer?.body[0]).toMatchObject({ effects: [{ kind: 'assign', marked: true }] });
  expect(reader?.body[0]).toMatchObject({ label: 'if (READ_ONCE(flag))', isStep: true });
  const [plain] = modelOf(handover(assign(flag, TRUE), flag)).processes;
  expect(plain?.body[0]).toMatchObject({ effects: [{ kind: 'assign', marked: false }] });
});
