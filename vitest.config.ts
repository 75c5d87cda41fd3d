import { defineConfig } from 'vitest/config';

const WORKBENCH = 'test/{server,web}/**/*.test.ts';

export default defineConfig({
  test: {
    testTimeout: 300_000,
    hookTimeout: 300_000,
    // A page on a busy machine may be slow to show what is waited for.
    expect: { poll: { timeout: 60_000 } },
    maxWorkers: 2,
    projects: [
      {
        extends: true,
        test: {
          name: 'rooms',
          include: ['test/**/*.test.ts'],
          exclude: [WORKBENCH],
          // The modules of a worker are loaded once, not once a file: half of the processor time of the small tests.
          isolate: false,
        },
      },
      { extends: true, test: { name: 'workbench', include: [WORKBENCH] } },
    ],
  },
});
