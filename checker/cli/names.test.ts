// Names of results, as they are printed and pasted back.

import { expect, test } from 'vitest';
import { parseResultName } from './names.ts';

test.each([
  ['f/s:P', { id: 'f/s', configuration: null, overrides: {}, property: 'P' }],
  ['f/s/v:S-X', { id: 'f/s/v', configuration: null, overrides: {}, property: 'S-X' }],
  ['f/s/v[c]:S-X', { id: 'f/s/v', configuration: 'c', overrides: {}, property: 'S-X' }],
  [
    'f/s/v[c,N=2,M=yes]:S-X',
    { id: 'f/s/v', configuration: 'c', overrides: { N: '2', M: 'yes' }, property: 'S-X' },
  ],
])('%s', (name, parts) => {
  expect(parseResultName(name)).toEqual(parts);
});

test.each(['f/s', 'f/s[c]', ':P', 'f/s:', 'f/s[c:P', ''])("'%s' is none", (name) => {
  expect(() => parseResultName(name)).toThrow(/neither a file nor of the form/);
});
