import { afterAll, expect, test } from 'vitest'
import type { SmallPayloads } from '#src/realtime/events.ts'
import { type GatewayBeside, gatewayBeside } from '#test/gateway-beside.ts'
import { startRedisServer } from '#test/redis-server.ts'
import { type Listener, listen } from '#test/room-client.ts'
import { signedIn } from '#test/signed-in.ts'
import { givenTicket } from '#test/tickets.ts'

/** A real one may be tried instead: then nothing is known of what it was asked, and nobody ends it. */
const realUrl = process.env.TEST_REDIS_URL
const redis = await startRedisServer()
afterAll(() => redis[Symbol.asyncDispose]())
const settings = { ROLE: 'api', REDIS_URL: realUrl ?? redis.url }
const { world, maria, joao } = await signedIn(settings)
const PATIENCE = { timeout: 60_000 }

const peopleOf = ({ small }: Listener) =>
  (small.findLast(({ event }) => event === 'presence') as SmallPayloads['presence'] | undefined)?.people ?? []
const seeEachOther = async (...all: Listener[]) => {
  for (const one of all) await expect.poll(() => peopleOf(one).map(({ id }) => id), PATIENCE).toEqual([1, 3])
}
const typingOf = ({ small }: Listener) => small.flatMap((one) => (one.event === 'typing' ? [one.state] : []))
/** Heard once, whatever carries it. */
async function heardTyping(hers: Listener, his: Listener, deal_id: number): Promise<void> {
  const before = typingOf(hers)
  for (const state of ['start', 'stop'] as const) {
    before.push(state)
    await his.ask('typing', { deal_id, state })
    await expect.poll(() => typingOf(hers), PATIENCE).toEqual(before)
  }
}

/** Maria here and João there, looking at a ticket of hers. */
async function twoGateways(): Promise<
  AsyncDisposable & {
    beside: GatewayBeside
    hers: Listener
    his: Listener
    ticket: { id: number }
    deal_id: number
  }
> {
  const ticket = await givenTicket(world)
  const deal_id = Number(ticket.deal_id)
  const beside = await gatewayBeside(world, settings)
  const [hers, his] = [await listen(maria), await listen(beside.as(joao))]
  await hers.joinDeal(deal_id)
  await his.joinDeal(deal_id)
  return {
    ...{ beside, hers, his, ticket, deal_id },
    async [Symbol.asyncDispose]() {
      await hers[Symbol.asyncDispose]()
      await his[Symbol.asyncDispose]()
      await beside[Symbol.asyncDispose]()
    },
  }
}

test('R-18: with REDIS_URL small things go by Redis alone, and events of the database never, so that none is told twice', async () => {
  await using pair = await twoGateways()
  const { hers, his, ticket, deal_id } = pair
  await seeEachOther(hers, his)
  if (!realUrl) await expect.poll(() => redis.commands.includes('PUBLISH'), PATIENCE).toBe(true)
  await his.ask('typing', { deal_id, state: 'start' })
  await hers.hears('typing')
  await joao.post(`/api/v1/tickets/${ticket.id}/messages`, { message: 'Já vamos ver' })
  await hers.hears('new_comment')
  await his.hears('new_comment')
  await hers.hears('typing', ({ state }) => state === 'stop')
  expect(hers.heard.filter(({ event }) => event === 'new_comment')).toHaveLength(1)
  expect(his.heard.filter(({ event }) => event === 'new_comment')).toHaveLength(1)
  expect(typingOf(hers)).toEqual(['start', 'stop'])
  expect(
    new Set(redis.commands).isSubsetOf(new Set(['CLIENT', 'PING', 'SUBSCRIBE', 'PUBLISH', 'XREAD'])),
  ).toBe(true)
})

test('R-18: Redis may be down at the start, come, die, hang and come back; meanwhile signals carry the same', async ({
  skip,
}) => {
  skip(realUrl !== undefined)
  await redis.die()
  await using pair = await twoGateways()
  const { hers, his, deal_id } = pair
  await seeEachOther(hers, his)
  await heardTyping(hers, his, deal_id)
  await redis.comeBack()
  await expect.poll(() => redis.listeners(), PATIENCE).toBe(2)
  await heardTyping(hers, his, deal_id)
  await redis.die()
  await heardTyping(hers, his, deal_id)
  await redis.comeBack()
  await expect.poll(() => redis.listeners(), PATIENCE).toBe(2)
  redis.hang()
  await seeEachOther(hers, his)
  expect(world.log()).toContain('redis is away')
})
