import { expect, test } from 'vitest'
import { CrmError } from '#src/providers/crm-provider.ts'
import { createCallQueue, type QueueObserver } from './call-queue.ts'
import type { Outcome } from './rest-client.ts'

const WRITE = { priority: 'people', isWrite: true } as const

/** A portal whose one answer is held back until the test lets it go. */
function heldBack(observer?: QueueObserver) {
  const asked = Promise.withResolvers<void>()
  const answer = Promise.withResolvers<Outcome>()
  let calls = 0
  const one = () => {
    calls += 1
    asked.resolve()
    return answer.promise
  }
  const queue = createCallQueue({
    client: { one, batch: () => Promise.reject(new Error('one call makes no batch')) },
    bucket: { take: async () => 0, overflow: async () => undefined },
    clock: () => new Date(),
    ...(observer && { observer }),
  })
  return { queue, asked: asked.promise, answer: answer.resolve, calls: () => calls }
}

test('a write that is answered while the gateway stops is told as done, or it would be done again', async () => {
  const { queue, asked, answer } = heldBack()
  const writing = queue.call('crm.item.add', {}, WRITE)
  await asked
  queue.close()
  answer({ answer: { result: 7 } })
  expect(await writing).toEqual({ result: 7 })
})

test('a write whose fate is unknown stays that, though the gateway stops', async () => {
  const { queue, asked, answer, calls } = heldBack()
  const writing = queue.call('crm.item.add', {}, WRITE)
  await asked
  queue.close()
  answer({ failure: new CrmError('unknown', 'no-answer', 'nothing came') })
  await expect(writing).rejects.toMatchObject({ outcome: 'unknown' })
  expect(calls()).toBe(1)
})

test('what still waits when the gateway stops was not sent, and is told as refused', async () => {
  const { queue } = heldBack()
  queue.close()
  await expect(queue.call('crm.item.add', {}, WRITE)).rejects.toMatchObject({
    outcome: 'refused',
    code: 'closed',
  })
})

test('a read that is asked for while the same is under way is read again: it may be about what changed since', async () => {
  const { queue, asked, answer, calls } = heldBack()
  const read = () => queue.call('crm.item.get', { id: 7401 }, { priority: 'people' })
  const first = read()
  await asked
  const second = read()
  answer({ answer: { result: 7 } })
  await Promise.all([first, second])
  expect(calls()).toBe(2)
})

test('a portal whose own people have blocked us is left alone, and that is told as something for a person', async () => {
  const states: string[] = []
  const stateChanged = (state: string) => void states.push(state)
  const { queue, asked, answer, calls } = heldBack({
    left: () => undefined,
    ended: () => undefined,
    stateChanged,
  })
  const call = () => queue.call('crm.item.add', {}, WRITE).catch((error: CrmError) => error)
  const first = call()
  await asked
  answer({ failure: new CrmError('refused', 'overloaded', 'REST API is blocked due to overload.') })
  expect(await first).toMatchObject({ code: 'overloaded' })
  expect(await call()).toMatchObject({ code: 'overloaded', retryAt: expect.any(Date) })
  expect(calls()).toBe(1)
  expect([queue.state(), states]).toEqual(['stopped', ['stopped']])
})

test('a CRM that turns us away at the door is told as something for a person, until it lets us in', async () => {
  let code = 'access-revoked'
  const queue = createCallQueue({
    client: {
      one: async () =>
        code === '' ? { answer: { result: 7 } } : { failure: new CrmError('refused', code, 'no') },
      batch: () => Promise.reject(new Error('one call makes no batch')),
    },
    bucket: { take: async () => 0, overflow: async () => undefined },
    clock: () => new Date(),
  })
  const call = () => queue.call('profile', {}, WRITE).catch(() => undefined)
  for (code of ['access-revoked', 'not-connected', 'portal-moved']) {
    await call()
    expect(queue.state(), code).toBe('stopped')
  }
  code = ''
  await call()
  expect(queue.state()).toBe('up')
})

test('a batch that is cut for taking too long is made again in halves, which grow back once they are answered', async () => {
  const sizes: number[] = []
  let most = 20
  let isOpen = false
  const queue = createCallQueue({
    client: {
      one: async () => ({ answer: { result: 1 } }),
      async batch(calls) {
        sizes.push(calls.length)
        const cut = new CrmError('unknown', 'no-answer', 'cut after 60 s')
        const outcome: Outcome = calls.length > most ? { failure: cut } : { answer: { result: 1 } }
        return { outcomes: calls.map(() => outcome), whole: outcome }
      },
    },
    // Until everybody waits there is no place.
    bucket: { take: async () => (isOpen ? 0 : 1), overflow: async () => undefined },
    clock: () => new Date(),
    retries: 0,
  })
  const round = async () => {
    sizes.length = 0
    isOpen = false
    const reads = Array.from({ length: 50 }, (_, id) =>
      queue.call('crm.item.get', { id }, { priority: 'people' }),
    )
    isOpen = true
    await Promise.allSettled(reads)
    return sizes
  }
  expect(await round()).toEqual([50])
  expect((await round())[0]).toBe(25)
  expect((await round())[0]).toBeLessThanOrEqual(25)
  most = 50
  await round()
  await round()
  expect(await round()).toEqual([50])
})

test('people never wait for the places that background work lacks, and background work has its turn among them', async () => {
  const left: string[] = []
  const queue = createCallQueue({
    client: {
      async one({ method }) {
        left.push(method)
        return { answer: { result: 1 } }
      },
      batch: () => Promise.reject(new Error('they all go alone')),
    },
    // What is reserved for people is free, and what is left to background work is not.
    bucket: {
      take: async (priority) => (priority === 'people' ? 0 : 60_000),
      overflow: async () => undefined,
    },
    clock: () => new Date(),
  })
  const call = (method: string, priority: 'people' | 'background') =>
    queue.call(method, {}, { priority, isWrite: true, isAlone: true })
  const backfill = call('backfill', 'background')
  await Promise.all(Array.from({ length: 8 }, () => call('ticket', 'people')))
  await backfill
  expect(left).toEqual([...Array(3).fill('ticket'), 'backfill', ...Array(5).fill('ticket')])
})

test('where all that waits is of one blocked method, that one is paused, and the others still leave together', async () => {
  const sizes: number[] = []
  let isOpen = false
  const blocked: Outcome = { failure: new CrmError('refused', 'method-blocked', 'no time left') }
  const queue = createCallQueue({
    client: {
      one: () => Promise.reject(new Error('they all leave together')),
      async batch(calls) {
        sizes.push(calls.length)
        const answered: Outcome = { answer: { result: 1 } }
        const outcomes = calls.map(({ method }) => (method === 'crm.item.add' ? blocked : answered))
        return { outcomes, whole: answered }
      },
    },
    bucket: { take: async () => (isOpen ? 0 : 1), overflow: async () => undefined },
    clock: () => new Date(),
  })
  const ten = (method: string) => {
    isOpen = false
    const calls = Array.from({ length: 10 }, (_, id) => queue.call(method, { id }, WRITE))
    isOpen = true
    return Promise.allSettled(calls)
  }
  await ten('crm.item.add')
  const updates = await ten('crm.item.update')
  expect(updates.map(({ status }) => status)).toEqual(Array(10).fill('fulfilled'))
  expect(sizes).toEqual([10, 10])
  await ten('crm.item.add')
  expect(sizes, 'the blocked one is not asked').toEqual([10, 10])
})

test('after a batch that was too large the next ones are half as many', async () => {
  const sizes: number[] = []
  let isOpen = false
  const tooLarge: Outcome = { failure: new CrmError('refused', 'batch-too-large', '413') }
  const queue = createCallQueue({
    client: {
      one: () => Promise.reject(new Error('they all leave together')),
      async batch(calls) {
        sizes.push(calls.length)
        const outcome: Outcome = calls.length > 20 ? tooLarge : { answer: { result: 1 } }
        return { outcomes: calls.map(() => outcome), whole: outcome }
      },
    },
    bucket: { take: async () => (isOpen ? 0 : 1), overflow: async () => undefined },
    clock: () => new Date(),
    retries: 0,
  })
  for (const expected of [[40], [20, 20]]) {
    sizes.length = 0
    isOpen = false
    const adds = Array.from({ length: 40 }, (_, id) => queue.call('crm.item.add', { id }, WRITE))
    isOpen = true
    await Promise.allSettled(adds)
    expect(sizes).toEqual(expected)
  }
  expect(queue.state()).toBe('up')
})

test('a CRM that refuses one of many at the door, and lets the others in, is up', async () => {
  const refused: Outcome = { failure: new CrmError('refused', 'access-revoked', 'no') }
  const answered: Outcome = { answer: { result: 7 } }
  let places = 0
  const queue = createCallQueue({
    client: {
      one: async () => answered,
      batch: async (calls) => ({
        outcomes: calls.map((_, index) => (index === 0 ? refused : answered)),
        whole: answered,
      }),
    },
    // Until both wait there is no place.
    bucket: { take: async () => (places++ > 0 ? 0 : 1), overflow: async () => undefined },
    clock: () => new Date(),
  })
  const both = await Promise.allSettled([1, 2].map((id) => queue.call('profile', { id }, WRITE)))
  expect(both.map(({ status }) => status)).toEqual(['rejected', 'fulfilled'])
  expect(queue.state()).toBe('up')
})
