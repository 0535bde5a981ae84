import type { DealId } from '#src/ids.ts'
import { breath } from './breath.ts'
import type { World } from './world.ts'

const AWAY = [{ match: { method: '*' }, effect: 'reset' }]
/** Of different deals, or they would be one; so many failures are believed. */
const CALLS = [1, 2, 3, 4, 5, 6] as DealId[]

/** From now on nobody answers there, and all gateways know it: nobody waits for it. */
export async function crmGoesAway({ control, gateway, sql }: World): Promise<void> {
  const { crm } = gateway.ports
  await control('PUT', 'faults', AWAY)
  while (crm.state() === 'up')
    await Promise.allSettled(CALLS.map((dealId) => crm.readDeal(dealId, { priority: 'people' })))
  while ((await sql`select from crm_absences`).length === 0) await breath()
}

/** It answers again, and all gateways know it. */
export async function crmComesBack({ control, gateway, sql }: World): Promise<void> {
  const { crm } = gateway.ports
  await control('PUT', 'faults', [])
  while (crm.state() !== 'up') await crm.people({ priority: 'people' }).catch(() => undefined)
  while ((await sql`select from crm_absences`).length > 0) await breath()
}
