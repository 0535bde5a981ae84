import { StartupError } from '#src/errors.ts'
import type { FieldCheck } from '#src/providers/crm-fields.ts'
import type { Command } from './commands.ts'
import { openCrm } from './open-crm.ts'
import { table } from './table.ts'

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
    const checks = await openCrm(environment, ({ crm }) =>
      crm[create ? 'createMissingFields' : 'checkFields']({ priority: 'people' }),
    )
    process.stdout.write(json ? `${JSON.stringify(checks)}\n` : asTable(checks))
    const wrong = checks.filter(({ problem }) => problem !== null)
    if (wrong.length > 0)
      throw new StartupError(
        `${wrong.length} of ${checks.length} fields do not match; mend crm.fields.json or the CRM`,
      )
  },
}

function asTable(checks: readonly FieldCheck[]): string {
  const rows = checks.map((check) => [
    check.field ?? '(none)',
    check.place,
    check.type ?? '(none)',
    matched(check),
    check.problem ?? 'none',
  ])
  return table([['our field', 'field of the CRM', 'type', 'values matched', 'problem'], ...rows])
}

function matched({ type, choices, labels }: FieldCheck): string {
  if (type !== 'enumeration') return ''
  const found = Object.values(labels)
  if (found.length > 0) return `${found.filter((label) => label !== null).length} of ${found.length}`
  return choices.length > 0 ? `any of ${choices.length}` : 'no choices yet'
}
