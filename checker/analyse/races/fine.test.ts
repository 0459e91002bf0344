// Models taken apart, one access to memory per step: by hand, and the specs of the repository with their merged steps against it.

import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, test } from 'vitest';
import hb20b from '../../../specs/history/hb-20b.ts';
import barResources from '../../../specs/vfio-pci/bar-resources/spec.ts';
import dmabufRevoke from '../../../specs/vfio-pci/dmabuf-revoke/spec.ts';
import memtype from '../../../specs/vfio-pci/memtype/spec.ts';
import mmapDmabuf from '../../../specs/vfio-pci/mmap-dmabuf/spec.ts';
import power from '../../../specs/vfio-pci/power/spec.ts';
import revokeBars from '../../../specs/vfio-pci/revoke-bars/spec.ts';
import unmapMapping from '../../../specs/vfio-pci/unmap-mapping/spec.ts';
import vmaList from '../../../specs/vfio-pci/vma-list/spec.ts';
import {
  add,
  and,
  array,
  assign,
  atomic,
  atomically,
  BOOLEAN,
  type Body,
  cond,
  eq,
  FALSE,
  ghost,
  int,
  mutex,
  mutex_lock,
  mutex_unlock,
  process,
  READ_ONCE,
  range,
  type Spec,
  step,
  stepWhen,
  TRUE,
  type Variant,
  variable,
  WRITE_ONCE,
  when,
  whileTrue,
} from '../../lang/index.ts';
import type { Block, Model } from '../../model/index.ts';
import { filesBelow, ROOT } from '../../testing/files.ts';
import { modelOf } from '../../testing/outcome.ts';
import { small } from '../../testing/small-model.ts';
import { fineModel } from './fine.ts';
import { findRaces, finely, notesFor } from './index.ts';

const a = variable('a', BOOLEAN, FALSE);
const b = variable('b', BOOLEAN, FALSE);
const count = variable('count', range(0, 2), int(0));
const lock = mutex('lock');

const modelWith = (bodies: readonly Body[]): Model =>
  modelOf(small(bodies.map((body, at) => process(`t${at}`, body))));

/** What the steps of a body do besides their label. */
const notes = (block: Block): readonly string[] =>
  block.flatMap((each) => {
    const label =
      'label' in each && each.kind === 'step' ? (each.label.split('#')[1] ?? '') : each.kind;
    return 'body' in each ? [each.kind, ...notes(each.body)] : [label];
  });

const apart = (...body: Body): readonly string[] =>
  notes(fineModel(modelWith([body]), []).processes[0]?.body ?? []);

const racesIn = (bodies: readonly Body[], isFine: boolean): readonly string[] => {
  const wish = { model: modelWith(bodies), limits: {}, hooks: {} };
  const analysed = findRaces(isFine ? finely(wish, []) : wish, []);
  if (analysed.kind !== 'analysed') throw new Error(analysed.reason);
  return analysed.found.races.map(({ variable: name, path }) => `${name} ${path.steps.length}`);
};

test('a step with several accesses becomes reads, then writes; one access stays one step', () => {
  expect(apart(step('both', assign(a, TRUE), assign(b, TRUE)))).toEqual(['writes a', '']);
  expect(apart(step('a = b', assign(a, b)))).toEqual(['reads b', '']);
  expect(apart(step('count++', assign(count, add(count, int(1)))))).toEqual(['reads count', '']);
  expect(apart(step('a = true', assign(a, TRUE)))).toEqual(['']);
});

test('what is no memory, what a step waits for, and locks stay whole', () => {
  const refs = atomic('refs', range(0, 2), int(0));
  expect(apart(step('both', assign(refs, int(1)), assign(a, TRUE)))).toEqual(['']);
  expect(apart(stepWhen('wait', and(a, b)))).toEqual(['']);
  expect(apart(mutex_lock(lock))).toEqual(
    notes(modelWith([[mutex_lock(lock)]]).processes[0]?.body ?? []),
  );
});

test('what is read to fill a ghost is no access, merged or taken apart', () => {
  const seen = ghost('seen', BOOLEAN, FALSE);
  const reader: Body = [step('seen = a; b = true', assign(seen, a), assign(b, TRUE))];
  const writer: Body = [step('a = true', assign(a, TRUE))];
  expect(apart(...reader)).toEqual(['']);
  expect(racesIn([writer, reader], false)).toEqual([]);
  expect(racesIn([writer, reader], true)).toEqual([]);
  const all: Body = [atomically('all', reader)];
  expect(racesIn([writer, all], false)).toEqual([]);
  expect(racesIn([writer, all], true)).toEqual([]);
  const first = array(range(0, 1), array(range(0, 1), BOOLEAN));
  const rows = ghost('rows', first, FALSE);
  const which = step('rows', assign(rows.at(count).at(int(0)), TRUE));
  expect(racesIn([[step('count', assign(count, int(1)))], [which]], false)).toEqual([]);
});

test('a condition reads one after the other, and a loop does so each time', () => {
  expect(apart(when(and(a, b), [step('found')]))).toEqual(['reads a', 'reads b', 'when']);
  expect(apart(whileTrue(and(a, b), [step('again', assign(a, FALSE))]))).toEqual([
    'scope',
    ...['label', 'reads a', 'reads b', 'when'],
  ]);
});

test('what C would not evaluate is not read, also one after the other', () => {
  const writes: Body = [step('b = true', assign(b, TRUE))];
  expect(racesIn([writes, [when(and(a, b), [step('found')])]], true)).toEqual([]);
  const stays = step('b = a ? true : b', assign(b, cond(a, TRUE, b)));
  expect(racesIn([writes, [stays]], true)).toEqual([]);
  expect(racesIn([writes, [when(and(b, a), [step('found')])]], true)).toEqual(['b 0']);
});

test('between two writes that a spec merges, another thread may run', () => {
  const publish = step('a = b = true', WRITE_ONCE(a, TRUE), assign(b, TRUE));
  const read: Body = [stepWhen('wait for a', READ_ONCE(a)), when(b, [step('found')])];
  expect(racesIn([[publish], read], false)).toEqual([]);
  expect(racesIn([[publish], read], true)).toEqual(['b 2']);
  const locked = (body: Body): Body => [mutex_lock(lock), ...body, mutex_unlock(lock)];
  const [first, ...rest] = read as [Body[number], ...Body];
  expect(racesIn([locked([publish]), [first, ...locked(rest)]], true)).toEqual([]);
});

test('what a step merges in front of a write may be what keeps the other thread away', () => {
  const take = step('count++; a = true', assign(count, int(1)), assign(a, TRUE));
  const unlessTaken = stepWhen('count == 0', eq(count, int(0)), assign(a, FALSE));
  expect(racesIn([[take], [unlessTaken]], false)).toEqual(['a 0', 'count 0']);
  expect(racesIn([[take], [unlessTaken]], true)).toEqual(['count 0']);
});

test('an element of an array is one access, whichever it is', () => {
  const bits = variable('bits', array(range(0, 1), BOOLEAN), FALSE);
  const i = variable('i', range(0, 1), int(0));
  expect(apart(step('bits[i] = true', assign(bits.at(i), TRUE)))).toEqual(['reads i', '']);
  expect(apart(when(bits.at(i), [step('found')]))).toEqual(['reads i', 'reads bits[0]', 'when']);
});

/** `variable: one / other` of each race, with the merged steps of the spec, and taken apart. */
function bothWays(spec: Spec, variant: Variant, configuration: string) {
  const known = notesFor(spec, variant);
  const model = modelOf(spec, { variant: variant.name, configuration });
  const wish = { model, limits: {}, hooks: {} };
  const [merged = [], fine = []] = [wish, finely(wish, known)].map((each) => {
    const analysed = findRaces(each, known);
    if (analysed.kind !== 'analysed') throw new Error(analysed.reason);
    expect(analysed.extent.completion.kind).toBe('complete');
    const races = analysed.found.races.map(({ variable: name, ends, benign }) => {
      const owners = ends.map(({ owner }) => owner).sort();
      return `${name}: ${owners.join(' / ')}${benign === null ? '' : ' benign'}`;
    });
    return [...new Set(races)].sort();
  });
  return {
    more: fine.filter((each) => !merged.includes(each)),
    less: merged.filter((each) => !fine.includes(each)),
  };
}

const smallOf = (spec: Spec, { expect: run }: Variant): readonly string[] =>
  spec.configurations
    .filter(({ name, size }) => size === 'small' && run[name] !== undefined)
    .map(({ name }) => name);

test.each([
  ['vma-list', vmaList],
  ['unmap-mapping', unmapMapping],
  ['dmabuf-revoke', dmabufRevoke],
  ['mmap-dmabuf', mmapDmabuf],
  ['revoke-bars', revokeBars],
  ['bar-resources', barResources],
  ['power', power],
  ['memtype', memtype],
])('the merged steps of %s hide no race and make none up', { timeout: 60_000 }, (_, spec) => {
  const [base] = spec.variants;
  for (const configuration of smallOf(spec, base))
    expect([configuration, bothWays(spec, base, configuration)]).toEqual([
      configuration,
      { more: [], less: [] },
    ]);
});

/** The default exports of a folder of specs, one per file. */
const specsBelow = (folder: string): Promise<readonly Spec[]> =>
  Promise.all(
    filesBelow(folder)
      .filter((path) => /\.ts$/.test(path) && !/\.test\.ts$/.test(path))
      .map(async (path) => (await import(pathToFileURL(join(ROOT, path)).href)).default),
  ).then((all) => all.filter((each) => each !== undefined));

test.each(['specs/history', 'specs/classics'])(
  'no race of any variant of %s appears or goes away when merged steps are taken apart',
  { timeout: 120_000 },
  async (folder) => {
    const cells = (await specsBelow(folder)).flatMap((spec) =>
      spec.variants.flatMap((variant) =>
        smallOf(spec, variant).map((configuration) => ({
          name: `${spec.id}/${variant.name}[${configuration}]`,
          ...bothWays(spec, variant, configuration),
        })),
      ),
    );
    expect(cells.length).toBeGreaterThan(10);
    expect(cells.filter(({ more, less }) => more.length + less.length > 0)).toEqual([]);
  },
);

test('a note that a step is one access is what a merge rests on: without it a race is hidden', () => {
  // A region is tested and taken in one step; apart, two may be between the two.
  const silent: Spec = { ...hb20b, races: [] };
  const differences = hb20b.variants.map((variant) => {
    const { more, less } = bothWays(silent, variant, 'small');
    return [variant.name, ...more.map((each) => `+ ${each}`), ...less.map((each) => `- ${each}`)];
  });
  expect(differences).toEqual([
    ['pre'],
    ['enable-only'],
    ['post', '+ owner: pci_request_region / vfio_pci_core_feature_dma_buf'],
  ]);
});
