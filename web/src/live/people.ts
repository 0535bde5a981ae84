import type { PeopleThere } from '../../../src/realtime/events.ts'
import { createStore } from './store.ts'

type Person = PeopleThere['people'][number]
type Writing = { id: number; name: string; is_internal: boolean; isWriting: boolean }

const NOBODY: readonly Person[] = []
const there = createStore<ReadonlyMap<number, readonly Person[]>>(new Map())

/** Who looks at a ticket right now, and who writes. */
export const usePeople = (ticketId: number) => there.use((all) => all.get(ticketId) ?? NOBODY)

export function setPeople(ticketId: number, people: readonly Person[]): void {
  there.set(new Map([...there.get(), [ticketId, people]]))
}

/** Who is there is not known without a line. */
export const forgetPeople = () => there.set(new Map())

export function setTyping(ticketId: number, { isWriting, ...who }: Writing): void {
  const others = (there.get().get(ticketId) ?? NOBODY).filter(({ id }) => id !== who.id)
  setPeople(ticketId, [{ ...who, state: isWriting ? 'writing' : 'looking' }, ...others])
}
