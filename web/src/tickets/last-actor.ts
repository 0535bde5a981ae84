import { ticketApi } from './ticket-api.ts'

/** Who changed it last, as the history says; null: the CRM, or nobody knows. */
export async function lastActor(ticketId: number): Promise<string | null> {
  const { items } = await ticketApi.audit(ticketId).catch(() => ({ items: [] }))
  return items[0]?.actor?.name ?? null
}
