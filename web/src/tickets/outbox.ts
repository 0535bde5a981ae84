import type { InfiniteData, QueryClient } from '@tanstack/react-query'
import { isSessionOf, isSessionOver, Problem } from '../api.ts'
import { createStore } from '../live/store.ts'
import { endSession } from '../session.ts'
import { createOutbox, type Delivery } from './create-outbox.ts'
import { type Message, type Page, ticketApi } from './ticket-api.ts'
import { createUnsent, type Unsent } from './unsent.ts'

/** What became of something that had to wait, and is told wherever its author is by then. */
export type Outcome =
  | { is: 'said'; unsent: Unsent; ticketId: number }
  | { is: 'refused'; unsent: Unsent; why: string }
type Opened = { queryClient: QueryClient; tell: (outcome: Outcome) => void }

const TRY_AGAIN_MS = 10_000

const unsent = createUnsent(localStorage)
// Said, sent or discarded in another tab of this browser.
addEventListener('storage', unsent.refresh)
/** Of tickets that were over for so long that what was said on them began a new one: that one. */
const followUps = createStore<ReadonlyMap<number, number>>(new Map())
let opened: Opened | null = null

const outbox = createOutbox({
  unsent,
  deliver,
  isSignedIn: isSessionOf,
  alone: (name, work) => navigator.locks.request(name, work),
})

export const { send: sendMessage, sendAgain, useIsTrying } = outbox
export const discard = (clientId: string) => unsent.drop(clientId)
/** What was discarded by mistake. */
export function bringBack(one: Unsent): void {
  unsent.keep(one)
  sendAgain(one.clientId)
}

export const useUnsent = (ticketId: number, userId: number) =>
  unsent.use((all) => cached(all, ticketId, userId))
export const useFollowUp = (ticketId: number) => followUps.use((all) => all.get(ticketId) ?? null)

/** What this person has said here is tried again for as long as they are signed in, on whatever page they are. */
export function openOutbox(userId: number, needs: Opened): () => void {
  opened = needs
  const tryAll = () => outbox.sendAll(userId)
  tryAll()
  const timer = setInterval(tryAll, TRY_AGAIN_MS)
  window.addEventListener('online', tryAll)
  return () => {
    clearInterval(timer)
    window.removeEventListener('online', tryAll)
  }
}

async function deliver(one: Unsent): Promise<Delivery> {
  const { clientId, ticketId, message, state } = one
  try {
    const said = await ticketApi.say(ticketId, { ...message, client_id: clientId })
    const isFollowUp = said.ticket_id !== ticketId
    if (isFollowUp) followUps.set(new Map(followUps.get()).set(ticketId, said.ticket_id))
    if (opened) putIntoTimeline(opened.queryClient, said)
    void opened?.queryClient.invalidateQueries({ queryKey: isFollowUp ? ['tickets'] : ['ticket', ticketId] })
    if (state === 'waiting' || isFollowUp) opened?.tell({ is: 'said', unsent: one, ticketId: said.ticket_id })
    return { is: 'said' }
  } catch (error) {
    const isOver = isSessionOver(error)
    if (isOver && opened) endSession(opened.queryClient)
    const isNo = error instanceof Problem && error.status >= 400 && error.status < 500 && error.status !== 429
    if (!isNo || isOver) return { is: 'waiting' }
    opened?.tell({ is: 'refused', unsent: one, why: error.message })
    return { is: 'refused', why: error.message }
  }
}

/** `ticket_id` may be another one: what is said on a ticket that was closed long ago begins a new one. */
function putIntoTimeline(queryClient: QueryClient, said: Message): void {
  queryClient.setQueryData<InfiniteData<Page<Message>>>(['timeline', said.ticket_id], (data) => {
    const [newest, ...older] = data?.pages ?? []
    if (!data || !newest || newest.items.some(({ id }) => id === said.id)) return data
    return { ...data, pages: [{ ...newest, items: [...newest.items, said] }, ...older] }
  })
}

/** The same array for the same state, or React would draw for ever. */
let shown: { all: readonly Unsent[]; key: string; mine: Unsent[] } = { all: [], key: '', mine: [] }
function cached(all: readonly Unsent[], ticketId: number, userId: number): Unsent[] {
  const key = `${ticketId} ${userId}`
  if (shown.all !== all || shown.key !== key)
    shown = { all, key, mine: all.filter((one) => one.ticketId === ticketId && one.userId === userId) }
  return shown.mine
}
