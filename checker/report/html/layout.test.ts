/**
 * How the page looks in a real browser, as far as a program can tell: nothing is cut, nothing overlaps, whatever the threads, the steps,
 * the colours and the width of the window.
 */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Model } from '../../model/index.ts';
import { describeInBrowser, PageBrowser } from '../../testing/browser.ts';
import { bundledScript, pageOf } from '../../testing/pages.ts';
import { modelOf, queueDeadlock, traceIn } from '../../testing/trace-models.ts';
import { convoy } from '../../testing/trace-pages.ts';

const convoyPage = (threads: number, perTurn: number): readonly [string, Model, string] => {
  const model = modelOf(convoy(threads, perTurn));
  return [`${threads} threads`, model, 'S-PAGES'];
};

/** Two, three and five threads; ten to sixty steps. */
const PAGES = [
  convoyPage(2, 0),
  convoyPage(2, 25),
  convoyPage(3, 0),
  convoyPage(3, 15),
  convoyPage(5, 0),
  convoyPage(5, 7),
  ['a deadlock of three', modelOf(queueDeadlock()), 'deadlock'],
] as const;

const WIDTHS = [1600, 1280, 800, 400];

/** Elements whose text does not fit into them, and rows that lie over each other; run in the browser. */
const FLAWS = `(() => {
  const found = [];
  const { scrollWidth, clientWidth } = document.documentElement;
  if (scrollWidth > clientWidth) found.push('the page is ' + scrollWidth + ' wide, not ' + clientWidth);
  const isSeen = (element) => element.closest('.sr') === null && element.getClientRects().length > 0;
  const all = (of, selector) => [...of.querySelectorAll(selector)].filter(isSeen);
  for (const box of all(document, '.trace td, .trace th, .state td, .state th, button, .why, header')) {
    const outer = box.getBoundingClientRect();
    for (const inner of all(box, 'a, code, span, div, b, ins, del')) {
      if (inner.closest('.tracks') !== null) continue;
      const { left, right, top, bottom } = inner.getBoundingClientRect();
      if (left < outer.left - 1 || right > outer.right + 1 || top < outer.top - 1 || bottom > outer.bottom + 1)
        found.push(inner.tagName + " '" + inner.textContent + "' passes its " + box.tagName);
    }
  }
  const rows = all(document, '.trace tbody tr');
  for (const [at, row] of rows.entries()) {
    const below = rows[at + 1]?.getBoundingClientRect();
    if (below !== undefined && row.getBoundingClientRect().bottom > below.top + 1)
      found.push('row ' + at + ' lies over the next');
  }
  return found;
})()`;

const flaws = (page: Page): Promise<readonly string[]> => page.evaluate<readonly string[]>(FLAWS);

let browser: PageBrowser;
let script = '';

describeInBrowser('the page of a trace, looked at', () => {
  beforeAll(async () => {
    script = bundledScript();
    browser = await PageBrowser.start();
  });
  afterAll(() => browser.close());

  test.each(PAGES)('nothing is cut and nothing overlaps: %s', async (_, model, property) => {
    const trace = traceIn(model, property);
    const { page, complaints } = await browser.open(pageOf(trace, model, script));
    // In the middle, where the row of the step may be a folded one.
    await page.keyboard.press('g');
    await page.keyboard.type(String(Math.floor(trace.steps.length / 3)));
    await page.keyboard.press('Enter');
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      for (const width of WIDTHS) {
        await page.setViewportSize({ width, height: 900 });
        expect(await flaws(page), `${width} ${colorScheme}`).toEqual([]);
        await page.getByLabel('changes of all variables').click();
        expect(await flaws(page), `${width} ${colorScheme}, all changes`).toEqual([]);
      }
    }
    await page.emulateMedia({ media: 'print' });
    await page.setViewportSize({ width: 1040, height: 700 });
    expect(await flaws(page), 'on paper').toEqual([]);
    expect(complaints).toEqual([]);
  });

  test('an arrow leads from the last writer to the violating step, in the gutter', async () => {
    const model = modelOf(convoy(3, 0));
    const { page } = await browser.open(pageOf(traceIn(model, 'S-PAGES'), model, script));
    const box = async (selector: string) => {
      const found = await page.locator(selector).boundingBox();
      if (found === null) throw new Error(`${selector} is not seen`);
      return found;
    };
    const [start, end] = [
      await box('tr:not(.folded) .track.start'),
      await box('tr:not(.folded) .track.end'),
    ];
    const violating = await box('tr.violating:not(.folded)');
    expect(start.y).toBeLessThan(end.y);
    expect(Math.abs(start.x - end.x)).toBeLessThan(2);
    expect(end.y).toBeGreaterThanOrEqual(violating.y - 1);
    expect(end.y + end.height).toBeLessThanOrEqual(violating.y + violating.height + 1);
    // Each row of the gutter begins where the one above it ends.
    const tracks = await page.locator('tr:not(.folded) .track:not(.none)').all();
    const boxes = await Promise.all(tracks.map((track) => track.boundingBox()));
    for (const [at, each] of boxes.slice(1).entries()) {
      const above = boxes[at];
      expect((each?.y ?? 0) - ((above?.y ?? 0) + (above?.height ?? 0))).toBeLessThan(2);
    }
  });

  test('stepping keeps the step in sight, also in a table that is wider than the window', async () => {
    const model = modelOf(convoy(9, 0));
    const { page } = await browser.open(pageOf(traceIn(model, 'S-PAGES'), model, script), {
      viewport: { width: 900, height: 700 },
    });
    await page.keyboard.press('g');
    await page.keyboard.type('0');
    await page.keyboard.press('Enter');
    const dock = page.locator('aside');
    for (let step = 0; step < 40; step++) {
      await page.keyboard.press('n');
      const cell = page.locator(
        'tr[aria-current="step"]:not(.unfolded) .own:visible, tr[aria-current="step"].always .own',
      );
      const [own, foot] = [await cell.last().boundingBox(), await dock.boundingBox()];
      expect(own?.x ?? -1, `step ${step + 1}`).toBeGreaterThanOrEqual(0);
      expect((own?.x ?? 0) + (own?.width ?? 0)).toBeLessThanOrEqual(901);
      expect(own?.y ?? -1).toBeGreaterThanOrEqual(-1);
      expect((own?.y ?? 0) + (own?.height ?? 0)).toBeLessThanOrEqual((foot?.y ?? 0) + 1);
    }
  });

  test('what is said in colour is said without, too', async () => {
    const model = modelOf(convoy(2, 0));
    const { page } = await browser.open(pageOf(traceIn(model, 'S-PAGES'), model, script));
    expect(await page.locator('.lock.write .holder').first().innerText()).toBe('W0');
    expect(await page.locator('.lock.read .holder').first().innerText()).toBe('r1');
    const styles = await page.evaluate<readonly string[]>(
      `['.lock.write', '.lock.read'].map((selector) =>
        getComputedStyle(document.querySelector(selector), '::before').borderLeftStyle)`,
    );
    expect(styles).toEqual(['solid', 'double']);
  });
});
