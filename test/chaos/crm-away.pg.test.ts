import { randomUUID } from 'node:crypto'
import * as fs from 'node:fs'
import * as os from 'node:os'
import * as path from 'node:path'
import { describe, expect, inject, test } from 'vitest'
import { createGateway } from '#src/app.ts'
import { DEMO_PASSWORD } from '#src/embedded/demo-people.ts'
import { PLACES } from '#src/jobs/lanes.ts'
import { createLog } from '#src/log.ts'
import { createPatience } from '#src/tickets/patience.ts'
import { Client } from '#test/client.ts'
import { filedTicket } from '#test/filed-ticket.ts'
import { formOf } from '#test/files/samples.ts'
import { type CrmState, readCrm } from '#test/invariants/crm-state.ts'
import { type AcceptedTicket, oneDealEach } from '#test/invariants/one-deal-each.ts'
import { readRequests, withinLimits } from '#test/invariants/within-limits.ts'
import { withDatabase } from '#test/postgres.ts'
import { freePorts, waitUntil } from '#test/process.ts'
import { testConfig } from '#test/settings.ts'
import { takesLess } from '#test/takes-less.ts'
import { untilAway } from '#test/until-away.ts'
import { createWorld, type World } from '#test/world.ts'
import { settleAll, tryAgain } from './pass-time.ts'

const IS_WHOLE = process.env.CHAOS === 'full'
const TICKETS = IS_WHOLE ? 1_000 : 100
const AT_ONCE = 8
/** Each of them takes seconds: reads are made again before they count as failed. */
const TRIES_WHILE_AWAY = IS_WHOLE ? 20 : 2
/** Twenty times an ordinary portal, so that it fits into a test. */
const SCALE = { rate: 40, burst: 1_000 }
const WAIT_MS = 100

const AWAY = {
  'nobody listens': { effect: 'reset' },
  'it answers with an error page': { effect: 'status', code: 502 },
} as const

type Answered = { id: number; ticket_number: string; deal_id: number | null; crm_status: string }

for (const [how, fault] of Object.entries(AWAY).slice(0, IS_WHOLE ? 2 : 1))
  test(`W-09: the CRM is away for an hour (${how}): every ticket is accepted, and is in the CRM once afterwards`, async () => {
    await using world = await createWorld({
      CRM_RATE: String(SCALE.rate),
      CRM_BURST: String(SCALE.burst),
      CRM_WAIT_MS: String(WAIT_MS),
    })
    await world.control('PUT', 'limits', { enabled: true, ...SCALE })
    const maria = await world.signIn('1001')
    await world.control('PUT', 'faults', [{ match: { method: '*' }, ...fault }])

    const accepted: AcceptedTicket[] = []
    let next = 0
    await Promise.all(
      Array.from({ length: AT_ONCE }, async () => {
        while (next < TICKETS) accepted.push(await filesTicket(maria, ++next))
      }),
    )
    expect(new Set(accepted.map(({ ticketNumber }) => ticketNumber)).size).toBe(TICKETS)
    await world.sql`update jobs set promised_at = promised_at - interval '1 hour'`
    await tryAgain(world.sql, TRIES_WHILE_AWAY)
    const [dead] = await world.sql`select count(*)::int as jobs from jobs where state = 'dead'`
    expect(dead, 'an hour is no reason to give up').toEqual({ jobs: 0 })
    expect((await readCrm(world.sandbox.url)).deals).toEqual([])

    await world.control('PUT', 'faults', [])
    const fresh = await filesTicket(maria, ++next)
    accepted.push(fresh)
    const there = (await readCrm(world.sandbox.url)).deals.length
    await settleAll(world.sql)
    const crm = await readCrm(world.sandbox.url)
    expect(oneDealEach(await Promise.all(accepted.map((one) => asToldNow(maria, one))), crm)).toEqual([])
    const { requests, limits } = await readRequests(world.sandbox.url)
    expect(withinLimits(requests, limits)).toEqual([])
    expect(
      placeOf(crm, fresh),
      'only what was in hand already goes before who comes now',
    ).toBeLessThanOrEqual(there + PLACES)
  }, 900_000)

type Filed = AcceptedTicket & { id: number }

async function filesTicket(person: Client, number: number): Promise<Filed> {
  const file = { name: `nota ${number}.txt`, bytes: `nota ${number}` }
  const upload = await person.post('/api/v1/uploads', formOf(file))
  expect(upload.status).toBe(201)
  const title = `Chamado ${number} sem CRM`
  const body = {
    title,
    description: 'Ninguém consegue emitir notas fiscais desde cedo.',
    category: 'technical',
    attachments: [(upload.body as { upload_id: string }).upload_id],
  }
  const answer = await person.post('/api/v1/tickets', body, { 'idempotency-key': randomUUID() })
  expect(answer.status, answer.text).toBe(202)
  const { id, ticket_number: ticketNumber, deal_id: dealId, crm_status } = answer.body as Answered
  expect({ dealId, crm_status }).toEqual({ dealId: null, crm_status: 'pending' })
  const files = [{ name: file.name, sizeBytes: Buffer.byteLength(file.bytes) }]
  return { id, ticketNumber, dealId, title, files, comments: [] }
}

async function asToldNow(person: Client, ticket: AcceptedTicket): Promise<AcceptedTicket> {
  const { body } = await person.get(`/api/v1/tickets/${(ticket as Filed).id}`)
  const { deal_id: dealId, crm_status } = body as Answered
  expect(crm_status).toBe('synced')
  return { ...ticket, dealId }
}

/** Deals get their numbers one after the other. */
const placeOf = ({ deals }: CrmState, { ticketNumber }: AcceptedTicket) =>
  deals.toSorted((a, b) => a.dealId - b.dealId).findIndex((deal) => deal.ticketNumber === ticketNumber)

test('W-09: nobody waits for a CRM that is known to be away', async () => {
  await using world = await createWorld({ CRM_WAIT_MS: '12000' })
  const maria = await world.signIn('1001')
  await world.control('PUT', 'faults', [{ match: { method: '*' }, effect: 'reset' }])
  const first = filesTicket(maria, 1)
  await untilAway(world.gateway.ports.crm)
  expect((await maria.get('/readyz')).text).toContain('degraded')
  let number = 1
  // Half of what it would wait otherwise.
  await takesLess(6_000, () => filesTicket(maria, ++number))
  await first
})

describe('of a CRM that is known to be away', () => {
  const WAIT_MS = 8_000
  const HALF_MS = WAIT_MS / 2

  test('W-09, T-30: nobody of the team waits to hear so, whether they change one ticket or many', async () => {
    await using world = await createWorld({ CRM_WAIT_MS: String(WAIT_MS) })
    const [one, other] = [await filedTicket(world), await filedTicket(world)]
    const joao = await world.signIn('2001')
    await world.control('PUT', 'faults', [{ match: { method: '*' }, effect: 'reset' }])
    const { crm } = world.gateway.ports
    await untilAway(crm)

    const path = `/api/v1/tickets/${one.id}`
    const ids = [one.id, other.id]
    await takesLess(HALF_MS, async () => {
      const changed = await joao.patch(path, { title: 'Impressora apagada' }, { 'if-match': '"1"' })
      expect(changed.status, changed.text).toBe(202)
      const many = await joao.post('/api/v1/tickets/bulk', { ids, action: 'priority', value: 'urgent' })
      expect(many.text).toContain('"pending"')
    })
  })

  test('W-09: a gateway that never calls it hears so from those that do, and that it is back, and forgets who fell silent', async () => {
    await using world = await createWorld({ ROLE: 'worker' })
    await using api = await secondGateway(world, { ROLE: 'api', CRM_WAIT_MS: String(WAIT_MS) })
    const maria = await api.signIn('1001')
    const ready = async () => (await maria.get('/readyz')).body
    expect(await ready()).toMatchObject({ status: 'ready', checks: { crm: 'up' } })
    await world.control('PUT', 'faults', [{ match: { method: '*' }, effect: 'reset' }])
    const first = filesTicket(maria, 1)
    await untilAway(world.gateway.ports.crm)
    const absences = () => world.sql`select xmin::text from crm_absences`
    await waitUntil(async () => (await absences()).length === 1)
    await world.sql`update crm_absences set said_at = said_at - interval '1 hour'`
    const patience = createPatience(api.gateway.ports, { waitMs: WAIT_MS })
    expect(await patience(), 'what was said long ago').toBeGreaterThan(HALF_MS)
    const [old] = await absences()
    await waitUntil(async () => (await absences())[0]?.xmin !== old?.xmin)

    let number = 1
    await takesLess(HALF_MS, () => filesTicket(maria, ++number))
    await first
    expect(await ready()).toMatchObject({ status: 'degraded', checks: { database: 'up', crm: 'away' } })
    await world.control('PUT', 'faults', [])
    await waitUntil(async () => (await absences()).length === 0)
    await expect.poll(ready, { timeout: 60_000 }).toMatchObject({ status: 'ready' })
  })
})

/** Another one beside the first, over the same database and CRM. */
async function secondGateway({ sandbox, sql }: World, settings: Record<string, string>) {
  const port = await freePorts(1)
  const [database] = await sql<{ name: string }[]>`select current_database() as name`
  const gateway = await createGateway(
    testConfig({
      PORT: String(port),
      DATA_DIR: fs.mkdtempSync(path.join(os.tmpdir(), 'ponte-second-')),
      ...settings,
    }),
    {
      databaseUrl: withDatabase(inject('templateUrl'), database?.name ?? ''),
      smtpUrl: sandbox.smtpUrl,
      sandboxUrl: sandbox.url,
      s3Url: sandbox.s3Url,
    },
    { log: createLog({ level: 'silent' }) },
  )
  await gateway.listen(Number(port), '127.0.0.1')
  return {
    gateway,
    async signIn(matricula: string) {
      const client = new Client(`http://localhost:${port}`)
      expect((await client.post('/api/v1/session', { matricula, password: DEMO_PASSWORD })).status).toBe(201)
      return client
    },
    [Symbol.asyncDispose]: () => gateway.close(),
  }
}
