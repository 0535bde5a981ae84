import type { Config, Ports } from '#src/ports.ts'
import { isSaidToBeAway } from './crm-absence.ts'

/** How long whoever asked may still wait for the CRM; of one that is known to be away nobody waits to hear so. */
export type Patience = () => Promise<number>

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

const isKnownToBeAway = async ({ db, crm }: Pick<Ports, 'db' | 'crm'>): Promise<boolean> =>
  crm.state() !== 'up' || isSaidToBeAway(db)
