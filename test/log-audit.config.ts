import { defineConfig } from 'vitest/config'

/** Runs after all others, over what they made the gateways log. */
export default defineConfig({
  test: { include: ['test/log-audit.ts'], experimental: { viteModuleRunner: false } },
})
