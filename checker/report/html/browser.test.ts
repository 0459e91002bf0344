/**
 * The page in a real browser: read without scripts, stepped through with keys, left at a step, and looked at by axe.
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { System } from '../../semantics/index.ts';
import { describeInBrowser, type OpenPage, PageBrowser } from '../../testing/browser.ts';
import { bundledScript, pageOf } from '../../testing/pages.ts';
import { abbaDeadlock, modelOf, relay, resetRace, traceIn } from '../../testing/trace-models.ts';
import { longRun } from '../../testing/trace-shapes.ts';
import {
  choicesAfter,
  extended,
  prefix,
  readTraceJson,
  recordedRun,
  replayTrace,
  storedTrace,
  walkAlong,
} from '../../trace/index.ts';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

// What runs in the browser is text here: the types of a browser are those of the page alone.
const AXE_RUN = `axe.run().then(({ violations }) => violations.map(
  ({ id, nodes }) => id + ': ' + nodes.map(({ html }) => html).join(' ')))`;
const FOCUSED = `(() => {
  const element = document.activeElement;
  const { outlineStyle } = getComputedStyle(element);
  return (element.id || element.dataset.choice || element.tagName) + ' ' + outlineStyle;
})()`;

const race = modelOf(resetRace, 'zap-before-lock', { users: '2' });
const raceTrace = traceIn(race, 'S-REVRESET', { users: '2' });
const abba = modelOf(abbaDeadlock());
const long = modelOf(longRun());

let browser: PageBrowser;
let script = '';

const openRace = (...rest: [options?: object, fragment?: string]): Promise<OpenPage> =>
  browser.open(pageOf(raceTrace, race, script), ...rest);

const fragment = (page: Page): string => new URL(page.url()).hash;
/** The numbers of the marked rows that can be seen. */
const marked = async (page: Page): Promise<string> => {
  const rows = await page.locator('tr[aria-current="step"] .number').all();
  const texts = await Promise.all(
    rows.map(async (row) => ((await row.isVisible()) ? await row.innerText() : '')),
  );
  return texts.filter((text) => text !== '').join(' ');
};
const buttons = (page: Page): Promise<string[]> => page.locator('#choices button').allInnerTexts();
const clickOn = (page: Page, words: RegExp): Promise<void> =>
  page.locator('#choices button').filter({ hasText: words }).first().click();

describeInBrowser('the page of a trace in a browser', () => {
  beforeAll(async () => {
    script = bundledScript();
    browser = await PageBrowser.start();
  });
  afterAll(() => browser.close());

  describe('without scripts', () => {
    test('everything that the trace says can be read, and nothing waits for a script', async () => {
      const { page } = await openRace({ javaScriptEnabled: false });
      const text = await page.locator('body').innerText();
      for (const { label } of raceTrace.steps) expect(text).toContain(label);
      expect(text).toContain('in_reset => !pte[0]');
      expect(text).toMatch(/VIOLATION of S-REVRESET/);
      expect(await page.locator('aside').isVisible()).toBe(false);
    });

    test('calls fold and unfold by a check box', async () => {
      const { page } = await openRace({ javaScriptEnabled: false });
      const folded = page.getByRole('link', { name: '8-11' });
      expect(await folded.isVisible()).toBe(false);
      await page.getByLabel('fold calls').check();
      expect(await folded.isVisible()).toBe(true);
      expect(await page.locator('#step-9').isVisible()).toBe(false);
    });

    test('the fragment of a step finds its row', async () => {
      const { page } = await openRace({ javaScriptEnabled: false }, '#step-9');
      expect(await page.locator('#step-9').isVisible()).toBe(true);
    });
  });

  describe('stepping', () => {
    test('opens at the end of the trace, without a complaint and without a request', async () => {
      const { page, complaints } = await openRace();
      expect(await marked(page)).toBe('12');
      expect(await page.locator('#next').isDisabled()).toBe(true);
      expect(fragment(page)).toBe('');
      expect(complaints).toEqual([]);
    });

    test('n and p go forth and back, and the address says where', async () => {
      const { page } = await openRace({}, '#step-3');
      expect(await marked(page)).toBe('3');
      await page.keyboard.press('n');
      expect([await marked(page), fragment(page)]).toEqual(['4', '#step-4']);
      for (const key of ['p', 'p', 'p', 'p', 'p']) await page.keyboard.press(key);
      expect([await marked(page), fragment(page)]).toEqual(['', '#step-0']);
      expect(await page.locator('#now').innerText()).toContain('the start');
    });

    test('g asks for a step, and what is typed there is no key', async () => {
      const { page } = await openRace();
      await page.keyboard.press('g');
      await page.keyboard.type('7');
      await page.keyboard.press('Enter');
      expect(await marked(page)).toBe('7');
      await page.keyboard.press('g');
      await page.keyboard.type('99');
      await page.keyboard.press('Enter');
      expect(await marked(page)).toBe('12');
      await page.keyboard.press('Control+p');
      expect(await marked(page)).toBe('12');
    });

    test('the panel has the state after the step, what changed with a sign and a word', async () => {
      const { page } = await openRace({}, '#step-4');
      const changed = page.locator('.state .changed');
      expect(await changed.locator('th').allInnerTexts()).toEqual(['pte[0]']);
      expect(await changed.locator('.sr').allInnerTexts()).toEqual(['changed']);
      expect(await changed.locator('del').allInnerTexts()).toEqual(['false']);
      expect(await changed.locator('ins').allInnerTexts()).toEqual(['true']);
      expect(await page.locator('.state').allInnerTexts()).toContainEqual(
        expect.stringMatching(/memory_lock\s+held for read by CPU1/),
      );
    });

    test('folded steps are passed over', async () => {
      const { page } = await browser.open(
        pageOf(traceIn(long, 'S-DONE'), long, script),
        {},
        '#step-2',
      );
      expect(await page.getByLabel('fold calls').isChecked()).toBe(true);
      await page.keyboard.press('n');
      expect([await marked(page), fragment(page)]).toEqual(['3-12', '#step-12']);
      await page.getByLabel('fold calls').uncheck();
      await page.keyboard.press('p');
      expect([await marked(page), fragment(page)]).toEqual(['11', '#step-11']);
    });

    test('a link to a step goes there', async () => {
      const { page } = await openRace();
      await page.getByRole('link', { name: 'step 4', exact: true }).click();
      await page.locator('#step-4[aria-current]').waitFor();
      expect(await marked(page)).toBe('4');
    });
  });

  describe('what if', () => {
    test('the recorded step is told, and taking it stays on the trace', async () => {
      const { page } = await openRace({}, '#step-3');
      const texts = await buttons(page);
      expect(texts.filter((text) => text.includes('as in the trace'))).toHaveLength(1);
      await clickOn(page, /as in the trace/);
      expect([await marked(page), fragment(page)]).toEqual(['4', '#step-4']);
      expect(await page.locator('.left').count()).toBe(0);
    });

    test('another step leaves the trace; undo and Escape lead back', async () => {
      const { page } = await openRace({}, '#step-3');
      const before = await page.locator('#table').innerHTML();
      await clickOn(page, /user\[1\]/);
      expect(await page.locator('.left').innerText()).toContain('you left the trace behind step 3');
      expect(await page.locator('tr.walk').count()).toBeGreaterThan(0);
      expect(await page.locator('th.thread').allInnerTexts()).toHaveLength(3);
      await clickOn(page, /CPU1/);
      await page.keyboard.press('p');
      expect(fragment(page)).toMatch(/^#step-3~\d+$/);
      await page.keyboard.press('Escape');
      expect(fragment(page)).toBe('#step-3');
      await page.keyboard.press('p');
      await page.keyboard.press('n');
      expect((await page.locator('#table').innerHTML()).replace(/ aria-current="step"/g, '')).toBe(
        before.replace(/ aria-current="step"/g, ''),
      );
    });

    test('a step that breaks a property says so before it is taken, and why after', async () => {
      const { page } = await openRace({}, '#step-5');
      for (let step = 0; step < 4; step++) await clickOn(page, step === 0 ? /user\[1\]/ : /CPU2/);
      for (let step = 0; !(await buttons(page)).join().includes('violates'); step++) {
        expect(await page.locator('.left').innerText()).toContain('Nothing is violated here.');
        expect(step).toBeLessThan(12);
        await clickOn(page, /CPU0/);
      }
      await clickOn(page, /violates S-REVRESET/);
      const found = await page.locator('.left').innerText();
      expect(found).toContain('S-REVRESET');
      expect(found).toContain('pte[0]=true');
      expect(await page.locator('tr.walk').last().innerText()).toContain('violates S-REVRESET');
      await page.getByText('Take this order with you').click();
      const read = readTraceJson(await page.locator('#walk-file').innerText());
      if (read.kind !== 'trace') throw new Error(read.message);
      expect(read).toMatchObject({ isEdited: false, trace: { shortest: false } });
      expect(replayTrace(race, read.trace).ending.kind).toBe('invariant');
    });

    test('the address of a walk leads to it again; one that is none leads to the trace', async () => {
      const { page } = await openRace({}, '#step-3');
      await clickOn(page, /user\[1\]/);
      const again = await openRace({}, fragment(page));
      expect(await again.page.locator('#table').innerText()).toBe(
        await page.locator('#table').innerText(),
      );
      const wrong = await openRace({}, '#step-3~77');
      expect([await marked(wrong.page), wrong.complaints]).toEqual(['3', []]);
    });

    test('of a deadlock nothing can be taken, but one step before', async () => {
      const { page } = await browser.open(pageOf(traceIn(abba, 'deadlock'), abba, script));
      expect(await page.locator('#choices').innerText()).toBe('No thread can take a step.');
      await page.keyboard.press('p');
      expect((await buttons(page)).join()).toContain('violates deadlock');
    });

    // One long walk without knowledge of the trace, against the reference semantics in this process.
    test('choices and findings are those of the reference semantics, all the way', async () => {
      const system = new System(race);
      const { page } = await openRace({}, '#step-1');
      let run = prefix(recordedRun(system, storedTrace(raceTrace)), 1);
      const taken: number[] = [];
      for (let step = 0; step < 25; step++) {
        const choices = choicesAfter(system, run);
        expect(await buttons(page)).toHaveLength(choices.length);
        const pick = (step * 7 + 1) % Math.max(1, choices.length);
        const choice = choices[pick];
        if (choice === undefined) break;
        taken.push(pick);
        run = extended(run, choice.transition);
        await page.evaluate(`location.hash = 'step-1~${taken.join('.')}'`);
        const { trace, broken } = walkAlong(system, run, raceTrace);
        await page
          .locator('#now', { hasText: `Step ${trace.steps.length}, not of the trace` })
          .waitFor();
        expect(await page.locator('.left .badge').allInnerTexts()).toEqual(
          broken.map(({ property }) => property),
        );
        for (const { name, index, domain } of race.cells) {
          const value = trace.states.at(-1)?.cells[index] ?? 0;
          const row = page.locator('.state tr', { has: page.getByText(name, { exact: true }) });
          if ((await row.count()) === 1 && domain.kind === 'boolean')
            expect(await row.locator('td').last().innerText()).toMatch(
              new RegExp(`${value === 1}$`),
            );
        }
      }
      expect(taken.length).toBeGreaterThan(10);
    });
  });

  describe('for everybody', () => {
    test.each(['light', 'dark'] as const)(
      'axe finds nothing to complain of, %s',
      async (colorScheme) => {
        const opened = await openRace({ colorScheme, bypassCSP: true }, '#step-4');
        const deadlock = await browser.open(pageOf(traceIn(abba, 'deadlock'), abba, script), {
          colorScheme,
          bypassCSP: true,
        });
        const narrow = await openRace({
          colorScheme,
          bypassCSP: true,
          viewport: { width: 400, height: 800 },
        });
        await clickOn(opened.page, /user\[1\]/);
        for (const { page } of [opened, deadlock, narrow]) {
          await page.evaluate(AXE);
          const found = await page.evaluate<readonly string[]>(AXE_RUN);
          expect(found).toEqual([]);
        }
      },
    );

    test('the keyboard alone reaches every control, and what is reached is seen', async () => {
      const { page } = await openRace({}, '#step-3');
      const reached = new Set<string>();
      for (let presses = 0; presses < 60; presses++) {
        await page.keyboard.press('Tab');
        reached.add(await page.evaluate<string>(FOCUSED));
      }
      for (const id of ['fold', 'minor', 'previous', 'next', 'go', '0', '1', '2', 'SUMMARY'])
        expect([...reached].filter((each) => each.startsWith(`${id} `))).toEqual([
          expect.not.stringMatching(/ none$/),
        ]);
    });

    test('a choice is taken with Enter, and what came of it is announced', async () => {
      const { page } = await openRace({}, '#step-3');
      await page.locator('#choices button').filter({ hasText: 'user[1]' }).focus();
      await page.keyboard.press('Enter');
      expect(await page.getByRole('status').innerText()).toMatch(
        /^Step 4, not of the trace: CPU2: /,
      );
    });

    test('on paper there are no controls', async () => {
      const { page } = await openRace();
      await page.emulateMedia({ media: 'print' });
      expect(await page.locator('aside').isVisible()).toBe(false);
      expect(await page.locator('.trace').isVisible()).toBe(true);
    });
  });

  test('hostile strings stay text, in the table, in the panel and on the buttons', async () => {
    const hostile = [
      '</script><script>document.title="broken"</script>',
      '<img src=x onerror="document.title=1">',
      '<svg onload=document.title=2>',
      '"><b id=injected>',
    ];
    const model = modelOf(relay(hostile));
    const trace = traceIn(model, 'S-TURN');
    const { page, complaints } = await browser.open(pageOf(trace, model, script), {}, '#step-0');
    for (const label of hostile) {
      expect((await buttons(page)).join()).toContain(label);
      await clickOn(page, /./);
    }
    expect(await page.locator('tbody').first().innerText()).toContain(hostile[0] ?? '?');
    expect(await page.locator('#injected, .trace img, .trace svg, aside img').count()).toBe(0);
    expect(await page.title()).toBe('S-TURN in testing/relay[small]');
    expect(complaints).toEqual([]);
  });
});
