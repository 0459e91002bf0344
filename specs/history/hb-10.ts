/**
 * HB-10 (CVE-2024-26810): a write of the config space masks INTx while an ioctl takes the interrupt down. Mirrors
 * vfio_pci_intx_mask() and vfio_intx_disable() in drivers/vfio/pci/vfio_pci_intrs.c, affected from v3.6, fixed in v6.9 and stable
 * kernels (810cd4bb5345).
 *
 * irqlock is left out: the masking side takes it, the disabling side does not, so it orders nothing here. `pre` and `post` free the
 * context before they change irq_type, as the reference table has it; v3.6 and v6.1 do it the other way round, which is `type-first` and
 * needs one step more. `used_after_free` remembers the use, since nothing else does. A ghost reads nothing of the kernel's: that the mask
 * reads vdev->ctx, `found` says.
 */
import {
  allHold,
  assign,
  at,
  BOOLEAN,
  type Body,
  clause,
  configuration,
  expectedRace,
  FALSE,
  fn,
  ghost,
  goal,
  local,
  mutex,
  mutex_lock,
  mutex_unlock,
  not,
  PROCESS,
  process,
  property,
  quiescent,
  some,
  spec,
  step,
  TRUE,
  unnoticed,
  variable,
  variant,
  violates,
  when,
} from '../../checker/lang/index.ts';

const igate = mutex('igate');
const is_intx = variable('is_intx', BOOLEAN, TRUE);
const ctx = variable('ctx', BOOLEAN, TRUE);
const used_after_free = ghost('used_after_free', BOOLEAN, FALSE);

/** vdev->ctx as the mask finds it. */
const found = local('found', BOOLEAN, FALSE);

const mask = when(is_intx, [
  step('vdev->ctx[0].masked = true', assign(found, ctx), assign(used_after_free, not(ctx))),
]);

const vfio_pci_intx_mask = fn(
  'vfio_pci_intx_mask',
  {
    locals: [found],
    title: 'config write: DisINTx',
    mirrors: 'drivers/vfio/pci/vfio_pci_intrs.c: vfio_pci_intx_mask()',
  },
  [mask],
);
const maskUnderIgate: Body = [mutex_lock(igate), mask, mutex_unlock(igate)];

const kfree_ctx = step('kfree(vdev->ctx)', assign(ctx, FALSE));
const clear_irq_type = step('vdev->irq_type = VFIO_PCI_NUM_IRQS', assign(is_intx, FALSE));

const vfio_pci_set_intx_trigger = fn(
  'vfio_pci_set_intx_trigger',
  {
    title: 'ioctl(VFIO_DEVICE_SET_IRQS)',
    mirrors: 'drivers/vfio/pci/vfio_pci_intrs.c: vfio_intx_disable()',
  },
  [mutex_lock(igate), kfree_ctx, clear_irq_type, mutex_unlock(igate)],
);

export default spec('history/hb-10', {
  summary: 'INTx is masked through a context that an ioctl frees',
  mirrors: 'drivers/vfio/pci/vfio_pci_intrs.c, v3.6 to v6.8, before and after 810cd4bb5345',
  processes: [
    process('config', [vfio_pci_intx_mask()]),
    process('set_irqs', [vfio_pci_set_intx_trigger()]),
  ],
  races: [],
  survivors: [
    unnoticed(
      'irq_type is cleared under igate first, and one ioctl never sets it again: nobody finds the context any more',
      'vfio_pci_set_intx_trigger: kfree(vdev->ctx) after igate is released',
    ),
    unnoticed(
      'both are done under igate: this order is the variant post',
      'vfio_pci_set_intx_trigger: swap vdev->irq_type = VFIO_PCI_NUM_IRQS and kfree(vdev->ctx)',
    ),
  ],
  properties: [
    property('NoDeadCtx', 'The context of INTx is not used after it was freed.', [
      clause('not used after free', { then: not(used_after_free) }),
    ]),
    property('CtxFreed', 'In the end the context of INTx is freed.', [
      clause('freed', { given: quiescent(), then: not(ctx) }),
    ]),
  ],
  configurations: [
    configuration('small', {
      bounds: '1 mask of INTx, 1 ioctl that disables it',
      goals: [
        goal(
          'the mask finds INTx configured',
          some(PROCESS, (p) => at(p, vfio_pci_intx_mask, 'vdev->ctx[0].masked = true')),
        ),
        goal('INTx is disabled', not(is_intx)),
      ],
    }),
  ],
  base: variant('pre', {
    summary: 'the mask tests irq_type without igate',
    ref: 'before 810cd4bb5345',
    expect: { small: violates('NoDeadCtx') },
    races: [
      expectedRace(is_intx, 'the mask reads irq_type without igate'),
      expectedRace(ctx, 'the mask writes to the context without igate, under which it is freed'),
    ],
  }),
  variants: [
    variant('type-first', {
      summary: 'irq_type is changed before the context is freed, as in the source',
      replace: {
        vfio_pci_set_intx_trigger: [
          mutex_lock(igate),
          clear_irq_type,
          kfree_ctx,
          mutex_unlock(igate),
        ],
      },
      ref: 'v3.6 to v6.8',
      expect: { small: violates('NoDeadCtx') },
      races: [
        expectedRace(is_intx, 'the mask reads irq_type without igate'),
        expectedRace(ctx, 'the mask writes to the context without igate, under which it is freed'),
      ],
    }),
    variant('type-first-post', {
      summary: 'irq_type is changed first, and the mask is wrapped in igate',
      from: 'type-first',
      replace: { vfio_pci_intx_mask: maskUnderIgate },
      ref: '810cd4bb5345',
      expect: { small: allHold },
    }),
    variant('post', {
      summary: 'the mask is wrapped in igate',
      replace: { vfio_pci_intx_mask: maskUnderIgate },
      ref: '810cd4bb5345',
      expect: { small: allHold },
    }),
  ],
});
