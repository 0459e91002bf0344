/**
 * That `vfio-pci/memtype` can tell right from wrong, and what its open question answers.
 */
import { expect, test } from 'vitest';
import { outcomeOf } from '../../../checker/testing/outcome.ts';
import { noticed } from '../../../checker/testing/weakened.ts';
import spec from './spec.ts';

test.each([
  ['vfio_pci_core_mmap', 'munmap()'],
  ['munmap', 'unmap_vmas()'],
])('%s without %s leaves a mapping of another type', (fn, text) => {
  expect(noticed(spec, [fn, [text], 'x86', 'S-MEMTYPE'])).toContain('S-MEMTYPE');
});

test('an insert that looks the type up loses the request for WC, and keeps one type', () => {
  const { violated } = outcomeOf(spec, { variant: 'wc-vma-lookup', configuration: 'x86' });
  expect(violated).toEqual({ 'S-WC': 7 });
});
