/**
 * HB-17 (CVE-2026-31468): a failing export of a DMABUF frees its private data and puts the registration twice. Mirrors
 * vfio_pci_core_feature_dma_buf() and vfio_pci_dma_buf_release() in drivers/vfio/pci/vfio_pci_dmabuf.c, v6.19 to v6.19.10, before and
 * after e98137f0a874.
 *
 * One thread and a nondeterministic failure of each step that may fail. Only the resources are modelled: memory that the function
 * allocates, and the registration. fput() runs the release at once; the kernel does so on the way back to user space, and then the release
 * is what comes second.
 */
import {
  allHold,
  and,
  assign,
  BOOLEAN,
  type Body,
  check,
  clause,
  configuration,
  type Effect,
  enumeration,
  eq,
  FALSE,
  fn,
  goal,
  goto,
  label,
  ne,
  not,
  oneOf,
  process,
  property,
  quiescent,
  returnFromFunction,
  spec,
  step,
  TRUE,
  variable,
  variant,
  violates,
} from '../../checker/lang/index.ts';

const RESOURCE = enumeration('resource', ['NONE', 'HELD', 'RELEASED']);
const { NONE: UNUSED, HELD, RELEASED } = RESOURCE.values;

const priv = variable('priv', RESOURCE, UNUSED);
const registration = variable('registration', RESOURCE, UNUSED);
const dmabuf = variable('dmabuf', RESOURCE, UNUSED);
const fd = variable('fd', BOOLEAN, FALSE);

const ReleasedOnce = property(
  'ReleasedOnce',
  'Every resource of a failed export is released exactly once.',
  [
    clause('nothing is left', {
      given: and(quiescent(), not(fd)),
      then: and(ne(priv, HELD), ne(registration, HELD), ne(dmabuf, HELD)),
    }),
    clause('an export that succeeds keeps its resources', {
      given: fd,
      then: and(eq(priv, HELD), eq(registration, HELD), eq(dmabuf, HELD)),
    }),
  ],
);

const NoUseAfterFree = property(
  'NoUseAfterFree',
  'A buffer is torn down when its last reference is gone, and its private data is not used after it was freed.',
);

const kfree_priv: Body = [
  check(ReleasedOnce, eq(priv, HELD)),
  step('kfree(priv->phys_vec); kfree(priv)', assign(priv, RELEASED)),
];
const put_registration: Body = [
  check(ReleasedOnce, eq(registration, HELD)),
  step('vfio_device_put_registration()', assign(registration, RELEASED)),
];

const vfio_pci_dma_buf_release = fn(
  'vfio_pci_dma_buf_release',
  { mirrors: 'drivers/vfio/pci/vfio_pci_dmabuf.c: vfio_pci_dma_buf_release()' },
  [
    check(NoUseAfterFree, and(eq(dmabuf, RELEASED), eq(priv, HELD))),
    ...put_registration,
    ...kfree_priv,
  ],
);
const dma_buf_put = fn('dma_buf_put', { mirrors: 'drivers/dma-buf/dma-buf.c: dma_buf_put()' }, [
  check(ReleasedOnce, eq(dmabuf, HELD)),
  step('fput(dmabuf->file)', assign(dmabuf, RELEASED)),
  vfio_pci_dma_buf_release(),
]);

/** What may fail: takes the resource and goes on, or goes to the label. */
const attempt = (text: string, taken: Effect, onError: string) =>
  oneOf([step(`${text} = 0`, taken)], [step(`${text} < 0`), goto(onError)]);

const exportAndInstall: Body = [
  oneOf(
    [step('kzalloc(priv) = 0', assign(priv, HELD))],
    [step('kzalloc(priv) < 0'), returnFromFunction()],
  ),
  attempt('vfio_device_try_get_registration()', assign(registration, HELD), 'err_free_priv'),
  attempt('dma_buf_export()', assign(dmabuf, HELD), 'err_dev_put'),
  attempt('dma_buf_fd()', assign(fd, TRUE), 'err_dma_buf'),
  returnFromFunction(),
];

const vfio_pci_core_feature_dma_buf = fn(
  'vfio_pci_core_feature_dma_buf',
  {
    title: 'VFIO_DEVICE_FEATURE_DMA_BUF',
    mirrors: 'drivers/vfio/pci/vfio_pci_dmabuf.c: vfio_pci_core_feature_dma_buf()',
  },
  [
    ...exportAndInstall,
    label('err_dma_buf'),
    dma_buf_put(),
    label('err_dev_put'),
    ...put_registration,
    label('err_free_priv'),
    ...kfree_priv,
  ],
);

export default spec('history/hb-17', {
  summary: 'a failing export releases everything twice',
  mirrors: 'drivers/vfio/pci/vfio_pci_dmabuf.c, v6.19 to v6.19.10, before and after e98137f0a874',
  processes: [process('user', [vfio_pci_core_feature_dma_buf()])],
  races: [],
  properties: [ReleasedOnce, NoUseAfterFree],
  configurations: [
    configuration('small', {
      bounds: '1 export, in which any step may fail',
      goals: [
        goal('the export succeeds', fd),
        goal('no fd could be had', and(quiescent(), eq(dmabuf, RELEASED))),
        goal(
          'the export fails before there is a buffer',
          and(quiescent(), eq(registration, RELEASED), eq(dmabuf, UNUSED)),
        ),
      ],
    }),
  ],
  base: variant('pre', {
    summary: 'after dma_buf_put() the error path falls through to the other labels',
    ref: 'before e98137f0a874',
    expect: { small: violates('ReleasedOnce') },
  }),
  variants: [
    variant('post', {
      summary: 'dma_buf_put() releases everything, so the function returns behind it',
      replace: {
        vfio_pci_core_feature_dma_buf: [
          ...exportAndInstall,
          label('err_dma_buf'),
          dma_buf_put(),
          returnFromFunction(),
          label('err_dev_put'),
          ...put_registration,
          label('err_free_priv'),
          ...kfree_priv,
        ],
      },
      ref: 'e98137f0a874',
      expect: { small: allHold },
    }),
  ],
});
