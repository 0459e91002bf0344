import { expect, test } from 'vitest';
import { code, dataScript, html } from './markup.ts';

test('what is put into the template is text, whatever it looks like', () => {
  const hostile = `</script><img src=x onerror="a('b')">&amp;`;
  expect(html`<p title="${hostile}">${hostile}</p>`.text).toBe(
    '<p title="&lt;/script&gt;&lt;img src=x onerror=&quot;a(&#39;b&#39;)&quot;&gt;&amp;amp;">&lt;/script&gt;&lt;img src=x onerror=&quot;a(&#39;b&#39;)&quot;&gt;&amp;amp;</p>',
  );
});

test('what the template made is put in as it is, lists one behind the other, null and false not at all', () => {
  expect(html`<ul>${[1, 2].map((item) => html`<li>${item}</li>`)}${null}${false}</ul>`.text).toBe(
    '<ul><li>1</li><li>2</li></ul>',
  );
});

test('signs that turn or hide the text around them are shown as a sign', () => {
  expect(html`${'a\u202eb\u200bc\u0007d\u2028e'}`.text).toBe('a\ufffdb\ufffdc\ufffdd\ufffde');
});

test('a label may be broken where C code may, and nowhere else', () => {
  expect(code('vfio_pci(a, b)').text).toBe('<code>vfio_<wbr>pci(<wbr>a, b)</code>');
  expect(code('<b>').text).toBe('<code>&lt;b&gt;</code>');
});

test('data cannot end the element that it stands in', () => {
  const value = { label: '</script><!--<script>' };
  const { text } = dataScript('data', value);
  expect(text.match(/<\/?script|<!--/g)).toEqual(['<script', '</script']);
  expect(JSON.parse(text.replace(/<\/?script[^>]*>/g, ''))).toEqual(value);
});
