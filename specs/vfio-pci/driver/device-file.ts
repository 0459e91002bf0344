/**
 * The device file: who keeps it open, and the last close that follows when nobody does.
 *
 * Mirrors fs/file_table.c: fput(), and patch 4/9 of the series: a hidden DMABUF owns the reference on the device file that its VMA had before.
 */
import {
  add,
  and,
  assign,
  atomic,
  BOOLEAN,
  type Body,
  cond,
  constant,
  eq,
  FALSE,
  fn,
  given,
  gt,
  int,
  not,
  oneOf,
  range,
  step,
  stepWhen,
  sub,
  TRUE,
  variable,
} from '../../../checker/lang/index.ts';
import { mapper } from './bounds.ts';
import { MMAP, occurs } from './buffer.ts';
import { vfio_device_fops_release } from './last-close.ts';

export const mmap_pins_device = constant(
  'mmap-pins-device',
  BOOLEAN,
  TRUE,
  'a hidden DMABUF keeps the device file open',
);

/** The user has the device fd. */
export const device_fd = variable('device_fd', BOOLEAN, TRUE);
/** References on the device file: the fd, and the mapping if it is there from the start. */
export const device_f_count = atomic(
  'device_f_count',
  range(0, 2),
  cond(and(occurs(MMAP), not(mapper)), int(2), int(1)),
);

/** Looks the file up through the fd; without the fd there is nothing to map. */
export const fgetDevice = stepWhen(
  'fget(device_fd)',
  device_fd,
  assign(device_f_count, add(device_f_count, int(1))),
);

/** Drops a reference on the device file; the last one closes the device. */
export const fput_device = fn('fput_device', { mirrors: 'fs/file_table.c: fput()' }, [
  oneOf(
    [
      given(occurs(MMAP), [
        stepWhen(
          'file_ref_put() = 0',
          gt(device_f_count, int(1)),
          assign(device_f_count, sub(device_f_count, int(1))),
        ),
      ]),
    ],
    [
      stepWhen('file_ref_put() = 1', eq(device_f_count, int(1)), assign(device_f_count, int(0))),
      vfio_device_fops_release(),
    ],
  ),
]);

/** The user closes the device fd. */
export const closeDeviceFd: Body = [
  step('close(device_fd)', assign(device_fd, FALSE)),
  fput_device(),
];
