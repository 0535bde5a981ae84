import type { InfiniteData, QueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { Problem } from '../api.ts'
import { createStore } from '../live/store.ts'
import { type Message, type NewMessage, type Page, ticketApi } from './ticket-api.ts'

/** Said here and not yet answered. It is kept on the device, so that neither a closed tab nor a lost line loses it. */
export type Unsent = {
  /** Sent again with the same one, it is the same message. */
  clientId: string
  ticketId: number
  /** Whose: somebody else may sign in here. */
  userId: number
  message: Omit<NewMessage, 'client_id'>
  filenames: string[]
  saidAt: string
  state: 'sending' | 'waiting' | 'refused'
  why?: string
}

const KEY = 'ponte-outbox'
const TRY_AGAIN_MS = 10_000

const outbox = createStore<readonly Unsent[]>(readKept())
// Said in another tab of this browser.
addEventListener('storage', ({ key }) => key === KEY && outbox.set(readKept()))
/** Of tickets that were over for so long that what was said on them began a new one: that one. */
const followUps = createStore<ReadonlyMap<number, number>>(new Map())
const underWay = new Set<string>()

export const useUnsent = (ticketId: number, userId: number) =>
  outbox.use((all) => cached(all, ticketId, userId))

export const useFollowUp = (ticketId: number) => followUps.use((all) => all.get(ticketId) ?? null)

export function sendMessage(
  queryClient: QueryClient,
  said: Pick<Unsent, 'ticketId' | 'userId' | 'message' | 'filenames'>,
): void {
  const unsent: Unsent = {
    ...said,
    clientId: crypto.randomUUID(),
    saidAt: new Date().toISOString(),
    state: 'sending',
  }
  keep([...outbox.get(), unsent])
  void send(queryClient, unsent)
}

export function sendAgain(queryClient: QueryClient, clientId: string): void {
  const unsent = outbox.get().find((one) => one.clientId === clientId)
  if (unsent) void send(queryClient, unsent)
}

export function discard(clientId: string): void {
  keep(outbox.get().filter((one) => one.clientId !== clientId))
}

/** What waits for the line is tried again while its page is open. */
export function useOutbox(queryClient: QueryClient, ticketId: number, userId: number): void {
  useEffect(() => {
    const tryAll = () => {
      for (const one of outbox.get())
        if (one.ticketId === ticketId && one.userId === userId && one.state !== 'refused')
          void send(queryClient, one)
    }
    tryAll()
    const timer = setInterval(tryAll, TRY_AGAIN_MS)
    window.addEventListener('online', tryAll)
    return () => {
      clearInterval(timer)
      window.removeEventListener('online', tryAll)
    }
  }, [queryClient, ticketId, userId])
}

async function send(queryClient: QueryClient, { clientId, ticketId, message }: Unsent): Promise<void> {
  if (underWay.has(clientId)) return
  underWay.add(clientId)
  change(clientId, { state: 'sending' })
  try {
    const said = await ticketApi.say(ticketId, { ...message, client_id: clientId })
    putIntoTimeline(queryClient, said)
    if (said.ticket_id !== ticketId) followUps.set(new Map(followUps.get()).set(ticketId, said.ticket_id))
    discard(clientId)
    void queryClient.invalidateQueries({ queryKey: ['ticket', ticketId] })
  } catch (error) {
    const isNo = error instanceof Problem && error.status >= 400 && error.status < 500 && error.status !== 429
    change(clientId, isNo ? { state: 'refused', why: error.message } : { state: 'waiting' })
  } finally {
    underWay.delete(clientId)
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

function change(clientId: string, now: Pick<Unsent, 'state' | 'why'>): void {
  keep(outbox.get().map((one) => (one.clientId === clientId ? { ...one, ...now } : one)))
}

function keep(all: readonly Unsent[]): void {
  outbox.set(all)
  localStorage.setItem(KEY, JSON.stringify(all))
}

function readKept(): Unsent[] {
  const kept = localStorage.getItem(KEY)
  // Ours alone, and in this form.
  const all = kept ? (JSON.parse(kept) as Unsent[]) : []
  return all.map((one) => (one.state === 'sending' ? { ...one, state: 'waiting' } : one))
}

/** The same array for the same state, or React would draw for ever. */
let shown: { all: readonly Unsent[]; key: string; mine: Unsent[] } = { all: [], key: '', mine: [] }
function cached(all: readonly Unsent[], ticketId: number, userId: number): Unsent[] {
  const key = `${ticketId} ${userId}`
  if (shown.all !== all || shown.key !== key)
    shown = { all, key, mine: all.filter((one) => one.ticketId === ticketId && one.userId === userId) }
  return shown.mine
}
