import type { Ticket } from '../tickets/ticket-api.ts'

export type PromiseShown = { kind: 'response' | 'solution'; at: string } | { kind: 'late' | 'paused' } | null

/** What employees are promised next, in words that have nothing to do with how we count. */
export function promiseOf({ status, sla }: Pick<Ticket, 'status' | 'sla'>): PromiseShown {
  if (status === 'resolved' || status === 'closed') return null
  if (status === 'waiting_for_user') return sla.resolution?.paused ? { kind: 'paused' } : null
  const answer = [sla.first_response, sla.next_response].find((clock) => clock && isRunning(clock))
  const clock = answer ?? (sla.resolution && isRunning(sla.resolution) ? sla.resolution : null)
  if (!clock?.due_at) return null
  if (clock.remaining_s !== null && clock.remaining_s < 0) return { kind: 'late' }
  return { kind: answer ? 'response' : 'solution', at: clock.due_at }
}

const isRunning = (clock: NonNullable<Ticket['sla']['resolution']>) =>
  clock.due_at !== null && clock.fulfilled_at === null && !clock.paused
