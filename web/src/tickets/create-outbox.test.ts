import { expect, test } from 'vitest'
import { createOutbox, type Delivery } from './create-outbox.ts'
import { createUnsent } from './unsent.ts'

const MARIA = 1
const PEDRO = 2
const said = (text: string, { ticketId = 7, userId = MARIA } = {}) => ({
  ...{ ticketId, userId, filenames: [] },
  message: { message: text },
})

/** What a browser keeps, for all of its tabs. */
function device(): Storage {
  const kept = new Map<string, string>()
  return {
    get length() {
      return kept.size
    },
    key: (at) => [...kept.keys()][at] ?? null,
    getItem: (key) => kept.get(key) ?? null,
    setItem: (key, value) => void kept.set(key, value),
    removeItem: (key) => void kept.delete(key),
    clear: () => kept.clear(),
  }
}

/** One at a time of each name, over all tabs. */
function locks() {
  const last = new Map<string, Promise<unknown>>()
  return <T>(name: string, work: () => Promise<T>): Promise<T> => {
    const mine = (last.get(name) ?? Promise.resolve()).then(work)
    last.set(name, mine)
    return mine
  }
}

/** A tab, and a gateway that answers when it is told to. */
function tab({ storage = device(), alone = locks(), signedIn = MARIA } = {}) {
  const asked: { text: string; answer: (delivery: Delivery) => void }[] = []
  const unsent = createUnsent(storage)
  const who = { signedIn }
  const outbox = createOutbox({
    unsent,
    alone,
    isSignedIn: (userId) => userId === who.signedIn,
    deliver: ({ message }) => new Promise((answer) => asked.push({ text: message.message, answer })),
  })
  const settled = () => new Promise((resolve) => setImmediate(resolve))
  return {
    ...{ outbox, unsent, storage, who, settled },
    asked: () => asked.map(({ text }) => text),
    async answers(delivery: Delivery) {
      asked.shift()?.answer(delivery)
      await settled()
    },
    states: () => unsent.all().map(({ message, state }) => `${message.message}: ${state}`),
  }
}

test('what is said on a ticket goes out in its order, one answered before the next; other tickets do not wait for it', async () => {
  const { outbox, asked, answers, unsent, settled } = tab()
  for (const text of ['one', 'two', 'three']) outbox.send(said(text))
  outbox.send(said('elsewhere', { ticketId: 8 }))
  await settled()
  expect(asked()).toEqual(['one', 'elsewhere'])
  await answers({ is: 'said' })
  expect(asked()).toEqual(['elsewhere', 'two'])
  await answers({ is: 'said' })
  await answers({ is: 'said' })
  await answers({ is: 'said' })
  expect(asked()).toEqual([])
  expect(unsent.all()).toEqual([])
})

test('without a line all that was said on the ticket waits, and goes out in its order when it is tried again', async () => {
  const { outbox, asked, answers, states, settled } = tab()
  outbox.send(said('one'))
  outbox.send(said('two'))
  await settled()
  await answers({ is: 'waiting' })
  expect(states()).toEqual(['one: waiting', 'two: waiting'])
  expect(asked(), 'the second does not overtake the first').toEqual([])
  outbox.sendAll(MARIA)
  outbox.sendAll(MARIA)
  await settled()
  expect(asked(), 'once').toEqual(['one'])
  await answers({ is: 'said' })
  expect(asked()).toEqual(['two'])
})

test('what is refused holds up nothing, and is sent again only by its author', async () => {
  const { outbox, asked, answers, unsent, states, settled } = tab()
  outbox.send(said('one'))
  outbox.send(said('two'))
  await settled()
  await answers({ is: 'refused', why: 'no' })
  expect(asked()).toEqual(['two'])
  await answers({ is: 'said' })
  outbox.sendAll(MARIA)
  await settled()
  expect([asked(), states()]).toEqual([[], ['one: refused']])
  outbox.sendAgain(unsent.all()[0]?.clientId ?? '')
  await settled()
  expect(asked()).toEqual(['one'])
})

test('what one person said is kept over a reload, and never sent while somebody else is signed in', async () => {
  const before = tab()
  before.outbox.send(said('one'))
  await before.settled()
  const after = tab({ storage: before.storage, signedIn: PEDRO })
  expect(after.states()).toEqual(['one: sending'])
  after.outbox.sendAll(MARIA)
  after.outbox.sendAll(PEDRO)
  await after.settled()
  expect(after.asked()).toEqual([])
  after.who.signedIn = MARIA
  after.outbox.sendAll(MARIA)
  await after.settled()
  expect(after.asked()).toEqual(['one'])
})

test('somebody else who signs in between two of them is not asked to send the second', async () => {
  const { outbox, asked, answers, who, states, settled } = tab()
  outbox.send(said('one'))
  outbox.send(said('two'))
  await settled()
  who.signedIn = PEDRO
  await answers({ is: 'said' })
  expect([asked(), states()]).toEqual([[], ['two: sending']])
})

test('two tabs lose nothing of each other, keep the order, and send each message once', async () => {
  const shared = { storage: device(), alone: locks() }
  const [here, there] = [tab(shared), tab(shared)]
  here.outbox.send(said('one'))
  there.outbox.send(said('two'))
  await here.settled()
  expect([here.asked(), there.asked()]).toEqual([['one'], []])
  await here.answers({ is: 'said' })
  // Whichever has its turn, in one of them.
  expect([...here.asked(), ...there.asked()]).toEqual(['two'])
  await here.answers({ is: 'said' })
  await there.answers({ is: 'said' })
  here.outbox.sendAll(MARIA)
  there.outbox.sendAll(MARIA)
  await here.settled()
  expect([...here.asked(), ...there.asked()]).toEqual([])
  expect(here.unsent.all()).toEqual([])
})
