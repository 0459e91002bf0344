import fc from 'fast-check';
import { expect, test } from 'vitest';
import { wrapLabel, wrapList, wrapRemarked, wrapWords } from './wrap.ts';

test('a label that fits is one line', () => {
  expect(wrapLabel('down_read(&memory_lock)', 30)).toEqual(['down_read(&memory_lock)']);
  expect(wrapLabel('', 30)).toEqual(['']);
});

test('a label breaks after (, comma or _ and goes on indented by four', () => {
  expect(wrapLabel('vfio_pci_zap_and_down_write_memory_lock(vdev)', 20)).toEqual([
    'vfio_pci_zap_and_',
    '    down_write_',
    '    memory_lock(',
    '    vdev)',
  ]);
});

test('an empty argument list is not torn apart', () => {
  expect(wrapLabel('do_unmap_range()', 15)).toEqual(['do_unmap_', '    range()']);
});

test('a condition breaks behind an operator rather than inside an operand', () => {
  expect(wrapLabel('if (!priv->revoked && pm == D0)', 29)).toEqual([
    'if (!priv->revoked &&',
    '    pm == D0)',
  ]);
});

test('an identifier without a place to break is cut', () => {
  expect(wrapLabel('a'.repeat(30), 20)).toEqual(['a'.repeat(20), `    ${'a'.repeat(10)}`]);
});

test('a remark that does not fit behind the label stands below it as a whole', () => {
  expect(wrapRemarked('if (revoked)', '/* 0 */', 30)).toEqual(['if (revoked)  /* 0 */']);
  expect(wrapRemarked('unmap_mapping_range()', '/* bar=0 */', 30)).toEqual([
    'unmap_mapping_range()',
    '    /* bar=0 */',
  ]);
});

test('prose breaks between words only', () => {
  expect(wrapWords('vfio_pci_core holds memory_lock', 15, 2)).toEqual([
    'vfio_pci_core',
    '  holds',
    '  memory_lock',
  ]);
});

test('the parts of a list stay whole, and one that is too long may pass the column', () => {
  expect(wrapList(['pte 0->1', 'pm D0->D3', 'x 0->1'], 20)).toEqual([
    'pte 0->1, pm D0->D3,',
    'x 0->1',
  ]);
  expect(wrapList(['power D3->TRANSITION'], 10, 40)).toEqual(['power D3->TRANSITION']);
  expect(wrapList([], 10)).toEqual([]);
});

test('no line is longer than asked for, and no sign but blanks is lost', () => {
  const text = fc.string({ unit: fc.constantFrom(...'ab_(,) &|:>'), maxLength: 80 });
  fc.assert(
    fc.property(text, fc.integer({ min: 5, max: 40 }), (label, width) => {
      const lines = wrapLabel(label, width);
      for (const line of lines) expect(line.length).toBeLessThanOrEqual(width);
      expect(lines.join('').replace(/ /g, '')).toBe(label.replace(/ /g, ''));
    }),
  );
});
