// How the program is bundled: packages stay where npm put them, but for one that Node could only load
// as CommonJS, at some cost. With source maps, so that an internal error names a line of the sources.

/** @type {import('rolldown').RolldownOptions} */
export default {
  platform: 'node',
  external: /^(?!immutable$)(?:node:|[^./])/,
  logLevel: 'warn',
  output: {
    format: 'esm',
    sourcemap: true,
    comments: { legal: true, annotation: false, jsdoc: false },
    entryFileNames: '[name].js',
    chunkFileNames: 'part-[name].js',
  },
};
