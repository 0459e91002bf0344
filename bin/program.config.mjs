// How the program is bundled: with its packages, because finding and opening their files would be a
// good part of a short command. With source maps, so that an internal error names a line of the sources.

/** @type {import('rolldown').RolldownOptions} */
export default {
  platform: 'node',
  external: /^node:/,
  logLevel: 'warn',
  output: {
    format: 'esm',
    sourcemap: true,
    comments: { legal: true, annotation: false, jsdoc: false },
    entryFileNames: '[name].js',
    chunkFileNames: 'part-[name].js',
  },
};
