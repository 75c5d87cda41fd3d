import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    testTimeout: 300_000,
    hookTimeout: 300_000,
    // A page on a busy machine may be slow to show what is waited for.
    expect: { poll: { timeout: 60_000 } },
    maxWorkers: 2,
  },
});
