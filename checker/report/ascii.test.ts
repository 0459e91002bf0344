import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ascii } from './ascii.ts';

test('text that is printable ASCII stays as it is', () => {
  expect(ascii('if (!priv->revoked && pm == D0)  /* 1 */ ~`#')).toBe(
    'if (!priv->revoked && pm == D0)  /* 1 */ ~`#',
  );
});

test('accents are dropped, signs are spelled, the rest becomes a question mark', () => {
  expect(ascii('Müller → ≠ “x” ﬁ ßn …')).toBe('Muller -> != "x" fi ssn ...');
  expect(ascii('鍵🔒')).toBe('??');
});

test('line breaks, tabs and control characters cannot get into a line', () => {
  expect(ascii('a\r\n\tb\u2028c\u0007d\u001b[31m')).toBe('a   b c?d?[31m');
});

test('no text at all leads to anything but printable ASCII', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      expect(/^[ -~]*$/.test(ascii(text))).toBe(true);
    }),
  );
});
