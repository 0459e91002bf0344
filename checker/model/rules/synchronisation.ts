/**
 * Rules on what a spec says beside its behaviour of races and of the order of locks: the variables, functions and locks that it names
 * exist, and the order has no circle. Nothing else would notice: a note with a slip of the pen is about nothing, and looks like one that did
 * not come true.
 */
import type { RaceNote, Spec, VariableDeclaration } from '../../lang/index.ts';
import { Mentions } from '../mentions.ts';
import { type Problems, suggest } from '../problem.ts';
import { bodiesOf } from '../template.ts';

/** Reports names in notes on races and in the order of locks that occur in no variant of the spec, and an order with a circle. */
export function checkSynchronisation(spec: Spec, problems: Problems): void {
  const notes = [spec, ...spec.variants].flatMap(({ races }) => races);
  if (notes.length === 0 && spec.lockOrder.length === 0) return;
  const mentions = new Mentions();
  const owners = bodiesOf(spec);
  for (const { body } of owners) mentions.addBody(body);
  const functions = owners.map(({ name }) => name);
  const plain = named(mentions, ({ kind, isAtomic }) => kind === 'shared' && !isAtomic);
  for (const note of notes) checkNote(note, { plain, functions }, problems);
  checkLockOrder(
    spec,
    named(mentions, ({ kind }) => kind === 'lock'),
    problems,
  );
}

const named = (
  { variables }: Mentions,
  isAsked: (variable: VariableDeclaration) => boolean,
): readonly string[] => [...new Set([...variables].filter(isAsked).map(({ name }) => name))];

function checkNote(
  { variable, functions, source }: RaceNote,
  known: { readonly plain: readonly string[]; readonly functions: readonly string[] },
  problems: Problems,
): void {
  const [name = ''] = variable.split('.');
  if (!known.plain.includes(name)) {
    const message = `a note on races is about '${name}', which is no plain variable of any step`;
    problems.report('E-NAME', message, source, suggest(name, known.plain));
  }
  for (const each of functions.filter((of) => !known.functions.includes(of))) {
    const message = `a note on races is about '${each}', which no process calls`;
    problems.report('E-NAME', message, source, suggest(each, known.functions));
  }
}

function checkLockOrder(
  { lockOrder, source }: Spec,
  locks: readonly string[],
  problems: Problems,
): void {
  for (const name of new Set(lockOrder.flat())) {
    if (locks.includes(name)) continue;
    const message = `the order of locks names '${name}', which is no lock of any step`;
    problems.report('E-NAME', message, source, suggest(name, locks));
  }
  const circle = circleIn(lockOrder);
  if (circle === null) return;
  const message = `the order of locks contradicts itself: ${circle.join(' -> ')}`;
  problems.report(
    'E-CYCLE',
    message,
    source,
    'each lock comes in front of what is taken inside it',
  );
}

/** Names of which each is declared to be outside of the next, and the last is the first; null: there is no such circle. */
function circleIn(order: readonly (readonly string[])[]): readonly string[] | null {
  const inside = new Map<string, string[]>();
  for (const chain of order)
    for (const [at, inner] of chain.slice(1).entries()) {
      const outer = chain[at] as string;
      inside.set(outer, [...(inside.get(outer) ?? []), inner]);
    }
  for (const start of inside.keys()) {
    const ways = [[start]];
    const seen = new Set<string>();
    for (const way of ways) {
      for (const inner of inside.get(way.at(-1) as string) ?? []) {
        if (inner === start) return [...way, inner];
        if (!seen.has(inner)) ways.push([...way, inner]);
        seen.add(inner);
      }
    }
  }
  return null;
}
