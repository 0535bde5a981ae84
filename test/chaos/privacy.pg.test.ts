import { expect, test } from 'vitest'
import { S3_ACCOUNT } from '#sandbox/s3/s3.ts'
import { createMinio } from '#src/providers/minio.ts'
import { breath } from '#test/breath.ts'
import type { Answer, Client } from '#test/client.ts'
import { crmPerson } from '#test/crm-person.ts'
import { PNG } from '#test/files/samples.ts'
import { Employee } from './employee.ts'
import { type FrailGateway, startFrailGateway } from './frail-gateway.ts'

/** Beside the first pass all steps, or some of them. */
const IS_WHOLE = process.env.CHAOS === 'full'
const BUCKET = 'anexos-email-bitrix'
/** What goes on by itself, and what only looks. */
const OTHERS = /attempts|key_checks|crm_dictionaries|crm_buckets|crm_absences|sessions|team_presence/

type Story = {
  word: string
  client: Client
  userId: number
  matricula: string
  dealId: number
  ticketId: number
}

/** Somebody with a word of their own, which they say everywhere: in a title, in a message, in the names of files, in a rating. */
async function someoneWith(gateway: FrailGateway, word: string): Promise<Story> {
  const client = await gateway.hire(`Pessoa ${word}`)
  const person = new Employee(client, gateway)
  const file = { name: `${word}.png`, bytes: PNG }
  const ticket = await person.files(`${word} parou`, [file])
  await person.says(ticket, `O ${word} segue mudo`, [{ ...file, name: `${word}-2.png` }])
  await gateway.settle()
  const [row] = await gateway.sql`
    select u.id, u.matricula, d.deal_id from deals d join users u on u.id = d.user_id where d.id = ${ticket.id}`
  await client.post(`/api/v1/tickets/${ticket.id}/close`, { rating: 4, comment: `Bom ${word}` })
  await gateway.settle()
  return {
    word,
    client,
    userId: row?.id,
    matricula: row?.matricula,
    dealId: row?.deal_id,
    ticketId: ticket.id,
  }
}

/** Until somebody answers. */
async function insist(gateway: FrailGateway, ask: () => Promise<Answer>): Promise<Answer> {
  for (;;) {
    await gateway.whenUp()
    const answer = await ask().catch(() => null)
    if (answer && answer.status !== 503) return answer
    await breath()
  }
}

/** All rows of all tables that say this: what was told is forgotten by itself within a week. */
async function whereIs({ sql }: FrailGateway, text: string): Promise<string[]> {
  const tables = await sql<{ name: string }[]>`
    select table_name as name from information_schema.tables
    where table_schema = 'public' and table_type = 'BASE TABLE' and table_name <> 'domain_events'`
  const found: string[] = []
  for (const { name } of tables) {
    const [row] = await sql.unsafe(
      `select count(*)::int as rows, min(t::text) as one from "${name}" t where lower(t::text) like lower('%${text}%')`,
    )
    if (row?.rows > 0) found.push(`${name}: ${row?.one}`)
  }
  return found
}

async function keysOf({ sandbox }: FrailGateway, prefix: string): Promise<string[]> {
  const store = createMinio({ endpoint: sandbox.s3Url, bucket: BUCKET, ...S3_ACCOUNT })
  const keys: string[] = []
  for await (const { key } of store.list(prefix)) keys.push(key)
  store.close()
  return keys
}

/** What the CRM says of a deal, of whom it was filed for, and of all that hangs on it. */
async function dealOf({ crmUrl }: FrailGateway, id: number): Promise<string> {
  const { call } = crmPerson({ sandbox: { url: crmUrl } })
  const item = await call('crm.item.get', { entityTypeId: 2, id, useOriginalUfNames: 'N' })
  const filter = { ENTITY_TYPE: 'deal', ENTITY_ID: id }
  const comments = await call('crm.timeline.comment.list', { filter })
  const bound = await call<{ CONTACT_ID: number }[]>('crm.deal.contact.items.get', { id })
  const contacts = await Promise.all(
    bound.map(({ CONTACT_ID }) => call('crm.contact.get', { id: CONTACT_ID })),
  )
  return JSON.stringify([item, comments, contacts])
}

/** Lives through it once with nobody dying, then dies at each step of it, with somebody else each time. */
async function dyingAtEachStep(
  gateway: FrailGateway,
  every: number,
  act: (one: Story) => Promise<void>,
  check: (one: Story) => Promise<void>,
): Promise<number> {
  const { fuse } = gateway
  const calm = await someoneWith(gateway, 'Xilofone')
  fuse.forget()
  await act(calm)
  await gateway.settle()
  const steps = [...new Set(fuse.steps().filter((step) => !OTHERS.test(step)))]
  await check(calm)
  let tried = 0
  for (const [index, step] of steps.entries()) {
    if (!IS_WHOLE && index % every !== 0) continue
    const one = await someoneWith(gateway, `Ocarina${index}`)
    fuse.forget()
    fuse.arm((name) => name === step)
    await act(one)
    await gateway.settle()
    fuse.disarm()
    await gateway.whenUp()
    await gateway.isQuietOutside()
    await gateway.settle()
    await check(one)
    tried += 1
  }
  return tried
}

test('killed at any step of taking somebody out: it is done to its end, nothing says who they were, and what is counted is the same', async () => {
  await using gateway = await startFrailGateway({ CRM_WAIT_MS: '2000' })
  await gateway.control('PUT', 'limits', { enabled: false })
  const rita = await gateway.signIn('9001')
  const stats = async () =>
    (await insist(gateway, () => rita.get('/api/v1/stats?from=2026-01-01&to=2030-01-01'))).body
  let before: unknown
  const tried = await dyingAtEachStep(
    gateway,
    5,
    async ({ userId, matricula }) => {
      before = await stats()
      const wish = { reason: 'Pedido da titular', confirm: matricula }
      const answer = await insist(gateway, () => rita.post(`/api/v1/admin/users/${userId}/erase`, wish))
      expect(answer.status, answer.text).toBe(202)
    },
    async ({ word, userId, dealId, ticketId }) => {
      const erasures =
        await gateway.sql`select done_at, sought, counts from erasures where user_id = ${userId}`
      expect(erasures).toMatchObject([{ done_at: expect.any(Date), sought: null, counts: { tickets: 1 } }])
      expect(await whereIs(gateway, word)).toEqual([])
      expect((await keysOf(gateway, '')).filter((key) => key.includes(word))).toEqual([])
      expect(await dealOf(gateway, dealId)).not.toContain(word)
      expect(await stats()).toEqual(before)
      const done = await gateway.sql`
        select action from audit_log where action in ('user-erased', 'ticket-erased')
          and (subject = 'user' and subject_id = ${userId} or subject = 'ticket' and subject_id = ${ticketId}) order by 1`
      expect(
        done.map(({ action }) => action),
        'once each',
      ).toEqual(['ticket-erased', 'user-erased'])
      expect(await gateway.sql`select name, last_error from jobs where name <> 'sla-due'`).toEqual([])
    },
  )
  expect(tried).toBeGreaterThan(3)
  expect(gateway.deaths()).toBeGreaterThan(2)
}, 900_000)

test('killed at any step of gathering what is here about somebody: there is one file, and it is whole', async () => {
  await using gateway = await startFrailGateway({ CRM_WAIT_MS: '2000' })
  await gateway.control('PUT', 'limits', { enabled: false })
  const tried = await dyingAtEachStep(
    gateway,
    2,
    async ({ client }) => {
      const answer = await insist(gateway, () => client.post('/api/v1/privacy/export'))
      expect(answer.status, answer.text).toBe(202)
    },
    async ({ word, client, userId }) => {
      const rows =
        await gateway.sql`select id, key, size_bytes, ready_at from privacy_exports where user_id = ${userId}`
      expect(rows).toMatchObject([{ ready_at: expect.any(Date), key: expect.any(String) }])
      const { headers } = await insist(gateway, () =>
        client.get(`/api/v1/privacy/exports/${rows[0]?.id}/file`),
      )
      const bytes = Buffer.from(await (await fetch(headers.get('location') ?? '')).arrayBuffer())
      expect(bytes.length).toBe(rows[0]?.size_bytes)
      const lines = bytes
        .toString()
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as { kind: string })
      expect(lines.filter(({ kind }) => kind === 'file')).toHaveLength(2)
      expect(lines.filter(({ kind }) => kind === 'ticket')).toMatchObject([
        { title: `${word} parou`, rating: 4 },
      ])
      // The last that is written.
      expect(lines.at(-1)).toMatchObject({ kind: 'action' })
      expect(
        await gateway.sql`select from cpf_accesses where user_id = ${userId} and purpose = 'export'`,
      ).toHaveLength(1)
      expect(await gateway.sql`select name, last_error from jobs where name <> 'sla-due'`).toEqual([])
    },
  )
  expect(tried).toBeGreaterThan(3)
  expect(gateway.deaths()).toBeGreaterThan(2)
}, 900_000)
