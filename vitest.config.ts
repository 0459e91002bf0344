// How the tests run: beside the code, in a plain environment, with dist built once before.

import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['{checker,specs}/**/*.test.ts'],
    globalSetup: ['checker/testing/build-once.ts'],
    env: { NO_COLOR: '1', LC_ALL: 'C', TZ: 'UTC' },
    testTimeout: 60_000,
    reporters: ['default', 'junit', 'json'],
    outputFile: { junit: 'test-results/junit.xml', json: 'test-results/vitest.json' },
    coverage: {
      provider: 'v8',
      include: ['checker/**/*.ts'],
      exclude: ['checker/testing/**', '**/*.test.ts', '**/*.test-d.ts'],
      reporter: ['text-summary', 'json-summary', 'lcovonly'],
    },
  },
});
