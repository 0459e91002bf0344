/**
 * The columns as they may stand in a mail or a commit message: indented by two, one sentence before, one line after.
 *
 * git eats lines that begin with `#`, `---`, `diff`, `From ` or `>` when it cleans up a message or applies a mail; here no line begins so.
 */
import type { Trace } from '../trace/index.ts';
import { ascii } from './ascii.ts';
import { renderColumns } from './columns.ts';
import { searchName, standing } from './header.ts';
import type { Layout } from './options.ts';
import { wrapWords } from './wrap.ts';

const INDENT = 2;

/** `version` is that of the program. */
export function renderMail(trace: Trace, layout: Layout, version: string): readonly string[] {
  // What a variant is expected to do says nothing to those who do not have the spec.
  const width = layout.width - INDENT;
  const lines = renderColumns(trace, { ...layout, width, isExpected: false });
  return [
    ...wrapWords(ascii(opening(trace)), layout.width),
    '',
    ...lines.map((line) => (line === '' ? '' : `${' '.repeat(INDENT)}${line}`)),
    '',
    ...wrapWords(`ordeal ${version}, model ${trace.digest.slice(0, 16)}`, layout.width),
  ];
}

function opening(trace: Trace): string {
  const { property, ending, isShortest, steps, bounds } = trace;
  const said = standing(trace);
  const model = `In the Ordeal model ${searchName(trace)}${said === '' ? '' : ` (a ${said})`}`;
  const order = `order of ${steps.length} ${steps.length === 1 ? 'step' : 'steps'}`;
  const proof = isShortest ? ', and no shorter one does' : '';
  if (steps.length === 0 && ['invariant', 'error'].includes(ending.kind))
    return `${model} the initial state violates ${property} (${bounds}):`;
  switch (ending.kind) {
    case 'completed':
      return `${model} this ${order} does not violate ${property} (${bounds}):`;
    case 'stopped':
      return `${model} this order is not possible beyond step ${steps.length} (${bounds}):`;
    case 'deadlock':
      return `${model} this ${order} ends in a deadlock${proof} (${bounds}):`;
    default:
      return `${model} this ${order} violates ${property}${proof} (${bounds}):`;
  }
}
