import type { CrmProvider } from '#src/providers/crm-provider.ts'
import { breath } from './breath.ts'

/** Until it is known that the CRM is away. A call alone pauses between its tries; several beside each other know sooner. */
export async function untilAway(crm: CrmProvider): Promise<void> {
  while (crm.state() === 'up') {
    void crm.people({ priority: 'people' }).catch(() => undefined)
    await breath()
  }
}
