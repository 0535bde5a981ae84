import type { Ports } from '#src/ports.ts'

/** Our application is told what happens in the CRM, wherever it is installed. */
export async function subscribeCrm({
  crm,
  crmEventsUrl,
  log,
}: Pick<Ports, 'crm' | 'crmEventsUrl' | 'log'>): Promise<void> {
  if (crmEventsUrl === null) return
  const refused = await crm.subscribe(crmEventsUrl, { priority: 'background' })
  if (refused.length > 0) log.warn({ events: refused }, 'the CRM will not tell us of some events')
}
