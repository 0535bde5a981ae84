import { Problem } from '../api.ts'
import { type ManyChange, type ManyResult, type Ticket, ticketApi } from '../tickets/ticket-api.ts'

export type Wish = ManyChange extends infer One
  ? One extends { ids: number[] }
    ? Omit<One, 'ids'>
    : never
  : never
type Told = { id: number; number: string; title: string; message: string; code: string | null }
export type Outcome = { changed: number; unchanged: number; pending: Told[]; failed: Told[] }

/** As many as the gateway takes at once. */
const AT_ONCE = 200

/** One part after the other; a part that got no answer is failed, and the next is not tried. */
export async function changeMany(
  ids: readonly number[],
  wish: Wish,
  tickets: readonly Ticket[],
): Promise<Outcome> {
  const outcome: Outcome = { changed: 0, unchanged: 0, pending: [], failed: [] }
  const byId = new Map(tickets.map((ticket) => [ticket.id, ticket]))
  let problem: string | null = null
  for (let from = 0; from < ids.length; from += AT_ONCE) {
    const part = ids.slice(from, from + AT_ONCE)
    const results: ManyResult[] =
      problem === null ? await ask(part, wish) : part.map((id) => refused(id, problem ?? ''))
    for (const { id, status, message = '', code = null } of results) {
      const ticket = byId.get(id)
      const number = ticket?.deal_id ? `#${ticket.deal_id}` : (ticket?.ticket_number ?? String(id))
      const told = { id, number, title: ticket?.title ?? '', message, code }
      if (status === 'failed') outcome.failed.push(told)
      else if (status === 'pending') outcome.pending.push(told)
      else outcome[status] += 1
    }
    problem = results.find(({ code }) => code === 'offline')?.message ?? null
  }
  return outcome
}

async function ask(ids: number[], wish: Wish): Promise<ManyResult[]> {
  try {
    // The kind of a wish and its value belong together; taking out `ids` and putting them back keeps that.
    return await ticketApi.changeMany({ ...wish, ids } as ManyChange)
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    return ids.map((id) => refused(id, error.message))
  }
}

const refused = (id: number, message: string): ManyResult => ({
  ...{ id, ok: false, status: 'failed', code: 'offline' },
  message,
})
