/**
 * The plain breadth-first checker on the reference semantics: the oracle. No packing, no reduction.
 *
 * It goes level by level through the whole space. A state or step that violates one property is expanded like any other, so no
 * violation hides a deeper one of another property, and what is found at a level is known to be shortest when the level is done.
 */
import { DEADLOCK, type Model } from '../model/index.ts';
import { bestTrace, isSighted, type Trace } from './best-trace.ts';
import { pathState, stepName } from './names.ts';
import { ERROR, Observer, type Sighting } from './observe.ts';
import type {
  Bound,
  Completion,
  Coverage,
  Finding,
  Limits,
  Path,
  Progress,
  SearchResult,
  Verdict,
} from './result.ts';
import type { State } from './state.ts';
import { MOST_STATES, Store } from './store.ts';
import { System, type Transition } from './system.ts';

export interface SearchHooks {
  /** Called now and then; the caller decides what to show. */
  readonly onProgress?: (progress: Progress) => void;
  /** Asked now and then; true ends the search with what is complete. */
  readonly isInterrupted?: () => boolean;
  /** Hears of every fired transition and the state it starts from, also those into known states. */
  readonly onTransition?: (from: State, transition: Transition) => void;
}

/** States between two looks at the clock, the limits and the hooks. */
const CHUNK_STATES = 256;

/** Explores the whole space of a model. Cost: about 20 to 50 microseconds per transition, some hundred bytes per state. */
export function search(model: Model, limits: Limits = {}, hooks: SearchHooks = {}): SearchResult {
  return new Search(model, limits, hooks).run();
}

/** Figures at the end of a level: what a limit falls back to. */
interface Level {
  readonly distinct: number;
  readonly generated: number;
  readonly depth: number;
  readonly sightings: ReadonlyMap<string, Sighting>;
  readonly coverage: Coverage;
}

class Search {
  readonly #model: Model;
  readonly #limits: Limits;
  readonly #hooks: SearchHooks;
  readonly #system: System;
  readonly #store: Store;
  readonly #observer: Observer;
  readonly #initial: number[] = [];
  readonly #startedMs = Date.now();
  #generated = 0;
  #sinceLook = 0;

  constructor(model: Model, limits: Limits, hooks: SearchHooks) {
    this.#model = model;
    this.#limits = limits;
    this.#hooks = hooks;
    this.#system = new System(model);
    this.#store = new Store(this.#system.codec);
    this.#observer = new Observer(this.#system);
  }

  run(): SearchResult {
    let frontier = this.#start();
    for (let depth = 0; frontier.length > 0; depth++) {
      const level = this.#snapshot(depth);
      if (depth === this.#limits.maxDepth)
        return this.#result(level, cut('max-depth', frontier.length));
      if (this.#limits.first === true && level.sightings.size > 0)
        return this.#result(level, cut('first', frontier.length));
      const next = this.#expandLevel(frontier, depth);
      if (typeof next === 'string') return this.#result(level, cut(next, frontier.length));
      if (next.length === 0) return this.#result(this.#snapshot(depth), { kind: 'complete' });
      frontier = next;
    }
    return this.#result(this.#snapshot(0), { kind: 'complete' });
  }

  #start(): readonly State[] {
    const frontier: State[] = [];
    for (const state of this.#system.initialStates((unit) => this.#observer.passed(unit))) {
      this.#generated++;
      const { id, isNew } = this.#store.add(state, 0);
      if (!isNew) continue;
      this.#initial.push(id);
      this.#observer.state(state, id, 0);
      frontier.push(state);
    }
    return frontier;
  }

  /** The next level, or the limit that was hit on the way. */
  #expandLevel(frontier: readonly State[], depth: number): readonly State[] | Bound {
    const next: State[] = [];
    const firstId = this.#store.size - frontier.length;
    for (const [offset, state] of frontier.entries()) {
      this.#expand(state, firstId + offset, depth, next);
      if (++this.#sinceLook < CHUNK_STATES) continue;
      this.#sinceLook = 0;
      const bound = this.#look(depth, frontier.length - offset - 1 + next.length);
      if (bound !== null) return bound;
    }
    return this.#overLimit() ?? next;
  }

  #expand(state: State, id: number, depth: number, next: State[]): void {
    const transitions = this.#system.transitions(state);
    for (const transition of transitions) {
      this.#observer.transition(transition, id, depth + 1);
      this.#hooks.onTransition?.(state, transition);
      if (transition.next === null) continue;
      this.#generated++;
      const known = this.#store.add(transition.next, depth + 1);
      if (known.isNew) {
        this.#observer.state(transition.next, known.id, depth + 1);
        next.push(transition.next);
      }
      if (this.#store.depth(known.id) === depth + 1) this.#store.link(id, known.id);
    }
    if (transitions.length === 0 && !this.#system.isAtRest(state))
      this.#observer.deadlock(id, depth);
  }

  #look(depth: number, queued: number): Bound | null {
    this.#hooks.onProgress?.({
      depth,
      generated: this.#generated,
      distinct: this.#store.size,
      queued,
    });
    return this.#hooks.isInterrupted?.() === true ? 'interrupted' : this.#overLimit();
  }

  #overLimit(): Bound | null {
    const { maxStates = MOST_STATES, maxTimeMs, maxMemoryBytes } = this.#limits;
    if (this.#store.size > Math.min(maxStates, MOST_STATES))
      return maxStates <= MOST_STATES ? 'max-states' : 'max-mem';
    if (maxTimeMs !== undefined && Date.now() - this.#startedMs > maxTimeMs) return 'max-time';
    if (maxMemoryBytes !== undefined && process.memoryUsage().heapUsed > maxMemoryBytes)
      return 'max-mem';
    return null;
  }

  #snapshot(depth: number): Level {
    return {
      distinct: this.#store.size,
      generated: this.#generated,
      depth,
      // Sightings grow only at their own depth, so what is there at the end of a level is final for it.
      sightings: new Map(this.#observer.sightings),
      coverage: this.#observer.coverage(),
    };
  }

  #result(level: Level, completion: Completion): SearchResult {
    const { id, configuration, digest } = this.#model;
    const { distinct, generated, depth, coverage } = level;
    return Object.freeze({
      model: Object.freeze({ id, configuration, digest }),
      counts: Object.freeze({ distinct, generated, depth }),
      completion,
      verdicts: Object.freeze(this.#verdicts(level, completion)),
      coverage,
    });
  }

  #verdicts({ sightings }: Level, completion: Completion): readonly Verdict[] {
    const names = [...this.#model.properties.map(({ id }) => id), DEADLOCK];
    const error = sightings.get(ERROR);
    return [...(error === undefined ? [] : [ERROR]), ...names].map((property) => {
      const sighting = sightings.get(property);
      if (sighting !== undefined)
        return Object.freeze({ kind: 'violated', property, finding: this.#finding(sighting) });
      return Object.freeze({
        kind: completion.kind === 'complete' ? 'holds' : 'inconclusive',
        property,
      });
    });
  }

  #finding(sighting: Sighting): Finding {
    const trace = bestTrace(this.#system, this.#store, this.#initial, sighting);
    const { property } = sighting;
    const last = trace.transitions.at(-1);
    if (sighting.kind === 'invariant') {
      return Object.freeze({
        kind: 'invariant',
        property,
        clause: this.#falseClause(property, trace.states.at(-1) as State),
        path: this.#path(trace),
      });
    }
    if (sighting.kind === 'deadlock')
      return Object.freeze({ kind: 'deadlock', property: DEADLOCK, path: this.#path(trace) });
    if (sighting.kind === 'misread') {
      const message = this.#system.stateError(trace.states.at(-1) as State) ?? '';
      return Object.freeze({
        kind: 'error',
        property: ERROR,
        message,
        failing: null,
        path: this.#path(trace),
      });
    }
    if (last === undefined || !isSighted(sighting, last))
      throw new Error(`the trace of ${property} does not end with its violation`);
    if (sighting.kind === 'check') {
      const failed = last.failed.find((check) => check.property === property);
      return Object.freeze({
        kind: 'check',
        property,
        condition: failed?.text ?? '',
        path: this.#path(trace),
      });
    }
    const before = { ...trace, transitions: trace.transitions.slice(0, -1) };
    return Object.freeze({
      kind: 'error',
      property: ERROR,
      message: last.firing.error ?? '',
      failing: stepName(this.#model, last),
      path: this.#path(before),
    });
  }

  #falseClause(property: string, state: State): number {
    const clauses = this.#model.properties.find(({ id }) => id === property)?.clauses ?? [];
    return clauses.findIndex((clause) => this.#system.judge(clause, state).violated);
  }

  #path({ states, transitions }: Trace): Path {
    return Object.freeze({
      steps: Object.freeze(transitions.map((transition) => stepName(this.#model, transition))),
      states: Object.freeze(states.map((state) => pathState(this.#system, state))),
    });
  }
}

const cut = (bound: Bound, unexpanded: number): Completion =>
  Object.freeze({ kind: 'limitReached', bound, unexpanded });
