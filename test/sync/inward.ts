import type { DealId, MessageId, TicketId, UserId } from '#src/ids.ts'
import { expectFiles } from '#src/sync/expect-files.ts'
import { lockTicket } from '#src/tickets/queries.ts'
import { crmPerson } from '#test/crm-person.ts'
import { opensTicket, says } from '#test/files/ticket-row.ts'
import type { World } from '#test/world.ts'

export type SentFile = { name: string; bytes: Buffer }
const PEOPLE = { priority: 'people' } as const

/** A ticket of Maria's, and a message on it that somebody wrote in the CRM with these files. */
export async function commentedWith(world: World, files: readonly SentFile[], isInternal = false) {
  const { db, crm } = world.gateway.ports
  const person = crmPerson(world)
  const dealId = (await person.opens({ title: 'Impressora' })) as DealId
  const pairs = files.map(({ name, bytes }) => [name, bytes.toString('base64')])
  const commentId = await person.comments(dealId, 'Veja o anexo', { FILES: pairs })
  const ticketId: TicketId = await opensTicket(world, 1 as UserId)
  const activityId = (await says(world, ticketId, isInternal)) as MessageId
  /** As the mirror does once it has read the comment. */
  const isRead = async () => {
    const [comment] = await crm.readComments(dealId, PEOPLE)
    return db.transaction(async (tx) => {
      await lockTicket(tx, ticketId)
      return expectFiles(tx, { ticketId, activityId, files: comment?.files ?? [] })
    })
  }
  return { person, dealId, commentId, ticketId, activityId, isRead }
}

export type Shown = {
  files: { id: number; filename: string; size: number; mime: string; file_url: string | null }[]
  absent_files: { id: string; filename: string | null; state: string; reason: string | null }[]
}

export async function shownTo(world: World, matricula: string, ticketId: TicketId): Promise<Shown> {
  const client = await world.signIn(matricula)
  const { body } = await client.get(`/api/v1/tickets/${ticketId}`)
  const [message] = (body as { messages: Shown[] }).messages
  if (!message) throw new Error('no message is shown')
  return message
}

export const rowsOf = (world: World) =>
  world.sql`select state, reason, name, file_id from crm_files order by id`

export const objectsOf = async (world: World): Promise<string[]> => {
  const keys: string[] = []
  for await (const { key } of world.gateway.ports.files.list('attachments/')) keys.push(key)
  return keys
}
