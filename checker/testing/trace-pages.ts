/**
 * Specs whose traces are wide and long: what the page of a trace is looked at with.
 */
import {
  add,
  assign,
  BOOLEAN,
  clause,
  configuration,
  down_read,
  down_write,
  eq,
  FALSE,
  fn,
  int,
  ne,
  not,
  process,
  property,
  range,
  rwsem,
  type Spec,
  spec,
  step,
  stepWhen,
  TRUE,
  up_read,
  up_write,
  variable,
  violates,
} from '../lang/index.ts';

/** So many steps that the threads take turn by turn, `perTurn` at a time, under a lock and inside a call. */
export function convoy(threads: number, perTurn: number): Spec {
  const mmap_lock = rwsem('mmap_lock');
  const turn = variable('turn', range(0, threads), int(0));
  const pages = variable('pages', range(0, threads), int(0));
  const dirty = variable('dirty', BOOLEAN, FALSE);
  const worker = (at: number) => {
    const isReader = at % 2 === 1;
    const touch = fn(`handle_mm_fault_${at}`, [
      step('dirty = true', assign(dirty, TRUE)),
      ...Array.from({ length: perTurn }, (_, page) => step(`set_pte_at(page ${page})`)),
      step('pages++', assign(pages, add(pages, int(1)))),
    ]);
    return process(`worker_${at}`, [
      fn(`do_user_addr_fault_${at}`, [
        stepWhen('wait_event(turn)', eq(turn, int(at))),
        isReader ? down_read(mmap_lock) : down_write(mmap_lock),
        touch(),
        isReader ? up_read(mmap_lock) : up_write(mmap_lock),
        step('wake_up(next)', assign(turn, int(at + 1)), assign(dirty, FALSE)),
      ])(),
    ]);
  };
  return spec('testing/convoy', {
    summary: `${threads} threads, one after the other`,
    mirrors: 'mm/memory.c',
    processes: Array.from({ length: threads }, (_, at) => worker(at)),
    properties: [
      property('S-PAGES', 'Not every thread has its page while one is dirty.', [
        clause('pages', { given: dirty, then: ne(pages, int(threads)) }),
      ]),
      property('S-CLEAN', 'The first page is never dirty.', [
        clause('clean', { given: eq(turn, int(0)), then: not(dirty) }),
      ]),
    ],
    configurations: [configuration('small', { bounds: `${threads} threads` })],
    base: {
      summary: 'in turn',
      ref: 'textbook',
      expect: { small: violates('S-PAGES', 'S-CLEAN') },
    },
  });
}
