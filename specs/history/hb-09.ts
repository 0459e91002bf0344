/**
 * HB-09 (CVE-2024-26812): the eventfd of INTx is taken away while an interrupt or an unmask may still signal it. Mirrors
 * vfio_intx_set_signal(), vfio_send_intx_eventfd() and vfio_intx_handler() in drivers/vfio/pci/vfio_pci_intrs.c and
 * virqfd_inject() in drivers/vfio/virqfd.c, before and after 18c198c96a81 (v6.9).
 *
 * One change of the trigger to none, one hard interrupt, one wake of the unmask irqfd that finds an interrupt pending. irqlock is left
 * out: it is held around the mask state, not around the signal. free_irq() and synchronize_irq() wait for the handler.
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
  enumeration,
  expectedRace,
  FALSE,
  flush_work,
  fn,
  goal,
  local,
  not,
  notMemory,
  oneOf,
  present,
  process,
  property,
  queue_work,
  quiescent,
  READ_ONCE,
  spec,
  step,
  stepWhen,
  TRUE,
  variable,
  variant,
  violates,
  WRITE_ONCE,
  waitUntil,
  when,
  worker,
  workqueue,
} from '../../checker/lang/index.ts';

const WORK = enumeration('work', ['inject']);
const { inject } = WORK.values;

const system_wq = workqueue('system_wq', WORK);
const registered = variable('registered', BOOLEAN, TRUE);
const in_handler = variable('in_handler', BOOLEAN, FALSE);
const trigger = variable('trigger', BOOLEAN, TRUE);
const eventfd_ctx = variable('eventfd_ctx', BOOLEAN, TRUE);

const NoDeadTrigger = property(
  'NoDeadTrigger',
  'Only an eventfd that exists and is referenced is signalled.',
);

const loaded = local('loaded', BOOLEAN, FALSE);
const load = step('trigger = READ_ONCE(ctx->trigger)', assign(loaded, READ_ONCE(trigger)));
const signal: Body = [
  check(NoDeadTrigger, and(loaded, eventfd_ctx)),
  step('eventfd_signal(trigger)'),
];

const vfio_send_intx_eventfd = fn(
  'vfio_send_intx_eventfd',
  {
    locals: [loaded],
    mirrors: 'drivers/vfio/pci/vfio_pci_intrs.c: vfio_send_intx_eventfd()',
  },
  [load, ...signal],
);
const testAndSignal: Body = [load, when(loaded, signal)];

const vfio_intx_handler = fn(
  'vfio_intx_handler',
  {
    title: 'hard interrupt',
    mirrors: 'drivers/vfio/pci/vfio_pci_intrs.c: vfio_intx_handler()',
  },
  [
    oneOf(
      [
        stepWhen('the interrupt arrives', registered, assign(in_handler, TRUE)),
        vfio_send_intx_eventfd(),
        step('return IRQ_HANDLED', assign(in_handler, FALSE)),
      ],
      [step('no interrupt arrives')],
    ),
  ],
);

const virqfd_wakeup = fn(
  'virqfd_wakeup',
  { title: 'write to the unmask eventfd', mirrors: 'drivers/vfio/virqfd.c: virqfd_wakeup()' },
  [queue_work(system_wq, inject)],
);

const synchronize_irq = waitUntil(not(in_handler), 'synchronize_irq()');
const clear_trigger = step('WRITE_ONCE(ctx->trigger, NULL)', WRITE_ONCE(trigger, FALSE));
const put = step('eventfd_ctx_put(old)', assign(eventfd_ctx, FALSE));
const flush = flush_work(system_wq, inject);

const vfio_intx_set_signal = fn(
  'vfio_intx_set_signal',
  {
    title: 'ioctl(VFIO_DEVICE_SET_IRQS)',
    mirrors: 'drivers/vfio/pci/vfio_pci_intrs.c: vfio_intx_set_signal()',
  },
  [
    stepWhen('free_irq()', not(in_handler), assign(registered, FALSE)),
    put,
    step('ctx->trigger = NULL', assign(trigger, FALSE)),
  ],
);

export default spec('history/hb-09', {
  summary: 'INTx signals an eventfd that was taken away',
  mirrors: 'drivers/vfio/pci/vfio_pci_intrs.c as of v6.8, before and after 18c198c96a81',
  processes: [
    process('set_irqs', [vfio_intx_set_signal()]),
    process('irq', [vfio_intx_handler()]),
    process('unmask', [virqfd_wakeup()]),
    process('kworker', [worker(system_wq, () => [vfio_send_intx_eventfd()])]),
  ],
  races: [
    notMemory(
      registered,
      'the actions of an interrupt: changed and walked under the lock of its descriptor',
    ),
    notMemory(
      in_handler,
      'the progress of an interrupt: synchronize_irq() asks under the lock of its descriptor',
    ),
  ],
  properties: [
    NoDeadTrigger,
    property('Released', 'The eventfd that was taken away is put in the end.', [
      clause('put', { given: quiescent(), then: not(eventfd_ctx) }),
    ]),
  ],
  configurations: [
    configuration('small', {
      bounds: '1 change of the trigger, 1 interrupt, 1 unmask by eventfd',
      goals: [
        goal('the eventfd is released', not(eventfd_ctx)),
        goal(
          'the trigger is cleared while the handler runs or was',
          and(not(trigger), quiescent()),
        ),
        goal(
          'the handler and the worker signal at the same time',
          and(in_handler, present(system_wq.running)),
        ),
      ],
    }),
  ],
  base: variant('pre', {
    summary:
      'the handler is unregistered, the eventfd put, then the pointer cleared; no test for NULL',
    ref: 'before 18c198c96a81',
    expect: { small: violates('NoDeadTrigger') },
    races: [
      expectedRace(
        trigger,
        'the pointer is cleared while the work of the unmask irqfd may read it: only the handler is waited for',
      ),
    ],
  }),
  variants: [
    variant('no-flush', {
      summary: 'the work of the unmask irqfd is not flushed',
      replace: {
        vfio_intx_set_signal: [clear_trigger, synchronize_irq, put],
        vfio_send_intx_eventfd: testAndSignal,
      },
      ref: 'derived',
      expect: { small: violates('NoDeadTrigger') },
    }),
    variant('put-first', {
      summary: 'the eventfd is put before anybody is waited for',
      replace: {
        vfio_intx_set_signal: [clear_trigger, put, synchronize_irq, flush],
        vfio_send_intx_eventfd: testAndSignal,
      },
      ref: 'derived',
      expect: { small: violates('NoDeadTrigger') },
    }),
    variant('no-null-test', {
      summary:
        'the pointer is swapped and everybody waited for, but the signal does not test for NULL',
      replace: { vfio_intx_set_signal: [clear_trigger, synchronize_irq, flush, put] },
      ref: 'derived',
      expect: { small: violates('NoDeadTrigger') },
    }),
    variant('post', {
      summary:
        'swap the pointer, synchronize_irq(), flush the work, then put; the signal tests for NULL',
      replace: {
        vfio_intx_set_signal: [clear_trigger, synchronize_irq, flush, put],
        vfio_send_intx_eventfd: testAndSignal,
      },
      ref: '18c198c96a81',
      expect: { small: allHold },
    }),
  ],
});
