import type { ParseArgsOptionsConfig } from 'node:util'
import type { Environment } from '#src/settings.ts'
import { backfill } from './backfill.ts'
import { crmFields } from './crm-fields.ts'
import { drift } from './drift.ts'
import { jobs } from './jobs.ts'
import { replay } from './replay.ts'
import { slaRebuild } from './sla-rebuild.ts'
import { sweep } from './sweep.ts'
import { userCreate } from './user-create.ts'

export type Command = {
  summary: string
  help: string
  options: ParseArgsOptionsConfig
  /** Words that are no options. */
  takesWords?: true
  run(
    values: Readonly<Record<string, unknown>>,
    environment: Environment,
    words: readonly string[],
  ): Promise<void>
}

export const COMMANDS: Readonly<Record<string, Command>> = {
  backfill,
  'crm:fields': crmFields,
  drift,
  jobs,
  replay,
  'sla:rebuild': slaRebuild,
  sweep,
  'user:create': userCreate,
}
