import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    environment: 'happy-dom',
    include: ['tests/**/*.test.ts'],
    environmentOptions: {
      // A document is read for what it says; what it refers to is not loaded.
      happyDOM: { settings: { handleDisabledFileLoadingAsSuccess: true } },
    },
    restoreMocks: true,
    // A test that never ends is a failure; none passes or fails on speed.
    testTimeout: 60_000,
  },
});
