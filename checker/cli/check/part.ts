/**
 * What a shard hands to `merge`: the request, which shard it was, and the raw result of every search, each under the key that says
 * of which model, options and checker it is.
 */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import * as v from 'valibot';
import type { Engine } from '../../explore/index.ts';
import type { SearchResult } from '../../semantics/index.ts';
import { checkerDigest, verdictKey } from '../cache/verdict-key.ts';
import type { Context } from '../context.ts';
import { reasonOf } from '../files.ts';
import type { GateRequest } from '../gate/run.ts';
import { UsageError } from '../usage-error.ts';
import type { Known } from './answers.ts';
import type { CheckRequest } from './check-run.ts';
import type { Cell } from './plan.ts';
import type { RunOutcome } from './run-cells.ts';
import type { Shard } from './shard.ts';

export type AnyRequest = CheckRequest | GateRequest;

export interface Part {
  readonly request: AnyRequest;
  readonly shard: Shard;
  readonly results: readonly PartResult[];
}

interface PartResult {
  readonly name: string;
  readonly key: string;
  readonly result: SearchResult;
}

/** The part that a shard has done. */
export function partOf(request: AnyRequest, shard: Shard, { searched }: RunOutcome): Part {
  const checker = checkerDigest();
  const results = searched.map(({ cell, report }) => ({
    name: cell.name,
    key: verdictKey(cell, request.how.engine, checker),
    result: report.assessment.result,
  }));
  return { request, shard, results };
}

const PartSchema = v.object({
  type: v.literal('report'),
  part: v.object({
    request: v.looseObject({ command: v.picklist(['check', 'gate']) }),
    shard: v.object({ index: v.number(), of: v.number() }),
    results: v.array(
      v.object({
        name: v.string(),
        key: v.string(),
        result: v.looseObject({ verdicts: v.array(v.unknown()) }),
      }),
    ),
  }),
});

/** Reads the JSON report of a shard. Throws `UsageError` for anything else. */
export function readPart(file: string, { cwd }: Context): Part {
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(resolve(cwd, file), 'utf8'));
  } catch (error) {
    throw new UsageError(`'${file}' cannot be read: ${reasonOf(error)}`);
  }
  const parsed = v.safeParse(PartSchema, value);
  if (parsed.success) return parsed.output.part as unknown as Part;
  throw new UsageError(
    `'${file}' is not the result of a shard: write it with --shard i/n --report json=FILE`,
  );
}

/** The one request of all parts. Throws `UsageError` unless they are all shards of one run, each once. */
export function commonRequest(parts: readonly Part[]): AnyRequest {
  const [first] = parts as readonly [Part];
  const { of } = first.shard;
  const asked = JSON.stringify(first.request);
  for (const { request, shard } of parts) {
    if (shard.of !== of || JSON.stringify(request) !== asked)
      throw new UsageError(`shard ${shard.index}/${shard.of} is of another run than the first`);
  }
  for (let index = 1; index <= of; index++) {
    const count = parts.filter(({ shard }) => shard.index === index).length;
    if (count === 1) continue;
    const what = count === 0 ? 'is missing' : 'is given more than once';
    throw new UsageError(`shard ${index}/${of} ${what}`);
  }
  return first.request;
}

/** The results of all parts. Throws `UsageError` if a search has none, or one of another model or checker. */
export function knownFrom(parts: readonly Part[], engine: Engine, cells: readonly Cell[]): Known {
  const checker = checkerDigest();
  const results = new Map(
    parts.flatMap((part) => part.results.map((each) => [each.name, each] as const)),
  );
  const known = cells.map((cell) => {
    const found = results.get(cell.name);
    if (found === undefined) throw new UsageError(`no shard has a result for ${cell.name}`);
    if (found.key !== verdictKey(cell, engine, checker))
      throw new UsageError(
        `${cell.name} was searched by another program, or in another model, than those of today`,
      );
    return [cell, { result: found.result, isCached: false }] as const;
  });
  return new Map(known);
}
