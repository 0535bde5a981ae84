import { expect, test } from 'vitest'
import { dayIn } from '#src/tickets/ticket-number.ts'
import type { Document } from '#test/fill-request.ts'
import { plainSocket } from '#test/plain-socket.ts'
import { listen } from '#test/room-client.ts'
import { ASTRO } from '#test/seeds/astro.ts'
import { ES_CHAT } from '#test/seeds/es-chat.ts'
import { IBORA } from '#test/seeds/ibora.ts'
import { RU_SPEC } from '#test/seeds/ru-spec.ts'
import { SEEDS, type SeedRow, type Who } from '#test/seeds/seed-row.ts'
import { signedIn } from '#test/signed-in.ts'

/** What each of the help desks before this one offers, asked for here (section 18 of the feature list). */

const { world, ...people } = await signedIn()
const who: Record<Who, typeof people.maria> = {
  ...people,
  rita: await world.signIn('9001'),
  visitor: world.visitor(),
}
const ROWS: SeedRow[] = [...IBORA, ...ES_CHAT, ...RU_SPEC, ...ASTRO]
/** As section 22 counts them: help desks say themselves how much they offer. */
const ENDPOINTS = { IBORA: 8, 'ES-CHAT': 8, 'RU-SPEC': 11, ASTRO: 33 }

const kept: Record<string, unknown> = {
  url: world.url,
  today: dayIn('America/Sao_Paulo', world.clock.now()),
}
const filled = <T>(value: T): T => {
  if (typeof value === 'string') {
    const [whole] = /^\{(\w+)\}$/.exec(value) ?? []
    if (whole) return kept[whole.slice(1, -1)] as T
    return value.replace(/\{(\w+)\}/g, (_, name: string) => String(kept[name])) as T
  }
  if (Array.isArray(value)) return value.map(filled) as T
  if (value === null || typeof value !== 'object') return value
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, filled(inner)])) as T
}

test('D-03, O-09: no endpoint of the seeds is missing in the table', () => {
  const endpoints = (seed: string) =>
    new Set(ROWS.filter((row) => row.seed === seed).map(({ endpoint }) => endpoint))
  expect(Object.fromEntries(SEEDS.map((seed) => [seed, endpoints(seed).size]))).toEqual(ENDPOINTS)
})

test('D-02, D-03: each is answered by /api/v1, where no path is named after a seed', async () => {
  const { paths } = (await who.visitor.get('/openapi.json')).body as Document
  const isOffered = (method = '', asked = '') =>
    Object.entries(paths).some(
      ([path, operations]) =>
        method.toLowerCase() in operations &&
        new RegExp(`^${path.replace(/\{\w+\}/g, '[^/]+')}$`).test(asked.replace(/\?.*/, '')),
    )
  for (const { ours } of ROWS) {
    expect(ours).toMatch(/^[A-Z]+ \/api\/v1\//)
    expect(isOffered(...(ours.split(' ') as [string, string])), ours).toBe(true)
  }
  expect(Object.keys(paths).filter((path) => /ibora|astro|es-chat|ru-spec/.test(path))).toEqual([])
})

for (const { seed, endpoint, ids, ...row } of ROWS) test(`${seed} ${endpoint} (${ids})`, () => ask(row))

async function ask({ ours, body, status, facts, keeps, ...row }: Omit<SeedRow, 'seed' | 'endpoint' | 'ids'>) {
  const [method = '', path = ''] = ours.split(' ')
  const sent = typeof body === 'function' ? body() : filled(body)
  const answer = await who[row.who].send(method, filled(path), sent, {
    'accept-language': 'en',
    // Theirs have no versions.
    ...(method === 'PATCH' && { 'if-match': '*' }),
  })
  expect(answer.status, answer.text).toBe(status)
  if (facts) expect(answer.body).toMatchObject(facts)
  for (const [name, field] of Object.entries(keeps ?? {}))
    kept[name] = (answer.body as Record<string, unknown>)[field]
}

type Filed = { id: number; deal_id: number }
const filing = { title: 'Ainda sem resposta', description: 'Ninguém respondeu desde ontem à tarde.' }

test('IBORA WS /support/tickets/{id}/chat (R-05, X-05): what is said is stored and heard in the room, and only by whoever may', async () => {
  const { id, deal_id } = (await who.maria.post('/api/v1/tickets', filing)).body as Filed
  await using hers = await listen(who.maria)
  await hers.joinDeal(deal_id)
  await using his = await listen(who.pedro)
  expect(await his.ask('join_deal', { deal_id })).toMatchObject({ ok: false })
  const message = 'Estamos vendo agora.'
  await who.joao.post(`/api/v1/tickets/${id}/messages`, { message })
  const heard = await hers.hears('new_comment')
  expect(heard).toMatchObject({ deal_id, activity: { description: message, created_at: expect.any(String) } })
  expect(JSON.stringify((await who.maria.get(`/api/v1/tickets/${id}`)).body)).toContain(message)
  expect(his.heard).toEqual([])
})

test('RU-SPEC WS /api/v1/support/ws/ticket/{id} (R-06, R-09, X-03): the bridge asks who it is, says what is new, and answers "ping"; the team hears of new tickets', async () => {
  await using board = await plainSocket(who.ana, '/ws/notifications?since_seq=0')
  await board.hears('synced')
  const { id, deal_id } = (await who.maria.post('/api/v1/tickets', filing)).body as Filed
  await expect(plainSocket(who.visitor, `/ws/${deal_id}/1`)).rejects.toThrow('401')
  await using hers = await plainSocket(who.maria, `/ws/${deal_id}/1?since_seq=0`)
  await hers.hears('synced')
  await who.joao.post(`/api/v1/tickets/${id}/messages`, { message: 'Мы смотрим.' })
  expect(await hers.hears('new_comment')).toMatchObject({ deal_id, activity: { description: 'Мы смотрим.' } })
  hers.socket.send('ping')
  await expect.poll(() => hers.frames.some(({ type }) => type === 'pong')).toBe(true)
  await expect
    .poll(() => board.frames.some(({ event, ...frame }) => event === 'new_ticket' && frame.id === id))
    .toBe(true)
})

test('ES-CHAT page /admin/support (G-01): its address leads to the team’s screens', async () => {
  expect(await who.ana.get('/admin/support')).toMatchObject({ status: 302 })
  expect((await fetch(`${world.url}/admin/support`)).url).toBe(`${world.url}/quadro`)
})
