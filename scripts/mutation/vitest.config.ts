import { defineConfig } from 'vitest/config';

/** The tests that mutants of pricing have to fail: only those that reach the changed file are run. */
export default defineConfig({
  test: {
    include: ['commerce/**/*.test.ts'],
    environment: 'node',
    testTimeout: 30_000,
  },
});
