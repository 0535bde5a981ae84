import { STAGES_FILE } from '#src/app.ts'
import { createCrm } from '#src/crm.ts'
import { connectDatabase } from '#src/db/connect.ts'
import { createMetrics } from '#src/http/metrics.ts'
import { createLog } from '#src/log.ts'
import { backfill } from '#src/sync/backfill.ts'
import { readStageMap } from '#src/tickets/stages.ts'
import { testConfig } from '#test/settings.ts'

/** Takes everything over, slowly, and is killed while it does: test/sync/backfill.pg.test.ts. */
const [databaseUrl = '', sandboxUrl = ''] = process.argv.slice(2)
const config = testConfig({ CRM_RATE: '3', CRM_BURST: '4' })
const { db } = connectDatabase(databaseUrl, 4)
const [log, clock] = [createLog({ level: 'silent' }), () => new Date()]
const crm = createCrm(config, { db, log, clock, sandboxUrl, instance: 'test', metrics: createMetrics() })
const needs = { db, log, clock, crm: crm.provider, pipelines: [19], stageMap: readStageMap(STAGES_FILE) }
process.send?.('ready')
await backfill(needs, { pipelineId: 19, since: null })
