import { createCrm } from '#src/app.ts'
import { readConfig } from '#src/config.ts'
import { connectDatabase } from '#src/db/connect.ts'
import { migrate } from '#src/db/migrate.ts'
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

  --json   for programs
`,
  options: {},
  async run({ json }, environment) {
    const checks = await checkFields(environment)
    process.stdout.write(json ? `${JSON.stringify(checks)}\n` : table(checks))
    const wrong = checks.filter(({ problem }) => problem !== null)
    if (wrong.length > 0)
      throw new StartupError(
        `${wrong.length} of ${checks.length} fields do not match; mend crm.fields.json or the CRM`,
      )
  },
}

async function checkFields(given: Environment): Promise<FieldCheck[]> {
  const { environment, postgresPassword } = withGeneratedSecrets(given)
  const config = readConfig(environment)
  const log = createLog({ level: 'warn' })
  const server = await openDatabase(config, postgresPassword, log)
  try {
    await migrate(server.url)
    const database = connectDatabase(server.url, 1)
    const sandboxUrl = `http://localhost:${config.sandbox.port}`
    const needs = { db: database.db, clock: () => new Date(), log, sandboxUrl, metrics: createMetrics() }
    const crm = createCrm(config.crm, needs)
    try {
      return await crm.provider.checkFields({ priority: 'people' })
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
  const rows = checks.map(({ field, place, type, choices, problem }) => [
    field,
    place,
    choices.length > 0 ? `${type ?? ''}, ${choices.length} choices` : (type ?? ''),
    problem ?? 'fine',
  ])
  const all = [['our field', 'field of the CRM', 'type', 'result'], ...rows]
  const widths = [0, 1, 2].map((column) => Math.max(...all.map((row) => row[column]?.length ?? 0)))
  const lines = all.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  )
  return `${lines.join('\n')}\n`
}
