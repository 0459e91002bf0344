/**
 * The committed counterexamples as traces on the models of today: real material for what traces are turned into.
 */
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Spec } from '../lang/index.ts';
import { instantiate, type Model } from '../model/index.ts';
import { readTraceJson, replayTrace, type StoredTrace, type Trace } from '../trace/index.ts';
import { filesBelow, isTest, ROOT, readText } from './files.ts';

export interface CommittedTrace {
  /** Below `counterexamples/`. */
  readonly path: string;
  readonly model: Model;
  readonly trace: Trace;
}

const isSpec = (value: unknown): value is Spec =>
  typeof value === 'object' && value !== null && 'id' in value && 'variants' in value;

/** The specs with these ids, from their sources. Others are not loaded. */
async function specsOf(ids: ReadonlySet<string>): Promise<ReadonlyMap<string, Spec>> {
  const files = filesBelow('specs').filter((path) => path.endsWith('.ts') && !isTest(path));
  const naming = files.filter((path) => {
    const text = readText(path);
    return [...ids].some((id) => text.includes(`'${id}'`));
  });
  const found = new Map<string, Spec>();
  for (const path of naming) {
    const { default: spec } = (await import(pathToFileURL(join(ROOT, path)).href)) as {
      default?: unknown;
    };
    if (isSpec(spec)) found.set(spec.id, spec);
  }
  return found;
}

function replayed(path: string, stored: StoredTrace, spec: Spec): CommittedTrace {
  const variant = spec.variants.find(({ name }) => name === stored.variant);
  const configuration = spec.configurations.find(({ name }) => name === stored.configuration);
  if (variant === undefined || configuration === undefined)
    throw new Error(`${path}: of an unknown variant or configuration`);
  const built = instantiate({ spec, variant, configuration, overrides: stored.constants });
  if (built.kind !== 'model') throw new Error(`${path}: the model has problems`);
  return { path, model: built.model, trace: replayTrace(built.model, stored) };
}

/** Every committed trace. Cost: a replay of each. */
export async function committedTraces(): Promise<readonly CommittedTrace[]> {
  const files = filesBelow('counterexamples').filter((path) => path.endsWith('.json'));
  const stored = files.flatMap((path) => {
    const read = readTraceJson(readText(path));
    // What is no trace, a baseline, belongs to the gate.
    return read.kind === 'trace' ? [{ path, trace: read.trace }] : [];
  });
  const specs = await specsOf(new Set(stored.map(({ trace }) => trace.spec)));
  return stored.map(({ path, trace }) => {
    const spec = specs.get(trace.spec);
    if (spec === undefined) throw new Error(`${path}: no spec is called ${trace.spec}`);
    return replayed(path, trace, spec);
  });
}
