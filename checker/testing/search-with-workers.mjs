// Searches one variant of a compiled spec with a number of workers who all take part from the first
// levels on, with states in their usual shape or as wide as they can be, and prints the result as JSON.
// Arguments: file below dist/specs, name of the variant, workers, narrow|wide, NAME=VALUE for constants.

/** @typedef {import('../lang/index.ts').Spec} Spec */

const [file, variant, workers, shape, ...settings] = process.argv.slice(2);
const dist = new URL('../../dist/', import.meta.url);
const { instantiate } = await import(new URL('checker/model/index.js', dist).href);
const { compile, layOutWide } = await import(new URL('checker/compile/index.js', dist).href);
const { symmetryOf } = await import(new URL('checker/reduce/index.js', dist).href);
const { explore } = await import(new URL('checker/explore/compiled-search.js', dist).href);
const { resultOf } = await import(new URL('checker/explore/findings.js', dist).href);
/** @type {{ default: Spec }} */
const { default: spec } = await import(new URL(`specs/${file}`, dist).href);

const chosen = spec.variants.find(({ name }) => name === variant);
if (chosen === undefined) throw new Error(`no variant '${variant}'`);
const configuration = spec.configurations.find(({ name }) => name in chosen.expect);
const overrides = Object.fromEntries(settings.map((setting) => setting.split('=')));
const { model } = instantiate({ spec, variant: chosen, configuration, overrides });
const { program } = compile(model);
let left = Number(workers) - 1;
const spare = {
  take: (/** @type {number} */ most) => {
    const taken = Math.min(left, most);
    left -= taken;
    return taken;
  },
  giveBack: () => {},
};
const hooks = {
  spare,
  helpersFrom: 0,
  // Helpers are waited for: a small search would be over before they come.
  areHelpersAwaited: true,
  ...(shape === 'wide' ? { layOut: layOutWide } : {}),
  ...(shape === 'reduced'
    ? { reduction: { symmetry: symmetryOf(model).symmetry, por: 'deadlock' } }
    : {}),
};
process.stdout.write(JSON.stringify(explore(program, {}, hooks, resultOf)));
