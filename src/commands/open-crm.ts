import { STAGES_FILE } from '#src/app.ts'
import type { Config } from '#src/config.ts'
import { createCrm } from '#src/crm.ts'
import type { Db } from '#src/db/connect.ts'
import { readInstance } from '#src/db/read-instance.ts'
import { StartupError } from '#src/errors.ts'
import { createMetrics } from '#src/http/metrics.ts'
import type { Log } from '#src/log.ts'
import { CrmError, type CrmProvider } from '#src/providers/crm-provider.ts'
import type { Environment } from '#src/settings.ts'
import { readStageMap, type StageMap } from '#src/tickets/stages.ts'
import { openDatabase } from './open-database.ts'

export type Opened = {
  config: Config
  db: Db
  log: Log
  clock: () => Date
  crm: CrmProvider
  stageMap: StageMap
  pipelines: readonly number[]
}

/** Database and CRM of the gateway, for as long as `use` takes. */
export function openCrm<T>(
  given: Environment,
  use: (opened: Opened) => Promise<T>,
  { poolSize = 1 } = {},
): Promise<T> {
  const open = async ({ config, db, log }: Pick<Opened, 'config' | 'db' | 'log'>) => {
    const sandboxUrl = `http://localhost:${config.sandbox.port}`
    const clock = () => new Date()
    const instance = await readInstance(db)
    const crm = createCrm(config, { db, clock, log, sandboxUrl, metrics: createMetrics(), instance })
    const { pipelines } = config.crm
    try {
      return await use({
        ...{ config, db, log, clock, pipelines },
        crm: crm.provider,
        stageMap: readStageMap(STAGES_FILE),
      })
    } catch (cause) {
      if (!(cause instanceof CrmError)) throw cause
      throw new StartupError(`The CRM was asked and could not answer. ${cause.message}`, { cause })
    } finally {
      crm.close()
    }
  }
  return openDatabase(given, open, { poolSize })
}
