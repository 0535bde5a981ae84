import { createStore } from '../live/store.ts'
import type { createUnsent, NewUnsent, Unsent } from './unsent.ts'

/** Waiting: nobody answered, and it is not known whether it has arrived. */
export type Delivery = { is: 'said' } | { is: 'refused'; why: string } | { is: 'waiting' }
type Needs = {
  unsent: ReturnType<typeof createUnsent>
  /** What one person said is sent by nobody else. */
  isSignedIn(userId: number): boolean
  /** While nobody else does what has this name, in any tab. */
  alone<T>(name: string, work: () => Promise<T>): Promise<T>
  deliver(one: Unsent): Promise<Delivery>
}

/** What was said goes out one after the other on each ticket, in the order in which it was said. */
export function createOutbox({ unsent, isSignedIn, alone, deliver }: Needs) {
  const atWork = new Set<string>()
  const trying = createStore<ReadonlySet<string>>(new Set())
  const nextOf = (userId: number, ticketId: number) =>
    unsent.all().find((one) => one.userId === userId && one.ticketId === ticketId && one.state !== 'refused')

  async function sendOn(userId: number, ticketId: number): Promise<void> {
    const name = `ponte-outbox-${userId}-${ticketId}`
    if (atWork.has(name)) return
    atWork.add(name)
    const isLineGood = await alone(name, () => sendInOrder(userId, ticketId)).finally(() =>
      atWork.delete(name),
    )
    // Said in the moment in which the last one was answered.
    if (isLineGood && nextOf(userId, ticketId)) await sendOn(userId, ticketId)
  }

  async function sendInOrder(userId: number, ticketId: number): Promise<boolean> {
    for (;;) {
      // Another tab may have sent it while this one waited for its turn.
      unsent.refresh()
      const next = nextOf(userId, ticketId)
      if (!next) return true
      if (!isSignedIn(userId)) return false
      const { clientId } = next
      trying.set(new Set(trying.get()).add(clientId))
      const delivery = await deliver(next).finally(() =>
        trying.set(new Set([...trying.get()].filter((other) => other !== clientId))),
      )
      if (delivery.is === 'said') unsent.drop(clientId)
      else if (delivery.is === 'refused') unsent.change(clientId, { state: 'refused', why: delivery.why })
      else {
        for (const one of unsent.all())
          if (one.userId === userId && one.ticketId === ticketId && one.state === 'sending')
            unsent.change(one.clientId, { state: 'waiting' })
        return false
      }
    }
  }

  return {
    /** Of which an answer is awaited right now: it cannot be taken back. */
    useIsTrying: (clientId: string) => trying.use((all) => all.has(clientId)),
    send(said: NewUnsent): void {
      const { userId, ticketId } = unsent.add(said)
      void sendOn(userId, ticketId)
    },
    sendAgain(clientId: string): void {
      const one = unsent.find(clientId)
      if (!one) return
      unsent.change(clientId, { state: 'sending' })
      void sendOn(one.userId, one.ticketId)
    },
    sendAll(userId: number): void {
      const own = unsent.all().filter((one) => one.userId === userId)
      for (const ticketId of new Set(own.map((one) => one.ticketId))) void sendOn(userId, ticketId)
    },
  }
}
