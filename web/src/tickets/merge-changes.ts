import type { Ticket, TicketChange } from './ticket-api.ts'

/** What is asked for, and what looks different with it. */
export type Wanted = { change: TicketChange; shown: Partial<Ticket> }

/** It is so already, whoever did it. */
export function isSo(ticket: Ticket, change: TicketChange): boolean {
  return Object.entries(change).every(([name, wanted]) => {
    const is = name === 'assigned_to' ? (ticket.assignee?.id ?? null) : ticket[name as keyof Ticket]
    return JSON.stringify(is) === JSON.stringify(wanted)
  })
}

/** A column is a status: of both, the later one counts. */
export function merged(before: Wanted, { change, shown }: Wanted): Wanted {
  const { status, stage_id, ...rest } = before.change
  const isMoved = change.status !== undefined || change.stage_id !== undefined
  const place = {
    ...(status !== undefined && { status }),
    ...(stage_id !== undefined && { stage_id }),
  }
  const { status: _, stage_id: __, ...restShown } = before.shown
  return {
    change: { ...rest, ...(!isMoved && place), ...change },
    shown: { ...(isMoved ? restShown : before.shown), ...shown },
  }
}
