import { sql } from 'drizzle-orm'
import { isDatabaseAway } from '#src/db/connect.ts'
import { crmAbsences } from '#src/db/crm-schema.ts'
import type { Ports } from '#src/ports.ts'
import { CrmError } from '#src/providers/crm-provider.ts'

/** Three times before it is forgotten. */
const SAY_EVERY_MS = 5_000

/**
 * Gateways that make no calls hear from us that the CRM is away: said when it goes, again now and then, and taken back when it
 * is there. We call it meanwhile, since there may be nothing else that would show that it is back.
 */
export function createTellAbsence({ db, crm, log }: Pick<Ports, 'db' | 'crm' | 'log'>): () => Promise<void> {
  let saidAtMs: number | null = null
  let isCalling = false

  async function call(): Promise<void> {
    if (isCalling) return
    isCalling = true
    try {
      await crm.pipelines({ priority: 'background' })
    } catch (error) {
      // What it says of the CRM is in its state.
      if (!(error instanceof CrmError)) log.error({ err: error }, 'the CRM could not be called')
    } finally {
      isCalling = false
    }
  }

  async function tell(): Promise<void> {
    if (crm.state() === 'up') {
      if (saidAtMs === null) return
      await db.delete(crmAbsences)
      saidAtMs = null
      return
    }
    if (saidAtMs !== null && performance.now() - saidAtMs < SAY_EVERY_MS) return
    const saidAt = sql`clock_timestamp()`
    await db
      .insert(crmAbsences)
      .values({ saidAt })
      .onConflictDoUpdate({ target: crmAbsences.isOnly, set: { saidAt } })
    saidAtMs = performance.now()
    void call()
  }

  return () =>
    tell().catch((error: unknown) => {
      // Said once it is back.
      if (!isDatabaseAway(error)) throw error
    })
}
