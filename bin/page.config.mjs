// How the script of the trace page is bundled. The sources have no side effects when they are loaded,
// so whatever the page does not use (writing specs, validation, reading files) is left out. Notices of
// licences stay: the page is a copy of the libraries in it.

const ENTRY = /\/report\/html\/page\/main\.ts$/;

export default {
  platform: 'browser',
  external: ['node:crypto'],
  treeshake: {
    moduleSideEffects: [
      { test: ENTRY, sideEffects: true },
      { test: /./, sideEffects: false },
    ],
  },
  output: {
    format: 'iife',
    minify: true,
    comments: { legal: true, annotation: false, jsdoc: false },
  },
};
