/**
 * Configurations of `vfio-pci/bar-resources`: first users at once, and a BAR that cannot be had.
 */
import { and, configuration, goal, not, resting, some } from '../../../checker/lang/index.ts';
import { BAR, dmabuf, isHealthy, requested, vma } from '../driver/bar.ts';
import { closed, mapper, reader } from '../driver/bar-operations.ts';

const isClosed = goal('the device is closed again', closed);
const bothAtOnce = goal(
  'a read and an mmap run at once',
  and(
    some(mapper.instances, (p) => not(resting(p))),
    some(reader.instances, (p) => not(resting(p))),
  ),
);
const mapped = goal(
  'a healthy BAR is mapped by the user',
  some(BAR, (bar) => and(isHealthy(bar), vma.at(bar))),
);
const exportedGoal = goal(
  'a healthy BAR is exported',
  some(BAR, (bar) => and(isHealthy(bar), dmabuf.at(bar), requested.at(bar))),
);

export const configurations = [
  configuration('callers', {
    summary: 'two first users of a good BAR',
    bounds: '1 device, 1 good BAR, 1 mmap, 1 read, open and close',
    set: { mappers: 1, readers: 1 },
    goals: [bothAtOnce, mapped, isClosed],
  }),
  configuration('bad-bar', {
    summary:
      'one of two BARs may be bad: its region belongs to another driver, or it cannot be mapped',
    bounds: '1 device, 1 good and 1 good or bad BAR, 1 mmap, 1 read, 1 export, open and close',
    set: { bars: 2, mappers: 1, readers: 1, exporters: 1 },
    goals: [bothAtOnce, mapped, exportedGoal, isClosed],
  }),
  configuration('medium', {
    summary: 'more first users at once',
    size: 'medium',
    bounds: '1 device, 1 good and 1 good or bad BAR, 1 mmap, 2 reads, 1 export, open and close',
    set: { bars: 2, mappers: 1, readers: 2, exporters: 1 },
    goals: [],
  }),
];
