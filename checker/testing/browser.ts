/**
 * A real browser for the tests of the page: Debian's Chromium, driven without a download.
 *
 * Owns where it is found and how a page is opened; every request that is not for the file itself, and every error, is noted. Without a
 * browser the tests are skipped and say so, unless `ORDEAL_BROWSER=required`: then that is a failure.
 */
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';

const NAMES = ['chromium-headless-shell', 'chromium', 'chromium-browser', 'google-chrome'];

/** The browser that `ORDEAL_CHROMIUM` names, or the first of the usual names in the path; null: there is none. */
export function browserPath(): string | null {
  const { ORDEAL_CHROMIUM: named, PATH = '' } = process.env;
  const places = PATH.split(delimiter).flatMap((folder) => NAMES.map((name) => join(folder, name)));
  return (
    [...(named === undefined ? [] : [named]), ...places].find((path) => existsSync(path)) ?? null
  );
}

const REASON = 'no browser found: install chromium-headless-shell, or set ORDEAL_CHROMIUM';

/** Tests that need a browser. Where there is none they are skipped, and the reason stands in the report. */
export function describeInBrowser(title: string, tests: () => void): void {
  if (browserPath() !== null) describe(title, tests);
  else if (process.env['ORDEAL_BROWSER'] === 'required') test(title, () => expect.fail(REASON));
  else {
    process.stderr.write(`skipped, ${REASON}: ${title}\n`);
    describe.skip(`${title} (skipped: ${REASON})`, tests);
  }
}

export interface OpenPage {
  readonly page: Page;
  /** Errors of the script, complaints of the console, requests that are not for the file. */
  readonly complaints: readonly string[];
}

/** Pages from files, in one browser. */
export class PageBrowser {
  readonly #folder = mkdtempSync(join(tmpdir(), 'ordeal-page-'));
  readonly #browser: Browser;
  #files = 0;

  private constructor(browser: Browser) {
    this.#browser = browser;
  }

  static async start(): Promise<PageBrowser> {
    const executablePath = browserPath();
    if (executablePath === null) throw new Error(REASON);
    // A container runs tests as root, where the sandbox does not work.
    const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
    return new PageBrowser(browser);
  }

  async close(): Promise<void> {
    await this.#browser.close();
    rmSync(this.#folder, { recursive: true, force: true });
  }

  /** Opens a page from a file of its own. */
  async open(html: string, options: BrowserContextOptions = {}, fragment = ''): Promise<OpenPage> {
    const file = join(this.#folder, `${this.#files++}.html`);
    writeFileSync(file, html);
    const url = pathToFileURL(file).href;
    const context = await this.#browser.newContext(options);
    const page = await context.newPage();
    const complaints: string[] = [];
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('console', (message) => {
      if (message.type() === 'error') complaints.push(message.text());
    });
    page.on('request', (request) => {
      if (request.url().split('#')[0] !== url && !request.url().startsWith('data:'))
        complaints.push(`request for ${request.url()}`);
    });
    await page.goto(`${url}${fragment}`);
    return { page, complaints };
  }
}
