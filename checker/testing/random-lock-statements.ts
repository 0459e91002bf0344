/**
 * Random statements on the locks of a random program: mostly taken and released in pairs, sometimes as they come.
 */
import { jump } from './random-flow.ts';
import type { Lock, LockOperation, Statement } from './random-program.ts';
import type { Place } from './random-statements.ts';

const OPERATIONS: Readonly<Record<Lock['kind'], readonly LockOperation[]>> = {
  mutex: ['mutex_lock', 'mutex_unlock'],
  rwsem: ['down_read', 'up_read', 'down_write', 'up_write', 'downgrade_write'],
};

const PAIRS: Readonly<Record<Lock['kind'], readonly (readonly [LockOperation, LockOperation])[]>> =
  {
    mutex: [['mutex_lock', 'mutex_unlock']],
    rwsem: [
      ['down_read', 'up_read'],
      ['down_write', 'up_write'],
    ],
  };

const TRIES = {
  mutex: [['mutex_trylock', 'mutex_unlock']],
  rwsem: [
    ['down_read_trylock', 'up_read'],
    ['down_write_trylock', 'up_write'],
  ],
} as const;

const operate = ({ maker }: Place, { name: lock }: Lock, operation: LockOperation): Statement => ({
  kind: 'lock',
  label: maker.name('k'),
  operation,
  lock,
});

/** One operation, whether the lock is held or not. */
export function lockOperation(place: Place): Statement {
  const lock = place.choices.pick(place.locks);
  return operate(place, lock, place.choices.pick(OPERATIONS[lock.kind]));
}

/** A lock held around some statements, and mostly released as it was taken. */
export function locked(place: Place): readonly Statement[] {
  const { choices, maker } = place;
  const lock = choices.pick(place.locks);
  const [take, release] = choices.pick(PAIRS[lock.kind]);
  const taking = operate(place, lock, take);
  if (take === 'down_write' && choices.percent(25)) {
    return [
      taking,
      operate(place, lock, 'downgrade_write'),
      ...maker.some(place, 0, 1),
      operate(place, lock, 'up_read'),
    ];
  }
  const inside = maker.some(place, 1, 2);
  return choices.percent(15)
    ? [taking, ...inside]
    : [taking, ...inside, operate(place, lock, release)];
}

export function trylock(place: Place): Statement {
  const { choices, maker } = place;
  const lock = choices.pick(place.locks);
  const [operation, release] = choices.pick<(typeof TRIES)['mutex' | 'rwsem'][number]>(
    TRIES[lock.kind],
  );
  const taken = maker.block([...maker.some(place, 0, 1), operate(place, lock, release)]);
  const busy = maker.block([...maker.some(place, 0, 1), ...jump(place)]);
  return { kind: 'trylock', label: maker.name('k'), operation, lock: lock.name, taken, busy };
}
