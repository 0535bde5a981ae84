import { randomUUID } from 'node:crypto'
import { eq } from 'drizzle-orm'
import { users } from '#src/db/schema.ts'
import { deals } from '#src/db/ticket-schema.ts'
import type { TicketId, UserId } from '#src/ids.ts'
import type { TicketRow } from '#src/tickets/queries.ts'
import { crmPerson } from './crm-person.ts'
import { MARIA } from './tickets.ts'
import type { World } from './world.ts'

/** As the sandbox's CRM knows them. */
export const JOAO_IN_CRM = 42
export const ANA_IN_CRM = 43

type Wished = Partial<Omit<TicketRow, 'id'>> & { isInCrm?: boolean }

/** A ticket of Maria's as it is once the CRM has answered, or before that. */
export async function filedTicket(
  { gateway }: World,
  { isInCrm = true, ...wished }: Wished = {},
): Promise<{ id: TicketId; dealId: number }> {
  const { db, crm } = gateway.ports
  const originKey = randomUUID()
  const userId = wished.userId ?? (MARIA as UserId)
  const [user] = await db.select().from(users).where(eq(users.id, userId))
  const title = 'Impressora em chamas'
  const [row] = await db
    .insert(deals)
    .values({
      originKey,
      ticketNumber: `TKT-${originKey.slice(0, 12)}`,
      title,
      description: 'Sai fumaça dela.',
      pipelineId: 19,
      stageId: 'C19:NEW',
      priority: 'medium',
      requesterName: user?.fullName ?? null,
      requesterEmail: user?.email ?? null,
      crmStatus: 'pending',
      ...wished,
      userId,
    })
    .returning({ id: deals.id })
  if (!row) throw new Error('no ticket')
  if (!isInCrm) return { id: row.id, dealId: 0 }
  // Only then: what the CRM says of it may be read before it is in the answer, and would be another ticket.
  const dealId = await crm.openDeal(
    {
      originKey,
      title,
      pipelineId: 19,
      responsibleId: null,
      contactId: null,
      fields: { priority: 'Médio' },
    },
    { priority: 'people' },
  )
  // As it was wished, whatever has been read meanwhile.
  await db
    .update(deals)
    .set({ crmStatus: 'synced', ...wished, dealId })
    .where(eq(deals.id, row.id))
  return { id: row.id, dealId }
}

/** The deal as the CRM has it. */
export async function dealInCrm(world: World, dealId: number): Promise<Record<string, unknown>> {
  const { item } = await crmPerson(world).call<{ item: Record<string, unknown> }>('crm.item.get', {
    entityTypeId: 2,
    id: dealId,
  })
  return item
}
