import { randomBytes } from 'node:crypto'
import * as fs from 'node:fs'
import * as path from 'node:path'
import { dataDirOf } from '#src/config.ts'
import type { Environment } from '#src/settings.ts'

type GeneratedSecrets = {
  /** What stands in for settings that were not given. */
  environment: { JWT_SECRET: string; CPF_KEY: string; CRM_EVENT_TOKEN: string }
  postgresPassword: string
}

/** In production secrets are given by whoever runs it; only the embedded Postgres, if used, keeps one here. */
export function withGeneratedSecrets(given: Environment): {
  environment: Environment
  postgresPassword: string
} {
  const isProduction = given.NODE_ENV === 'production'
  if (isProduction && given.DATABASE_URL) return { environment: given, postgresPassword: '' }
  const generated = generateSecrets(dataDirOf(given))
  const environment = { ...given }
  if (!isProduction) {
    for (const [name, value] of Object.entries(generated.environment)) environment[name] ||= value
  }
  return { environment, postgresPassword: generated.postgresPassword }
}

/** Made on the first start and kept beside the data, so that nobody has to think of any to try Ponte. */
function generateSecrets(dataDir: string): GeneratedSecrets {
  const file = path.join(dataDir, 'secrets.json')
  if (!fs.existsSync(file)) {
    fs.mkdirSync(dataDir, { recursive: true, mode: 0o711 })
    writeOnce(file, JSON.stringify(newSecrets(), null, 2))
  }
  return JSON.parse(fs.readFileSync(file, 'utf8')) as GeneratedSecrets
}

const newSecrets = (): GeneratedSecrets => ({
  environment: { JWT_SECRET: random(48), CPF_KEY: random(48), CRM_EVENT_TOKEN: random(24) },
  postgresPassword: random(24),
})

const random = (bytes: number) => randomBytes(bytes).toString('base64url')

/** Whole or not at all, and by one only: a hard link fails where a file exists already. */
function writeOnce(file: string, content: string): void {
  const partial = `${file}.${process.pid}`
  fs.writeFileSync(partial, content, { mode: 0o600, flush: true })
  try {
    fs.linkSync(partial, file)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  } finally {
    fs.unlinkSync(partial)
  }
}
