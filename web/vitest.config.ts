import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const given = (name: string) => fileURLToPath(new URL(`tests/given/${name}.ts`, import.meta.url));

export default defineConfig({
  // What the build makes: here texts stay English.
  resolve: { alias: { words: given('words'), icons: given('icons') } },
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  test: {
    environment: 'happy-dom',
    include: ['tests/**/*.test.{ts,tsx}'],
    environmentOptions: {
      // A document is read for what it says; what it refers to is not loaded.
      happyDOM: { settings: { handleDisabledFileLoadingAsSuccess: true } },
    },
    restoreMocks: true,
    // A test that never ends is a failure; none passes or fails on speed.
    testTimeout: 60_000,
  },
});
