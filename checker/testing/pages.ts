/** Pages of traces as the program writes them, with the script bundled from the sources at hand. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundlePage } from '../../bin/bundle.mjs';
import type { Model } from '../model/index.ts';
import { renderTrace } from '../report/index.ts';
import type { Trace } from '../trace/index.ts';
import { ROOT } from './files.ts';

/** The script of the page. Cost: a run of the bundler, half a second. */
export function bundledScript(): string {
  const folder = mkdtempSync(join(tmpdir(), 'ordeal-script-'));
  try {
    const complaints = bundlePage(ROOT, folder);
    if (complaints !== '') throw new Error(complaints);
    return readFileSync(join(folder, 'checker/report/html/page-script.js'), 'utf8');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

export const pageOf = (trace: Trace, model: Model, script: string): string =>
  renderTrace(trace, { format: 'html', version: '1.2.3', page: { model, script } });
