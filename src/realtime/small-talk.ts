import { z } from 'zod'
import { isOfTheTeam } from '#src/auth/access.ts'
import { DomainError } from '#src/errors.ts'
import type { MessageId, TicketId } from '#src/ids.ts'
import type { Ports } from '#src/ports.ts'
import { markRead } from '#src/tickets/mark-read.ts'
import { findTicketByDeal } from '#src/tickets/queries.ts'
import type { Answer } from './events.ts'
import { type JoinNeeds, WhichTicket } from './join.ts'
import type { RoomSocket } from './room-socket.ts'
import { takeTurns } from './take-turns.ts'

export type SmallTalkNeeds = JoinNeeds & {
  /** Of requests: marks are written, and entering reads. */
  writing: Ports['db']
}

const Typing = z.object({
  state: z.union([z.enum(['start', 'stop']), z.boolean()]),
  is_internal: z.boolean().default(false),
})
const Read = z.object({
  last_message_id: z
    .int()
    .min(1)
    .optional()
    .transform((id) => id as MessageId | undefined),
})

/** What somebody may say by the way: that they write, and how far they have read. */
export function onSmallTalk(needs: SmallTalkNeeds, socket: RoomSocket): void {
  const { presence, writing } = needs
  const turns = takeTurns(needs, socket)
  const { caller } = socket.data
  const typing = turns(
    WhichTicket.and(Typing),
    async ({ state, is_internal: isInternal, ...which }, answer: Answer<object>) => {
      if (isInternal && !isOfTheTeam(caller)) throw new DomainError('forbidden')
      const isWriting = state === 'start' || state === true
      const doing = !isWriting ? 'looking' : isInternal ? 'noting' : 'writing'
      const ticket = await ticketOf(which)
      if (!ticket || !presence.write(socket, ticket, doing)) throw new DomainError('forbidden')
      answer({ ok: true })
    },
  )
  socket.on('typing', typing)
  socket.on('ticket:typing', typing)
  socket.on(
    'read',
    turns(WhichTicket.and(Read), async ({ last_message_id, ...which }, answer: Answer<object>) => {
      const ticket = await ticketOf(which)
      if (!ticket) throw new DomainError('forbidden')
      await markRead({ db: writing }, caller, ticket, last_message_id)
      answer({ ok: true })
    }),
  )

  async function ticketOf(which: WhichTicket): Promise<TicketId | null> {
    if ('ticket_id' in which) return which.ticket_id
    const known = socket.data.tickets.get(which.deal_id)
    return known ?? (await findTicketByDeal(needs.db, which.deal_id))?.id ?? null
  }
}
