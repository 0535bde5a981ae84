import { and, gt, sql } from 'drizzle-orm'
import { crmAbsences } from '#src/db/schema.ts'
import type { Config, Ports } from '#src/ports.ts'

/** How long whoever asked may still wait for the CRM; of one that is known to be away nobody waits to hear so. */
export type Patience = () => Promise<number>

/** So long after it was last said, nobody is there any more who would say otherwise. */
const FORGOTTEN_MS = 15_000

/** Asked once, for all that one request waits for, and only if it does. */
export function createPatience(
  ports: Pick<Ports, 'db' | 'crm'>,
  { waitMs }: Pick<Config['tickets'], 'waitMs'>,
): Patience {
  const untilMs = performance.now() + waitMs
  let asked: Promise<boolean> | undefined
  return async () => {
    if (performance.now() >= untilMs) return 0
    asked ??= isKnownToBeAway(ports)
    return (await asked) ? 0 : Math.max(0, untilMs - performance.now())
  }
}

/** By us, or by those who call it more than we do. */
async function isKnownToBeAway({ db, crm }: Pick<Ports, 'db' | 'crm'>): Promise<boolean> {
  if (crm.state() !== 'up') return true
  const forgottenAt = sql`clock_timestamp() - ${FORGOTTEN_MS}::float8 * interval '1 millisecond'`
  const said = await db
    .select({ saidAt: crmAbsences.saidAt })
    .from(crmAbsences)
    .where(and(crmAbsences.isOnly, gt(crmAbsences.saidAt, forgottenAt)))
  return said.length > 0
}
