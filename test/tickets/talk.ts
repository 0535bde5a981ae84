import { randomUUID } from 'node:crypto'
import { expect } from 'vitest'
import type { CrmUserId, DealId } from '#src/ids.ts'
import type { Client } from '#test/client.ts'
import { type Given, givenTicket } from '#test/tickets.ts'
import type { World } from '#test/world.ts'

export type Talked = Given & { deal_id: DealId }

/** A ticket of Maria's that is a deal in the CRM, too. */
export async function ticketInCrm(world: World, columns: Record<string, unknown> = {}): Promise<Talked> {
  const originKey = randomUUID()
  const title = 'Chamado'
  const responsibleId = (columns.responsible_crm_id ?? null) as CrmUserId | null
  const dealId = await world.gateway.ports.crm.openDeal(
    { originKey, title, pipelineId: 19, responsibleId, contactId: null, fields: {} },
    { priority: 'people' },
  )
  const ticket = await givenTicket(world, { origin_key: originKey, deal_id: dealId, title, ...columns })
  return { ...ticket, deal_id: dealId }
}

/** One that the CRM has nothing of, and is asked nothing about. */
export const ticketHere = (world: World, columns: Record<string, unknown> = {}): Promise<Given> =>
  givenTicket(world, { deal_id: null, ...columns })

/** The texts of the comments on a deal, in their order. */
export const commentsOf = async (world: World, { deal_id }: Talked): Promise<string[]> =>
  (await world.gateway.ports.crm.readComments(deal_id, { priority: 'people' })).map(({ text }) => text)

/** The row as it is now. */
export async function rowOf({ sql }: World, { id }: Given): Promise<Record<string, unknown>> {
  const [row] = await sql`select * from deals where id = ${id}`
  if (!row) throw new Error('no such ticket')
  return row
}

export async function uploadOf(who: Client, filename: string): Promise<string> {
  const form = new FormData()
  form.append('file', new File([`conteúdo de ${filename} ${randomUUID()}`], filename, { type: 'text/plain' }))
  const answer = await who.post('/api/v1/uploads', form)
  expect(answer.status, answer.text).toBe(201)
  return (answer.body as { upload_id: string }).upload_id
}
