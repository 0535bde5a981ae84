import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'
import LongestFirst from './test/longest-first.ts'

const NEEDS_MORE = ['**/*.pg.test.ts', '**/*.browser.test.ts']
/** `event.test` is a method of Bitrix24, and no test. */
const PORTAL_METHODS = 'sandbox/bitrix24/methods/**'
const SANDBOX = 'test/sandbox/**/*.test.ts'
const everywhere = ['src', 'sandbox', 'test', 'web/src', 'bench'].map((folder) => `${folder}/**/*.test.ts`)

export default defineConfig({
  test: {
    // One more than there are cores: many wait for deaths, timers and the browser.
    maxWorkers: 3,
    sequence: { sequencer: LongestFirst },
    // What a file holds it gives back, so the next one finds its worker as it was, and most modules read and warm.
    isolate: false,
    testTimeout: 120_000,
    hookTimeout: 60_000,
    // What has been compiled once need not be again, by no worker and by no process that a test starts.
    env: { NODE_COMPILE_CACHE: fileURLToPath(import.meta.resolve('./node_modules/.cache/node')) },
    // Tests run as the product does: by Node itself, which strips the types.
    experimental: { viteModuleRunner: false },
    projects: [
      // Rules without a world: a few seconds.
      {
        extends: true,
        test: { name: 'fast', include: everywhere, exclude: [...NEEDS_MORE, PORTAL_METHODS, SANDBOX] },
      },
      // The portal and the S3 server of the sandbox, by real HTTP.
      { extends: true, test: { name: 'sandbox', include: [SANDBOX], exclude: NEEDS_MORE } },
      // With a real Postgres, real HTTP, the sandbox, and for *.browser.test.ts a real browser.
      {
        extends: true,
        test: {
          name: 'whole',
          include: ['test/**/*.pg.test.ts', 'test/**/*.browser.test.ts'],
          globalSetup: 'test/postgres.ts',
        },
      },
    ],
  },
})
