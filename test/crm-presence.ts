import { breath } from './breath.ts'
import { untilAway } from './until-away.ts'
import type { World } from './world.ts'

const AWAY = [{ match: { method: '*' }, effect: 'reset' }]

/** From now on nobody answers there, and all gateways know it: nobody waits for it. */
export async function crmGoesAway({ control, gateway, sql }: World): Promise<void> {
  const { crm } = gateway.ports
  await control('PUT', 'faults', AWAY)
  await untilAway(crm)
  while ((await sql`select from crm_absences`).length === 0) await breath()
}

/** It answers again, but for what `faults` says, and all gateways know it. */
export async function crmComesBack(
  { control, gateway, sql }: World,
  faults: readonly object[] = [],
): Promise<void> {
  const { crm } = gateway.ports
  await control('PUT', 'faults', faults)
  while (crm.state() !== 'up') await crm.people({ priority: 'people' }).catch(() => undefined)
  while ((await sql`select from crm_absences`).length > 0) await breath()
}
