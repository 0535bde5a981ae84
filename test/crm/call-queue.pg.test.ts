import { describe, expect, test } from 'vitest'
import type { CrmError } from '#src/providers/crm-provider.ts'
import { openCrm } from './crm.ts'

const PEOPLE = { priority: 'people' } as const
const BACKGROUND = { priority: 'background' } as const
const ADD = { entityTypeId: 2, fields: { title: 'Chamado', categoryId: 19 } }

const failureOf = (promise: Promise<unknown>) =>
  promise.then(
    () => null,
    (error: unknown) => error as CrmError,
  )

test('with places free a call leaves at once and alone', async () => {
  await using crm = await openCrm()
  const { queue } = crm.gateway()
  const { result } = await queue.call('profile', {}, PEOPLE)
  expect(result).toMatchObject({ ID: '1' })
  await queue.call('server.time', {}, BACKGROUND)
  expect(await crm.requests()).toMatchObject([
    { method: 'profile', batch: 0 },
    { method: 'server.time', batch: 0 },
  ])
})

test('W-06: calls that have to wait leave together, each with an outcome of its own', async () => {
  await using crm = await openCrm({ rate: 20, burst: 3 })
  const { queue } = crm.gateway()
  await queue.call('server.time', {}, PEOPLE)
  await crm.portal.control('DELETE', 'requests')
  const ids = [7401, 1, 7402, 7403]
  const outcomes = await Promise.all(
    ids.map((id) =>
      queue.call('crm.item.get', { entityTypeId: 2, id }, PEOPLE).catch((error: CrmError) => error),
    ),
  )
  expect(outcomes).toMatchObject([
    { result: { item: { id: 7401 } } },
    { outcome: 'rejected', code: 'not-found' },
    { result: { item: { id: 7402 } } },
    { result: { item: { id: 7403 } } },
  ])
  expect((await crm.requests()).map(({ batch }) => batch)).toEqual([4])
})

test('what a query cannot say, and files, go alone', async () => {
  await using crm = await openCrm({ rate: 50, burst: 3 })
  const { queue } = crm.gateway()
  const [root] = (await queue.call('disk.storage.getlist', {}, PEOPLE)).result as { ROOT_OBJECT_ID: string }[]
  await crm.portal.control('DELETE', 'requests')
  const write = { ...PEOPLE, isWrite: true }
  await Promise.all([
    queue.call('crm.item.update', { entityTypeId: 2, id: 7401, fields: { contactIds: [] } }, write),
    queue.call('disk.folder.uploadfile', { id: Number(root?.ROOT_OBJECT_ID) }, { ...write, isAlone: true }),
    queue.call('server.time', {}, PEOPLE),
  ])
  expect((await crm.requests()).map(({ method }) => method).sort()).toEqual([
    'crm.item.update',
    'disk.folder.uploadfile',
    'server.time',
  ])
})

test('reads that ask the same while they wait are one', async () => {
  await using crm = await openCrm()
  const { queue } = crm.gateway()
  const same = Array.from({ length: 5 }, () =>
    queue.call('crm.item.get', { entityTypeId: 2, id: 7401 }, PEOPLE),
  )
  expect(new Set(await Promise.all(same)).size).toBe(1)
  expect(await crm.requests()).toMatchObject([{ method: 'crm.item.get', batch: 0 }])
})

test('I5: several gateways together never send more than the bucket holds, and the portal refuses nothing', async () => {
  const limits = { rate: 10, burst: 12 }
  await using crm = await openCrm(limits)
  await crm.portal.control('PUT', 'limits', { enabled: true, ...limits })
  const gateways = [crm.gateway(), crm.gateway(), crm.gateway()]
  const adds = gateways.flatMap(({ queue }) =>
    Array.from({ length: 400 }, () => queue.call('crm.item.add', ADD, { ...BACKGROUND, isWrite: true })),
  )
  await Promise.all(adds)
  const requests = await crm.requests()
  expect(requests.filter(({ status }) => status !== 200)).toEqual([])
  const [first] = requests
  for (const [index, { at }] of requests.entries())
    expect(index + 1).toBeLessThanOrEqual(limits.burst + limits.rate * (at - (first?.at ?? at)) + 0.001)
  expect(await crm.portal.control('GET', 'counts')).toMatchObject({ deals: 1_240 })
})

test('background work leaves a part of the bucket to people', async () => {
  await using crm = await openCrm({ rate: 0.01, burst: 12 })
  const { queue } = crm.gateway()
  const { promise: sevenDone, resolve } = Promise.withResolvers<void>()
  let done = 0
  for (let index = 0; index < 9; index++)
    void queue
      .call('crm.item.get', { entityTypeId: 2, id: 7401 + index }, { ...BACKGROUND, isAlone: true })
      .then(
        () => {
          done += 1
          if (done === 7) resolve()
        },
        () => undefined,
      )
  await sevenDone
  for (let index = 0; index < 3; index++) await queue.call('server.time', { index }, PEOPLE)
  expect(done).toBe(7)
})

test('a portal that is fuller than we thought is believed, and nothing is lost by it', async () => {
  await using crm = await openCrm({ rate: 50, burst: 50 })
  await crm.portal.control('PUT', 'limits', { enabled: true, rate: 20, burst: 5 })
  const { queue } = crm.gateway()
  const alone = { ...PEOPLE, isWrite: true, isAlone: true }
  await Promise.all(Array.from({ length: 12 }, () => queue.call('crm.item.add', ADD, alone)))
  expect(await crm.portal.control('GET', 'counts')).toMatchObject({ deals: 52 })
})

test('through a storm of refusals every write is done, and done once', async () => {
  await using crm = await openCrm({ rate: 100, burst: 60, retries: 0 })
  const { queue } = crm.gateway()
  const storm = { effect: 'status', code: 503, error: 'QUERY_LIMIT_EXCEEDED', probability: 0.4 }
  await crm.portal.control('PUT', 'faults', [
    { match: { method: 'crm.item.add' }, ...storm },
    { match: { method: 'batch' }, ...storm },
  ])
  const isRefused = (error: CrmError) => error.outcome === 'refused'
  async function add(): Promise<unknown> {
    const done = await queue
      .call('crm.item.add', ADD, { ...BACKGROUND, isWrite: true })
      .catch((error: CrmError) => error)
    if (!(done instanceof Error)) return done
    expect(done).toSatisfy(isRefused)
    return add()
  }
  await Promise.all(Array.from({ length: 300 }, add))
  expect(await crm.portal.control('GET', 'counts')).toMatchObject({ deals: 340 })
})

test('what is left of the seconds of a method that is nearly used up is for people', async () => {
  await using crm = await openCrm()
  await crm.portal.control('PUT', 'limits', {
    enabled: true,
    burst: 1_000,
    operating: { limitSeconds: 480, costSeconds: { 'crm.item.list': 400 } },
  })
  const { queue } = crm.gateway()
  const list = (start: number, calling: typeof PEOPLE | typeof BACKGROUND) =>
    queue.call('crm.item.list', { entityTypeId: 2, start }, calling)
  await list(0, BACKGROUND)
  expect(await failureOf(list(50, BACKGROUND))).toMatchObject({
    code: 'method-blocked',
    retryAt: expect.any(Date),
  })
  expect((await list(50, PEOPLE)).result).toMatchObject({ items: [] })
  await queue.call('crm.item.get', { entityTypeId: 2, id: 7401 }, BACKGROUND)
})

describe('what happened to a call that failed', () => {
  const fault = (effect: string, more: object = {}) => [
    { match: { method: 'crm.item.add' }, effect, times: 1, ...more },
  ]

  test('a write whose answer got lost is unknown, and is not made again', async () => {
    await using crm = await openCrm()
    const { queue } = crm.gateway()
    for (const effect of ['lost-answer', 'reset', 'truncate', 'garbage']) {
      await crm.portal.control('PUT', 'faults', fault(effect))
      const error = await failureOf(queue.call('crm.item.add', ADD, { ...PEOPLE, isWrite: true }))
      expect([effect, error?.outcome]).toEqual([effect, 'unknown'])
    }
    expect(await crm.portal.control('GET', 'counts')).toMatchObject({ deals: 43 })
  })

  test('a write that was refused is made again, until it is done once', async () => {
    await using crm = await openCrm()
    const { queue } = crm.gateway()
    await crm.portal.control(
      'PUT',
      'faults',
      fault('status', { code: 503, error: 'QUERY_LIMIT_EXCEEDED', times: 2 }),
    )
    await queue.call('crm.item.add', ADD, { ...PEOPLE, isWrite: true })
    expect(await crm.portal.control('GET', 'counts')).toMatchObject({ deals: 41 })
  })

  test('a read is made again whatever happened', async () => {
    await using crm = await openCrm()
    const { queue } = crm.gateway()
    const match = { method: 'server.time' }
    await crm.portal.control('PUT', 'faults', [
      { match, effect: 'reset', times: 1 },
      { match, effect: 'garbage', times: 1, after: 1 },
    ])
    expect((await queue.call('server.time', {}, PEOPLE)).result).toMatch(/^2/)
  })

  test('a hanging portal is given up on, and a write that hung is unknown', async () => {
    await using crm = await openCrm({ longestRequestMs: 200 })
    const { queue } = crm.gateway()
    await crm.portal.control('PUT', 'faults', fault('hang'))
    const error = await failureOf(queue.call('crm.item.add', ADD, { ...PEOPLE, isWrite: true }))
    expect(error).toMatchObject({ outcome: 'unknown', code: 'no-answer' })
  })

  test('a blocked method says until when, and the others go on', async () => {
    await using crm = await openCrm()
    const { queue } = crm.gateway()
    await crm.portal.control('PUT', 'limits', {
      enabled: true,
      burst: 1_000,
      operating: { limitSeconds: 5, costSeconds: { 'crm.item.list': 6 } },
    })
    const list = (start: number) => queue.call('crm.item.list', { entityTypeId: 2, start }, BACKGROUND)
    const { operatingResetAt } = await list(0)
    const error = await failureOf(list(50))
    expect(error).toMatchObject({ outcome: 'refused', code: 'method-blocked' })
    await crm.portal.control('DELETE', 'requests')
    expect(await failureOf(list(100))).toMatchObject({ retryAt: operatingResetAt })
    expect(await crm.requests(), 'it is not even asked').toEqual([])
    await queue.call('crm.item.get', { entityTypeId: 2, id: 7401 }, PEOPLE)
  })

  test('a CRM that is away is told so at once, and is found again when it is back', async () => {
    await using crm = await openCrm({ retries: 0 })
    const { queue } = crm.gateway()
    await crm.portal.control('PUT', 'faults', [{ match: { method: '*' }, effect: 'reset' }])
    for (let time = 0; time < 5; time++) await failureOf(queue.call('profile', { time }, PEOPLE))
    expect(queue.state()).toBe('away')
    expect(await failureOf(queue.call('profile', {}, PEOPLE))).toMatchObject({
      code: 'crm-away',
      outcome: 'refused',
    })
    await crm.portal.control('PUT', 'faults', [])
    while (queue.state() === 'away') await failureOf(queue.call('profile', {}, PEOPLE))
    expect((await queue.call('profile', {}, PEOPLE)).result).toMatchObject({ ID: '1' })
  })

  test('W-02: no error bears the address, which holds the secret', async () => {
    await using crm = await openCrm({ retries: 0 })
    const { queue } = crm.gateway()
    const texts: string[] = []
    for (const effect of ['reset', 'truncate', 'garbage', 'lost-answer']) {
      await crm.portal.control('PUT', 'faults', fault(effect))
      const error = await failureOf(queue.call('crm.item.add', ADD, { ...PEOPLE, isWrite: true }))
      texts.push(JSON.stringify(error, Object.getOwnPropertyNames(error ?? {})), String(error?.cause))
    }
    expect(texts.join(' ')).not.toContain('/rest/1/')
  })
})
