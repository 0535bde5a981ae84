import { createStore } from './store.ts'

/** `live`: what is shown is what the database says. Else `since` is the moment up to which it was; null: not yet. */
export type Live = { state: 'connecting' | 'live' | 'reconnecting' | 'offline'; since: Date | null }

const live = createStore<Live>({ state: 'connecting', since: null })

export const useLive = () => live.use((value) => value)
export const readLive = live.get

/** `heardAt`: what is lost may have been lost for a while before it was noticed. */
export function tellLive(state: Live['state'], heardAt = new Date()): void {
  const before = live.get()
  // The line was good until now.
  const since = state === 'live' ? null : before.state === 'live' ? heardAt : before.since
  if (before.state !== state) live.set({ state, since })
}
