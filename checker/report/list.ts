/**
 * One line per step, thread and call in front: what `grep` and `diff` work on.
 */
import type { Trace, TraceStep } from '../trace/index.ts';
import { ascii } from './ascii.ts';
import { shownChanges } from './changes.ts';
import { epilogueLines } from './epilogue.ts';
import { startLines, verdictLines } from './header.ts';
import { lanesOf, laneText } from './lanes.ts';
import type { Layout } from './options.ts';
import { markOf, remarkOn, violatingStep } from './rows.ts';
import { wrapLabel } from './wrap.ts';

export function renderList(trace: Trace, layout: Layout): readonly string[] {
  const lanes = lanesOf(trace);
  return [
    ...verdictLines(trace, layout),
    ...startLines(trace, layout),
    '',
    ...trace.steps.flatMap((step) => {
      const holders = lanes.map(
        ({ lock, width }) => `${laneText(trace, lock, step).padEnd(width)} `,
      );
      const front = `${String(step.number).padStart(3)}  ${holders.join('')}CPU${step.thread}  `;
      const lines = wrapLabel(stepLine(trace, step, layout), layout.width - front.length);
      return lines.map((line, at) =>
        at === 0 ? `${front}${line}` : `${' '.repeat(front.length)}${line}`,
      );
    }),
    '',
    ...epilogueLines(trace, lanes, layout),
  ];
}

function stepLine(trace: Trace, step: TraceStep, layout: Layout): string {
  const mark = step.number === violatingStep(trace) ? `<== ${markOf(trace)}` : '';
  const changes = shownChanges(step.changes, layout).join(', ');
  const violates = step.violates.map((id) => `(also violates ${id})`);
  return [ascii(placeOf(step)), ascii(remarkOn(step)), changes, ...violates.map(ascii), mark]
    .filter((part) => part !== '')
    .join('  ');
}

/** `vfio_pci_ioctl_reset() > vfio_pci_zap_bars(): unmap_mapping_range()`. */
export function placeOf({ frames, label }: TraceStep): string {
  const calls = frames.filter(({ isCall }) => isCall).map(({ text }) => text);
  return calls.length === 0 ? label : `${calls.join(' > ')}: ${label}`;
}
