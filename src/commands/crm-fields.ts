import { createCrm } from '#src/app.ts'
import { readConfig } from '#src/config.ts'
import { connectDatabase } from '#src/db/connect.ts'
import { migrate } from '#src/db/migrate.ts'
import { readInstance } from '#src/db/read-instance.ts'
import { openDatabase } from '#src/embedded/postgres.ts'
import { withGeneratedSecrets } from '#src/embedded/secrets.ts'
import { StartupError } from '#src/errors.ts'
import { createMetrics } from '#src/http/metrics.ts'
import { createLog } from '#src/log.ts'
import { CrmError, type FieldCheck } from '#src/providers/crm-provider.ts'
import type { Environment } from '#src/settings.ts'
import type { Command } from './commands.ts'

export const crmFields: Command = {
  summary: 'hold crm.fields.json against the CRM, field by field',
  help: `npm run ponte -- crm:fields

crm.fields.json says which field of the CRM keeps which of ours. This asks the CRM and prints what it found; the exit
code is 1 when something does not match. The sandbox's CRM has to run: npm start, or npm run sandbox.

  --create makes the fields that crm.fields.json names and the CRM lacks, and prints the table then. What is there is
           neither changed nor deleted. The webhook has to belong to an administrator of the CRM.
  --json   for programs
`,
  options: { create: { type: 'boolean' } },
  async run({ create, json }, environment) {
    const checks = await askCrm(environment, create ? 'createMissingFields' : 'checkFields')
    process.stdout.write(json ? `${JSON.stringify(checks)}\n` : table(checks))
    const wrong = checks.filter(({ problem }) => problem !== null)
    if (wrong.length > 0)
      throw new StartupError(
        `${wrong.length} of ${checks.length} fields do not match; mend crm.fields.json or the CRM`,
      )
  },
}

async function askCrm(
  given: Environment,
  verb: 'checkFields' | 'createMissingFields',
): Promise<FieldCheck[]> {
  const { environment, postgresPassword } = withGeneratedSecrets(given)
  const config = readConfig(environment)
  const log = createLog({ level: 'warn' })
  const server = await openDatabase(config, postgresPassword, log)
  try {
    await migrate(server.url)
    const database = connectDatabase(server.url, 1)
    const sandboxUrl = `http://localhost:${config.sandbox.port}`
    const { db } = database
    const instance = await readInstance(db)
    const needs = { db, clock: () => new Date(), log, sandboxUrl, metrics: createMetrics(), instance }
    const crm = createCrm(config, needs)
    try {
      return await crm.provider[verb]({ priority: 'people' })
    } catch (cause) {
      if (!(cause instanceof CrmError)) throw cause
      throw new StartupError(`The CRM was asked and could not answer. ${cause.message}`, { cause })
    } finally {
      crm.close()
      await database.close()
    }
  } finally {
    await server.stop()
  }
}

function table(checks: readonly FieldCheck[]): string {
  const rows = checks.map((check) => [
    check.field ?? '(none)',
    check.place,
    check.type ?? '(none)',
    matched(check),
    check.problem ?? 'none',
  ])
  const all = [['our field', 'field of the CRM', 'type', 'values matched', 'problem'], ...rows]
  const widths = [0, 1, 2, 3].map((column) => Math.max(...all.map((row) => row[column]?.length ?? 0)))
  const lines = all.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  )
  return `${lines.join('\n')}\n`
}

function matched({ type, choices, labels }: FieldCheck): string {
  if (type !== 'enumeration') return ''
  const found = Object.values(labels)
  if (found.length > 0) return `${found.filter((label) => label !== null).length} of ${found.length}`
  return choices.length > 0 ? `any of ${choices.length}` : 'no choices yet'
}
