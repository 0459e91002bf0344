/**
 * The page as text: one file, no requests, the same bytes, hostile strings as text. What it does is tested in a browser.
 */
import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { bundledScript, pageOf } from '../../testing/pages.ts';
import {
  abbaDeadlock,
  modelOf,
  overflow,
  relay,
  resetRace,
  traceIn,
} from '../../testing/trace-models.ts';
import { replayTrace, storedTrace } from '../../trace/index.ts';
import { renderTrace } from '../index.ts';

const script = bundledScript();
const model = modelOf(resetRace, 'zap-before-lock');
const trace = traceIn(model, 'S-REVRESET');
const page = pageOf(trace, model, script);

describe('the page is one file', () => {
  test('of less than 250 kB that names nothing outside of it', () => {
    expect(page.length).toBeLessThan(250_000);
    const places = page
      .replace(/<script[\s\S]*?<\/script>/g, '')
      .match(/(?:src|href|url)\s*[=(]\s*["']?[^"' )>]+/g);
    expect(places?.filter((place) => !/^href="(#|data:,)/.test(place))).toEqual([]);
  });

  test('that allows its own script and no other, and no request', () => {
    const attribute = /Content-Security-Policy" content="([^"]*)"/.exec(page)?.[1] ?? '';
    const policy = attribute.replaceAll('&#39;', "'");
    const inline = /<script>([\s\S]*)<\/script>\n<\/body>/.exec(page)?.[1] ?? '';
    const hash = createHash('sha256').update(inline).digest('base64');
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain(`script-src 'sha256-${hash}'`);
  });

  test('with the notice of the library in its script', () => {
    expect(page).toContain('Copyright (c) 2014-present, Lee Byron and other contributors.');
  });

  test('with the same bytes every time', () => {
    expect(pageOf(traceIn(model, 'S-REVRESET'), model, bundledScript())).toBe(page);
  });
});

test('without the model it is a page to read and print, with no script at all', () => {
  const plain = renderTrace(trace, { format: 'html', version: '1.2.3' });
  expect(plain).not.toContain('<script');
  for (const { label } of trace.steps)
    expect(plain.replaceAll('<wbr>', '')).toContain(
      `<code>${label.replaceAll('&', '&amp;').replaceAll('>', '&gt;')}</code>`,
    );
});

test('it says the false clause, its values, and since when', () => {
  const text = page.replaceAll('<wbr>', '');
  expect(text).toContain('<code>in_reset =&gt; !pte[0]</code>');
  expect(text).toMatch(/<code>pte\[0\]=true<\/code> <span class="since">since <a href="#step-4">/);
  expect(text).toContain('no shorter trace exists');
});

test('ids are unique, and every link within the page leads somewhere', () => {
  for (const each of [
    page,
    pageOf(traceIn(modelOf(abbaDeadlock()), 'deadlock'), modelOf(abbaDeadlock()), script),
  ]) {
    const markup = each.replace(/<script[\s\S]*?<\/script>/g, '');
    const ids = [...markup.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id);
    expect(ids).toEqual([...new Set(ids)]);
    const links = [...markup.matchAll(/href="#([^"]+)"/g)].map(([, to]) => to);
    expect(links.filter((to) => !ids.includes(to))).toEqual([]);
  }
});

test('no label, title or value becomes markup', () => {
  const hostile = [
    '</script><script>document.title=1</script>',
    '<img src=x onerror=alert(1)>',
    '<!--',
    '" onclick="x',
  ];
  const relayed = modelOf(relay(hostile));
  const text = pageOf(traceIn(relayed, 'S-TURN'), relayed, script);
  const markup = text.replace(/<script>[\s\S]*<\/script>\n<\/body>/, '');
  expect(markup).not.toMatch(/<img|<script>|<!--|onclick="/);
  expect(markup.match(/<script /g)).toHaveLength(3);
});

test.each([
  ['a deadlock', modelOf(abbaDeadlock()), 'deadlock', /DEADLOCK/],
  ['an error', modelOf(overflow()), 'ERROR', /would become 3/],
] as const)('%s says what happened', (_, of, property, words) => {
  expect(pageOf(traceIn(of, property), of, script)).toMatch(words);
});

test('a replay that stops says where and why', () => {
  const fixed = modelOf(resetRace);
  const text = pageOf(replayTrace(fixed, storedTrace(trace)), fixed, script);
  expect(text).toContain('cannot be taken');
  expect(text).toContain('the thread is at another step');
  expect(text).not.toContain('no shorter trace');
});
