import fc from 'fast-check';
import { expect, test } from 'vitest';
import { modelOf, relay, traceIn } from '../testing/trace-models.ts';
import { renderTrace, type TraceFormat } from './index.ts';

const TEXT_FORMATS: readonly TraceFormat[] = ['columns', 'list', 'states', 'mail'];

// Identifiers, words, operators, and whatever Unicode has to offer.
const label = fc.oneof(
  fc.string({ unit: fc.constantFrom(...'abc_(),& |;#*~'), minLength: 1, maxLength: 120 }),
  fc.string({ unit: 'binary', minLength: 1, maxLength: 60 }),
  fc.stringMatching(/^[a-z_]{1,100}\([a-z, ]{0,20}\)$/),
);

test('every text rendering of every trace is ASCII and at most 72 columns wide', () => {
  const labels = fc.uniqueArray(label, { minLength: 1, maxLength: 6 });
  fc.assert(
    fc.property(labels, (of) => {
      const trace = traceIn(modelOf(relay(of)), 'S-TURN');
      for (const format of TEXT_FORMATS) {
        for (const full of [false, true]) {
          const lines = renderTrace(trace, { format, full, version: '0.1.0' }).split('\n');
          const offending = lines.filter(
            (line) => line.length > 72 || !/^[ -~]*$/.test(line) || line.endsWith(' '),
          );
          expect(offending).toEqual([]);
        }
      }
    }),
    { numRuns: 60 },
  );
});

test('Markdown and Mermaid are ASCII', () => {
  const trace = traceIn(modelOf(relay(['größe → 0', '鍵'])), 'S-TURN');
  for (const format of ['md', 'mermaid'] as const) {
    expect(renderTrace(trace, { format })).toMatch(/^[\n -~]*$/);
  }
});
