import type { ParseArgsOptionsConfig } from 'node:util'
import type { Environment } from '#src/settings.ts'
import { crmFields } from './crm-fields.ts'
import { userCreate } from './user-create.ts'

export type Command = {
  summary: string
  help: string
  options: ParseArgsOptionsConfig
  run(values: Readonly<Record<string, unknown>>, environment: Environment): Promise<void>
}

export const COMMANDS: Readonly<Record<string, Command>> = {
  'crm:fields': crmFields,
  'user:create': userCreate,
}
