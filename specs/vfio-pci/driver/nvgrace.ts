/**
 * nvgrace-gpu makes a CUSTOM mapping during the run: where v1 and v2 set the flag that asks for a zap, and v3 and v4 do not.
 *
 * Mirrors drivers/vfio/pci/nvgrace-gpu/main.c. The flag is a bit beside `pm_runtime_engaged`: a compiler may write both back, as one word.
 * In the kernels looked at (6.1 to 7.3) `pm_runtime_engaged` is a byte of its own, so the lost update is a what-if.
 *
 * Merged steps: `vma->vm_ops`, which is read by faults on a linked VMA only, and the link.
 */
import {
  assign,
  BOOLEAN,
  type Body,
  down_write,
  FALSE,
  fn,
  local,
  process,
  rest,
  type Step,
  step,
  TRUE,
  up_write,
  variable,
} from '../../../checker/lang/index.ts';
import { custom_maps } from './nvgrace-bounds.ts';
import { pm_runtime_engaged } from './power-state.ts';
import { attached, CUSTOM, linked, mmap_lock } from './vma.ts';

/** `vdev->bar_needs_zap` of v1 and v2. */
export const bar_needs_zap = variable('bar_needs_zap', BOOLEAN, FALSE);

/** `pm_runtime_engaged` as it was when the word was read. */
export const engaged_read = local('engaged_read', BOOLEAN, FALSE);

/** The flag has storage of its own. */
export const setNeedsZap: Body = [step('bar_needs_zap = true', assign(bar_needs_zap, TRUE))];

/** The flag shares a word with `pm_runtime_engaged`. */
export const setNeedsZapInWord: Body = [
  step('word = { bar_needs_zap, pm_runtime_engaged }', assign(engaged_read, pm_runtime_engaged)),
  step(
    'word.bar_needs_zap = true; write the word back',
    assign(bar_needs_zap, TRUE),
    assign(pm_runtime_engaged, engaged_read),
  ),
];

const linkCustomVma: Step = step(
  'vma_link_file()',
  assign(linked.at(CUSTOM), TRUE),
  assign(attached.at(CUSTOM), TRUE),
);

/** The mmap callback with what it does about the flag, and what mm/ does after it. */
export const mmapCustom = (flag: Body): Body => [
  down_write(mmap_lock),
  ...flag,
  linkCustomVma,
  up_write(mmap_lock),
];

export const nvgrace_gpu_mmap = fn(
  'nvgrace_gpu_mmap',
  {
    locals: [engaged_read],
    title: 'mmap() of a BAR of nvgrace',
    mirrors: 'drivers/vfio/pci/nvgrace-gpu/main.c: nvgrace_gpu_mmap()',
  },
  mmapCustom([]),
);

export const customMapper = process('custom_mapper', { given: custom_maps }, [
  rest(nvgrace_gpu_mmap()),
]);
