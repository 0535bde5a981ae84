import { readConfig } from '#src/config.ts'

/** Made for tests and good for nothing else; a world may set others. */
export const TEST_SECRETS = {
  JWT_SECRET: 'jwt-secret-of-the-tests-0123456789abcdef',
  CPF_KEY: 'cpf-key-of-the-tests-0123456789abcdefgh',
} as const

/** Nothing looks into the CRM by itself unless the test is about that. */
export const QUIET = { SYNC_SWEEP_SECONDS: '0' } as const

export const testConfig = (settings: Record<string, string>) =>
  readConfig({ ...TEST_SECRETS, ...QUIET, ...settings })
