// Two threads put the same states into one empty table at the same time, and in the same order: nothing
// races more. Prints how many states there are, and how many the threads added together in each round.
// Arguments: narrow|wide, rounds.

import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';

const THREADS = 2;
/** States between two meetings: threads that run freely are soon apart. */
const CHUNK_STATES = 32;
const dist = new URL('../../dist/', import.meta.url);

/** @param {any} input */
function instanceOf({ module, memory, batch, slots, end, group }) {
  /** @type {any} */
  const code = new WebAssembly.Instance(module, { env: { memory } }).exports;
  code.setWorker(batch);
  code.setTable(BigInt(Math.floor(slots / group)), end | 0);
  return code;
}

function help() {
  const { memory, lo, hi, state } = workerData;
  const code = instanceOf(workerData);
  const gate = new Int32Array(memory.buffer, 2048, 2);
  parentPort?.on('message', () => {
    const before = code.added();
    code.setStore(0, 0);
    const bytes = CHUNK_STATES * state;
    for (let from = lo, met = THREADS; from < hi; from += bytes, met += THREADS) {
      Atomics.add(gate, 0, 1);
      while (Atomics.load(gate, 0) < met);
      code.expand(from | 0, Math.min(hi, from + bytes) | 0);
    }
    parentPort?.postMessage(code.added() - before);
  });
}

/** @param {Worker[]} workers */
const together = (workers) =>
  Promise.all(
    workers.map(
      (worker) =>
        new Promise((resolve) => {
          worker.once('message', resolve);
          worker.postMessage('go');
        }),
    ),
  );

async function race() {
  const [shape, rounds] = process.argv.slice(2);
  const { instantiate } = await import(new URL('checker/model/index.js', dist).href);
  const { compile, layOut, layOutWide } = await import(
    new URL('checker/compile/index.js', dist).href
  );
  const { explore } = await import(new URL('checker/explore/compiled-search.js', dist).href);
  const { generate } = await import(new URL('checker/explore/code/module.js', dist).href);
  const { groupSlots } = await import(new URL('checker/explore/code/table.js', dist).href);
  const { STORE_TOP } = await import(new URL('checker/explore/memory/memory-map.js', dist).href);
  const { taskOf } = await import(new URL('checker/explore/reduction/reduction.js', dist).href);
  const { default: spec } = await import(new URL('specs/classics/barzap.js', dist).href);
  const [variant] = spec.variants;
  const [configuration] = spec.configurations;
  const overrides = { F: '4', B: '3' };
  const { model } = instantiate({ spec, variant, configuration, overrides });
  const { program } = compile(model);
  const hooks = { layOut: shape === 'wide' ? layOutWide : layOut };
  // The memory of a search is its own: what is needed of it is copied.
  const kept = explore(program, {}, hooks, (/** @type {any} */ { map, memory, levels, counts }) => {
    const hi = levels.at(-1).hi;
    return { map, hi, counts, states: new Uint8Array(memory.buffer).slice(map.store, hi) };
  });
  const { map, hi, counts, states } = kept;
  const memory = new WebAssembly.Memory({ initial: map.pages, maximum: map.pages, shared: true });
  const bytes = new Uint8Array(memory.buffer);
  bytes.set(states, map.store);
  const task = taskOf(program, hooks);
  const group = groupSlots(task.layout);
  const slots = Math.floor((1.25 * counts.distinct) / group) * group;
  const module = new WebAssembly.Module(generate(program, { ...task, map, isShared: true }));
  const end = map.table + slots * map.state;
  const emptyTable = () => {
    bytes.fill(0, map.table, end);
    new Int32Array(memory.buffer)[STORE_TOP / 4] = (hi + 2 ** 20) | 0;
    new Int32Array(memory.buffer, 2048, 2)[0] = 0;
  };
  const workers = Array.from({ length: THREADS }, (_, at) => {
    const batch = map.batch + at * map.batchBytes;
    const input = { module, memory, batch, slots, end, group, lo: map.store, hi, state: map.state };
    return new Worker(new URL(import.meta.url), { workerData: input });
  });
  const added = [];
  for (let round = 0; round < Number(rounds); round++) {
    emptyTable();
    const each = /** @type {number[]} */ (await together(workers));
    added.push(each.reduce((sum, one) => sum + one, 0));
  }
  await Promise.all(workers.map((worker) => worker.terminate()));
  process.stdout.write(JSON.stringify({ distinct: counts.distinct, added }));
}

if (isMainThread) await race();
else help();
