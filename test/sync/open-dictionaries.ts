import postgres from 'postgres'
import { createLog } from '#src/log.ts'
import type { CrmProvider } from '#src/providers/crm-provider.ts'
import { createDictionaries } from '#src/sync/dictionaries.ts'
import { openCrm } from '#test/crm/crm.ts'
import { openProvider } from '#test/crm/provider.ts'

/** A portal, a database, and gateways over them that know the portal's lists. */
export async function openDictionaries() {
  // No call is made twice, so that a CRM which is away costs a test no time.
  const crm = await openCrm({ rate: 1_000, burst: 1_000, retries: 0 })
  const sql = postgres(crm.databaseUrl, { max: 1, onnotice: () => undefined })
  const { portal } = crm
  let calls: string[] = []

  return {
    crm,
    portal,
    sql,
    /** `changes`: what of the CRM answers otherwise. */
    gateway(changes: Partial<CrmProvider> = {}, { pipelines = [19], longestWaitMs = 60_000 } = {}) {
      const open = crm.gateway()
      const { queue, database } = open
      const counting: typeof queue = {
        ...queue,
        call(method, params, options) {
          calls.push(method)
          return queue.call(method, params, options)
        },
      }
      const provider = openProvider({ gateway: () => ({ ...open, queue: counting }) }, {})
      const lines: string[] = []
      const log = createLog({ level: 'info', destination: { write: (line) => void lines.push(line) } })
      const needed = { db: database.db, crm: { ...provider, ...changes }, log, pipelines, longestWaitMs }
      return { ...createDictionaries(needed), provider, db: database.db, log: () => lines.join('') }
    },
    /** All that is in the database happened so much earlier. */
    async pass(seconds: number) {
      const ago = sql`make_interval(secs => ${seconds})`
      await sql`update crm_dictionaries set tried_at = tried_at - ${ago}, read_at = read_at - ${ago}`
    },
    /** What the gateways called since the last look. */
    asked() {
      const asked = calls.sort()
      calls = []
      return asked
    },
    isAway: (away: boolean) =>
      portal.control('PUT', 'faults', away ? [{ match: { method: '*' }, effect: 'reset' }] : []),
    async [Symbol.asyncDispose]() {
      await sql.end()
      await crm[Symbol.asyncDispose]()
    },
  }
}

/** From then on a list is read again. */
export const OLD_S = 600
