import { isSessionOf, Problem } from '../api.ts'
import { createStore } from '../live/store.ts'
import { isSo, merged, type Wanted } from './merge-changes.ts'
import { type ChangedTicket, type TicketDetail, ticketApi } from './ticket-api.ts'

/** What somebody of the team changed without a line, kept on the device until it can be sent. One for each ticket. */
export type KeptChange = Wanted & {
  ticketId: number
  /** Whose: somebody else may sign in here. */
  userId: number
  /** Of what was looked at: whoever was quicker keeps what they did. */
  version: number
  /** By which people know the ticket. */
  number: string
}
/** What became of them. */
export type Outcome = {
  sent: (kept: KeptChange, answer: ChangedTicket | TicketDetail) => void
  refused: (kept: KeptChange, problem: Problem) => Promise<void>
}

const KEY = 'ponte-changes'

const changes = createStore<readonly KeptChange[]>(read())
// Made or sent in another tab of this browser.
addEventListener('storage', ({ key }) => key === KEY && changes.set(read()))

/** All of the browser: the same array until one of them changes. */
export const useKeptChanges = () => changes.use((all) => all)
export const useKeptChange = (ticketId: number, userId: number) =>
  changes.use((all) => find(all, ticketId, userId) ?? null)
export const findKept = (ticketId: number, userId: number) => find(changes.get(), ticketId, userId)

/** What was changed before and not sent either goes out with it, as one change of what was looked at first. */
export function keepChange(next: KeptChange): void {
  const before = find(read(), next.ticketId, next.userId)
  put(next, before ? { ...next, version: before.version, ...merged(before, next) } : next)
}

export const forgetChange = (kept: Pick<KeptChange, 'ticketId' | 'userId'>) => put(kept, null)

/** One after the other, until there is no line again; of several tabs one at a time. */
export async function sendKept(userId: number, outcome: Outcome): Promise<void> {
  for (const { ticketId } of changes.get().filter((one) => one.userId === userId)) {
    const isAnswered = await navigator.locks.request(KEY, () => sendOne(ticketId, userId, outcome))
    if (!isAnswered) return
  }
}

async function sendOne(ticketId: number, userId: number, outcome: Outcome): Promise<boolean> {
  const kept = find(read(), ticketId, userId)
  if (!kept) return true
  if (!isSessionOf(userId)) return false
  try {
    const answer = await ticketApi.change(ticketId, kept.version, kept.change)
    outcome.sent(kept, answer)
    const now = find(read(), ticketId, userId)
    if (now && JSON.stringify(now) !== JSON.stringify(kept)) {
      // More was wanted while it was on its way.
      put(now, { ...now, version: answer.version })
      return true
    }
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    if (isPassing(error)) return false
    if (error.code === 'version-conflict') {
      const now = await ticketApi.read(ticketId).catch(() => null)
      if (!now) return false
      // It was done, and the answer got lost.
      if (isSo(now, kept.change)) outcome.sent(kept, now)
      else await outcome.refused(kept, error)
    } else await outcome.refused(kept, error)
  }
  forgetChange(kept)
  return true
}

const isPassing = ({ code, status }: Problem) =>
  code === 'offline' || status >= 500 || status === 429 || status === 401

const find = (all: readonly KeptChange[], ticketId: number, userId: number) =>
  all.find((one) => one.ticketId === ticketId && one.userId === userId)

function put({ ticketId, userId }: Pick<KeptChange, 'ticketId' | 'userId'>, next: KeptChange | null): void {
  const others = read().filter((one) => one.ticketId !== ticketId || one.userId !== userId)
  const all = next ? [...others, next] : others
  localStorage.setItem(KEY, JSON.stringify(all))
  changes.set(all)
}

function read(): KeptChange[] {
  const kept = localStorage.getItem(KEY)
  // Ours alone, and in this form.
  return kept ? (JSON.parse(kept) as KeptChange[]) : []
}
