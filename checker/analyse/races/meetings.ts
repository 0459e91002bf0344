/**
 * Where two threads meet: in one state, their enabled next steps touch one plain variable without a lock between them.
 *
 * Only memory counts: no local, no ghost, no lock, no atomic variable, nothing that the spec calls no memory.
 */
import { type Row, statementOf } from '../../compile/index.ts';
import type { Model } from '../../model/index.ts';
import { type Access, isWrite, possibleAccesses } from '../threads/accesses.ts';
import { type Doings, doingsOf } from '../threads/doings.ts';
import { exclude, type HeldLock, HeldLocks } from '../threads/held.ts';
import { type NextStep, nextSteps, possibleSteps } from '../threads/next-steps.ts';
import { plainCell, type Sites } from '../threads/sites.ts';
import { isMemory } from './memory.ts';

export interface MeetingEnd {
  readonly process: number;
  readonly step: NextStep;
  readonly access: Access;
}

export interface Meeting {
  /** The variable and both steps, whichever instances take them. */
  readonly key: string;
  readonly cell: number;
  readonly ends: readonly [MeetingEnd, MeetingEnd];
}

interface Mover {
  readonly step: NextStep;
  readonly accesses: readonly Access[];
  /** Held before the step, or taken by it. */
  readonly held: readonly HeldLock[];
}

export class Meetings {
  readonly sites: Sites;
  readonly held: HeldLocks;
  readonly #model: Model;
  readonly #isMemory: readonly boolean[];

  /** `notMemory`: variables that are none of the kernel's. */
  constructor(model: Model, sites: Sites, notMemory: readonly string[]) {
    this.#model = model;
    this.sites = sites;
    this.held = new HeldLocks(model);
    this.#isMemory = isMemory(model, notMemory);
  }

  /** Keys of all races that there could be between two sites. */
  possible(a: number, b: number): readonly string[] {
    const { cells } = this.#model;
    const others = possibleSteps(this.sites.at(b).place);
    return possibleSteps(this.sites.at(a).place).flatMap(({ statement: one }) =>
      others.flatMap(({ statement: other }) => {
        const [mine, theirs] = [possibleAccesses(one, cells), possibleAccesses(other, cells)];
        const common = [...mine.keys()].filter(
          (cell) =>
            this.#isMemory[cell] === true &&
            theirs.has(cell) &&
            (mine.get(cell) === true || theirs.get(cell) === true),
        );
        return common.map((cell) => this.#key(cell, one.unit.id, other.unit.id));
      }),
    );
  }

  /** Every meeting of the processes at two sites. */
  between(a: number, b: number, row: Row): readonly Meeting[] {
    const others = this.#movers(b, row);
    if (others.length === 0) return [];
    return this.#movers(a, row).flatMap((one) =>
      others.flatMap((other) => this.#meetings([a, one], [b, other])),
    );
  }

  #meetings([a, one]: [number, Mover], [b, other]: [number, Mover]): readonly Meeting[] {
    if (exclude(one.held, other.held)) return [];
    return one.accesses.flatMap((mine) =>
      other.accesses
        .filter((theirs) => conflict(mine, theirs))
        .map((theirs) => {
          const ends = inOrder([
            { process: this.sites.at(a).process, step: one.step, access: mine },
            { process: this.sites.at(b).process, step: other.step, access: theirs },
          ]);
          const [first, second] = ends.map(({ step }) => step.statement.unit.id) as [
            string,
            string,
          ];
          return { key: this.#key(mine.cell, first, second), cell: mine.cell, ends };
        }),
    );
  }

  #movers(site: number, row: Row): readonly Mover[] {
    const { process, place } = this.sites.at(site);
    const key = this.held.key(process, (cell) => row[cell] as number);
    return nextSteps(place, row).flatMap((step) =>
      this.#doings(step).flatMap((doings) => {
        const accesses = doings.accesses.filter(({ cell }) => this.#isMemory[cell] === true);
        const held = [...this.held.of(key), ...this.#taken(doings)];
        return accesses.length === 0 ? [] : [{ step, accesses, held }];
      }),
    );
  }

  /** The values that a step by itself chooses make no difference to what it accesses. */
  #doings(step: NextStep): readonly Doings[] {
    const all = doingsOf(step, this.#model.cells);
    return step.statement.kind === 'atomically' ? all : all.slice(0, 1);
  }

  #taken({ taken }: Doings): readonly HeldLock[] {
    return taken.map(({ cell, mode }) => ({ lock: this.held.withCell(cell), mode }));
  }

  #key(cell: number, a: string, b: string): string {
    return JSON.stringify([plainCell(this.#model, cell), ...[a, b].sort()]);
  }
}

/** Both touch one cell, one of them writes, and not both are marked. */
const conflict = (one: Access, other: Access): boolean =>
  one.cell === other.cell && (isWrite(one) || isWrite(other)) && !(one.isMarked && other.isMarked);

/** The one that writes first; of two, the one that is first by name. */
function inOrder([a, b]: [MeetingEnd, MeetingEnd]): [MeetingEnd, MeetingEnd] {
  if (isWrite(a.access) !== isWrite(b.access)) return isWrite(a.access) ? [a, b] : [b, a];
  return a.step.statement.unit.id <= b.step.statement.unit.id ? [a, b] : [b, a];
}

/** The label of a step as it stands at its place. */
export const labelOf = ({ place }: NextStep): string => {
  const statement = statementOf(place);
  return 'label' in statement ? statement.label : '';
};
