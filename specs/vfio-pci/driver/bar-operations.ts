/**
 * What is done with a BAR from open to close: set up when the device is enabled, then mmap, read and write, export, and the release.
 *
 * Mirrors drivers/vfio/pci/vfio_pci_core.c, vfio_pci_rdwr.c and vfio_pci_dmabuf.c as of 7.2, where the set-up moved to the open; before that
 * `vfio_pci_core_setup_barmap()` did it at the first use, with no lock that all its callers share. An ioeventfd is set up as a read is.
 */
import {
  add,
  and,
  assign,
  assignAll,
  atomic,
  BOOLEAN,
  type Body,
  c,
  check,
  cond,
  constant,
  eq,
  FALSE,
  fn,
  forEach,
  int,
  ne,
  not,
  oneOfEach,
  param,
  process,
  range,
  rest,
  returnFromFunction,
  step,
  sub,
  TRUE,
  variable,
  waitUntil,
  when,
} from '../../../checker/lang/index.ts';
import {
  BAR,
  type Bar,
  barmap,
  dmabuf,
  EBUSY,
  ENODEV,
  ENOMEM,
  ERR_EBUSY,
  ERR_ENOMEM,
  failedFor,
  hasFailed,
  iounmapAndRelease,
  isHealthy,
  NULL,
  PTR,
  pci_iomap,
  pci_request_selected_regions,
  requested,
  returning,
  S_ERR,
  S_RSRC,
  SUCCESS,
  vma,
} from './bar.ts';

const threads = (name: string, most: number, summary: string) =>
  constant(name, range(0, most), int(0), summary);
export const mappers = threads('mappers', 1, 'threads that mmap a BAR');
export const readers = threads('readers', 2, 'threads that read a BAR');
export const exporters = threads('exporters', 1, 'threads that export a BAR as a DMABUF');

/** The device fd is there. */
export const opened = variable('opened', BOOLEAN, FALSE);
/** The last close is done. */
export const closed = variable('closed', BOOLEAN, FALSE);
/** Threads that may still use the device fd. */
const f_count = atomic('f_count', range(0, 4), add(mappers, add(readers, exporters)));

/** Requests and maps every BAR, and remembers of each what became of it: a bad BAR fails when it is used, not before. */
export const vfio_pci_core_map_bars = fn(
  'vfio_pci_core_map_bars',
  { mirrors: 'drivers/vfio/pci/vfio_pci_core.c: vfio_pci_core_map_bars()' },
  [
    forEach(BAR, (bar) => [
      pci_request_selected_regions(
        bar,
        [
          pci_iomap(
            bar,
            [step(c`${barmap.at(bar)} = io`, assign(barmap.at(bar), PTR))],
            [
              step(
                c`${barmap.at(bar)} = IOMEM_ERR_PTR(-ENOMEM)`,
                assign(barmap.at(bar), ERR_ENOMEM),
              ),
            ],
          ),
        ],
        [step(c`${barmap.at(bar)} = IOMEM_ERR_PTR(-EBUSY)`, assign(barmap.at(bar), ERR_EBUSY))],
      ),
    ]),
  ],
);

/** Gives back what was acquired. */
export const vfio_pci_core_unmap_bars = fn(
  'vfio_pci_core_unmap_bars',
  { mirrors: 'drivers/vfio/pci/vfio_pci_core.c: vfio_pci_core_disable()' },
  [
    forEach(BAR, (bar) => [
      when(
        eq(barmap.at(bar), PTR),
        iounmapAndRelease(bar),
        [],
        c`if (!IS_ERR_OR_NULL(${barmap.at(bar)}))`,
      ),
    ]),
  ],
);

export const bar = param('bar', BAR);

/** The mapping of a BAR, or the error of its set-up; ENODEV stands for neither, which nobody may see once the device is open. */
export const vfio_pci_core_get_iomap = fn(
  'vfio_pci_core_get_iomap',
  { params: [bar], mirrors: 'drivers/vfio/pci: vfio_pci_core_get_iomap()' },
  [
    step(
      c`return ${barmap.at(bar)}`,
      returning(
        cond(
          eq(barmap.at(bar), PTR),
          SUCCESS,
          cond(
            eq(barmap.at(bar), ERR_EBUSY),
            EBUSY,
            cond(eq(barmap.at(bar), ERR_ENOMEM), ENOMEM, ENODEV),
          ),
        ),
      ),
    ),
  ],
);

/** `vfio_pci_core_setup_barmap()` up to 7.1: requests and maps the BAR unless that was done. */
export const setUpLazily = (of: Bar): Body => [
  when(ne(barmap.at(of), NULL), [step('return 0'), returnFromFunction()]),
  pci_request_selected_regions(
    of,
    [
      pci_iomap(
        of,
        [step(c`${barmap.at(of)} = io`, assign(barmap.at(of), PTR))],
        [step('return -ENOMEM', returning(ENOMEM))],
      ),
    ],
    [step('return -EBUSY', returning(EBUSY))],
  ),
];

/** The error of the callee goes to user space. A healthy BAR has none, and that of a bad one is its own. */
const returnError: Body = [
  when(
    hasFailed,
    [
      check(S_ERR, not(isHealthy(bar))),
      check(S_ERR, failedFor(bar)),
      step('return ret', returning(SUCCESS)),
      returnFromFunction(),
    ],
    [],
    'if (ret)',
  ),
];

/** What an mmap, a read and an export do once the BAR is set up, as far as they asked. */
export const mapBar: Body = [step('vma->vm_ops = &vfio_pci_mmap_ops', assign(vma.at(bar), TRUE))];
export const readBar: Body = [
  check(S_RSRC, and(requested.at(bar), eq(barmap.at(bar), PTR))),
  step('vfio_pci_core_do_io_rw(io)'),
];
export const exportBar: Body = [step('dma_buf_export()', assign(dmabuf.at(bar), TRUE))];

/** Asks first, and fails if the set-up did. */
export const unlessFailed = (setUp: Body, use: Body): Body => [...setUp, ...returnError, ...use];

/** For a function that a variant replaces: its set-up by the name that it has before 7.2. */
export const vfio_pci_core_setup_barmap = fn(
  'vfio_pci_core_setup_barmap',
  { params: [bar], mirrors: 'drivers/vfio/pci/vfio_pci_rdwr.c: vfio_pci_core_setup_barmap()' },
  setUpLazily(bar),
);
export const getIomap: Body = [vfio_pci_core_get_iomap(bar)];
export const setUpBarmap: Body = [vfio_pci_core_setup_barmap(bar)];

export const vfio_pci_core_mmap = fn(
  'vfio_pci_core_mmap',
  {
    params: [bar],
    title: 'mmap() of a BAR',
    mirrors: 'drivers/vfio/pci/vfio_pci_core.c: vfio_pci_core_mmap()',
  },
  unlessFailed(getIomap, mapBar),
);

export const vfio_pci_bar_rw = fn(
  'vfio_pci_bar_rw',
  {
    params: [bar],
    title: 'read() of a BAR',
    mirrors: 'drivers/vfio/pci/vfio_pci_rdwr.c: vfio_pci_bar_rw()',
  },
  unlessFailed(getIomap, readBar),
);

export const vfio_pci_core_feature_dma_buf = fn(
  'vfio_pci_core_feature_dma_buf',
  {
    params: [bar],
    title: 'ioctl(VFIO_DEVICE_FEATURE_DMA_BUF)',
    mirrors: 'drivers/vfio/pci/vfio_pci_dmabuf.c: vfio_pci_core_feature_dma_buf()',
  },
  unlessFailed(getIomap, exportBar),
);

/** Opening the device sets its BARs up, and does not fail if that fails. */
export const vfio_pci_core_enable = fn(
  'vfio_pci_core_enable',
  {
    title: 'open and close of the device',
    mirrors: 'drivers/vfio/pci/vfio_pci_core.c: vfio_pci_core_enable()',
  },
  [step('pci_enable_device()'), vfio_pci_core_map_bars()],
);

/** The last close: exported buffers are revoked for ever, mappings are gone with the file. */
export const vfio_pci_core_disable = fn(
  'vfio_pci_core_disable',
  { mirrors: 'drivers/vfio/pci/vfio_pci_core.c: vfio_pci_core_disable()' },
  [
    step('vfio_pci_dma_buf_cleanup()', assignAll(dmabuf, FALSE)),
    vfio_pci_core_unmap_bars(),
    step('pci_disable_device()', assign(closed, TRUE)),
  ],
);

export const opener = process('opener', [
  vfio_pci_core_enable(),
  step('fd_install()', assign(opened, TRUE)),
  rest(waitUntil(eq(f_count, int(0)), 'the last fput()')),
  vfio_pci_core_disable(),
]);

/** Uses one BAR once, and gives up the file. */
const user = (use: (bar: Bar) => Body): Body => [
  rest(waitUntil(opened, 'open()')),
  oneOfEach(BAR, use),
  step('fput()', assign(f_count, sub(f_count, int(1)))),
];

export const mapper = process(
  'mapper',
  { count: mappers },
  user((each) => [
    vfio_pci_core_mmap(each),
    when(vma.at(each), [step('munmap()', assign(vma.at(each), FALSE))]),
  ]),
);
export const reader = process(
  'reader',
  { count: readers },
  user((each) => [vfio_pci_bar_rw(each)]),
);
export const barExporter = process(
  'exporter',
  { count: exporters },
  user((each) => [vfio_pci_core_feature_dma_buf(each)]),
);
