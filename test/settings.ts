import { readConfig } from '#src/config.ts'

/** Made for tests and good for nothing else; a world may set others. */
export const TEST_SECRETS = {
  JWT_SECRET: 'jwt-secret-of-the-tests-0123456789abcdef',
  CPF_KEY: 'cpf-key-of-the-tests-0123456789abcdefgh',
} as const

/**
 * Nothing looks into the CRM by itself unless the test is about that, and whoever waits for the CRM waits for as long as anybody may:
 * a busy machine is no CRM that is away.
 */
export const QUIET = { SYNC_SWEEP_SECONDS: '0', CRM_WAIT_MS: '12000' } as const

export const testConfig = (settings: Record<string, string>) =>
  readConfig({ ...TEST_SECRETS, ...QUIET, ...settings })
