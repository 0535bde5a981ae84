import { createStore } from '../live/store.ts'
import type { NewMessage } from './ticket-api.ts'

/** Said here and not yet answered. It is kept on the device, so that neither a closed tab nor a lost line loses it. */
export type Unsent = {
  /** Sent again with the same one, it is the same message. */
  clientId: string
  ticketId: number
  /** Whose: somebody else may sign in here. */
  userId: number
  message: Omit<NewMessage, 'client_id'>
  filenames: string[]
  saidAtMs: number
  /** Waiting: the line has failed it, or one before it. */
  state: 'sending' | 'waiting' | 'refused'
  why?: string
}
export type NewUnsent = Pick<Unsent, 'ticketId' | 'userId' | 'message' | 'filenames'>

const PREFIX = 'ponte-unsent-'

/** Each is an entry of its own: two tabs that say something at the same time do not write over each other. */
export function createUnsent(storage: Storage) {
  const shown = createStore(readAll(storage))
  const refresh = () => shown.set(readAll(storage))
  const keep = (one: Unsent) => {
    storage.setItem(PREFIX + one.clientId, JSON.stringify(one))
    refresh()
  }
  const find = (clientId: string) => readOne(storage, PREFIX + clientId)
  return {
    all: shown.get,
    use: shown.use,
    refresh,
    keep,
    find,
    /** After all that was said before, even if somebody has set the clock back. */
    add(said: NewUnsent): Unsent {
      const last = readAll(storage).at(-1)
      const saidAtMs = Math.max(Date.now(), (last?.saidAtMs ?? 0) + 1)
      const one: Unsent = { ...said, clientId: crypto.randomUUID(), saidAtMs, state: 'sending' }
      keep(one)
      return one
    },
    /** What is gone was sent, or discarded, in another tab. */
    change(clientId: string, now: Pick<Unsent, 'state' | 'why'>): void {
      const one = find(clientId)
      if (one) keep({ ...one, ...now })
    },
    drop(clientId: string): void {
      storage.removeItem(PREFIX + clientId)
      refresh()
    },
  }
}

const readAll = (storage: Storage): Unsent[] =>
  Array.from({ length: storage.length }, (_, at) => storage.key(at) ?? '')
    .filter((key) => key.startsWith(PREFIX))
    .flatMap((key) => readOne(storage, key) ?? [])
    .sort((one, other) => one.saidAtMs - other.saidAtMs)

function readOne(storage: Storage, key: string): Unsent | null {
  const kept = storage.getItem(key)
  // Ours alone, and in this form.
  return kept === null ? null : (JSON.parse(kept) as Unsent)
}
