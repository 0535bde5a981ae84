import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

/** `npm run screens`: pictures, to be looked at. */
export default defineConfig({
  test: {
    root: fileURLToPath(import.meta.resolve('..')),
    include: ['test/screens.ts'],
    globalSetup: 'test/postgres.ts',
    testTimeout: 120_000,
    hookTimeout: 60_000,
    experimental: { viteModuleRunner: false },
  },
})
