import { afterAll, expect, test } from 'vitest'
import { breath } from '#test/breath.ts'
import { dealInCrm } from '#test/filed-ticket.ts'
import { formOf, PNG } from '#test/files/samples.ts'
import { createMirroredWorld } from '#test/sync/mirrored-world.ts'
import { JOAO, MARIA, PEDRO, RITA } from '#test/tickets.ts'

const world = await createMirroredWorld()
afterAll(() => world[Symbol.asyncDispose]())
await world.tellsAllBut(0)
const [maria, joao, rita] = [
  await world.signIn('1001'),
  await world.signIn('2001'),
  await world.signIn('9001'),
]
/** Nowhere else in the world. */
const SECRET = 'Xilofone'
const EMAIL = 'maria.santos@example.com'

type Ticket = { id: number; deal_id: number }

async function givenTicket(): Promise<Ticket> {
  const upload = await maria.post('/api/v1/uploads', formOf({ name: `${SECRET}.png`, bytes: PNG }))
  const { upload_id } = upload.body as { upload_id: string }
  const answer = await maria.post('/api/v1/tickets', {
    title: `${SECRET} quebrado de novo`,
    description: `O ${SECRET} da Maria Santos não toca mais`,
    phone: '+55 81 98888-1111',
    attachments: [upload_id],
  })
  expect(answer.status, answer.text).toBe(201)
  await world.isQuiet()
  return answer.body as Ticket
}

/** All rows of all tables that say this. */
async function whereIs(text: string): Promise<string[]> {
  const tables = await world.sql<{ name: string }[]>`
    select table_name as name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE'`
  const found: string[] = []
  for (const { name } of tables) {
    const [row] = await world.sql.unsafe(
      `select count(*)::int as rows, min(t::text) as one from "${name}" t where lower(t::text) like lower('%${text}%')`,
    )
    if (row?.rows > 0) found.push(`${name}: ${row?.one}`)
  }
  return found.sort()
}

/** What is said on a deal there, by whom it was filed, and the files that hang on it. */
async function inCrm(dealId: number): Promise<{ words: string; files: unknown[] }> {
  const { call } = world.person
  const comments = await call<{ FILES?: object }[]>('crm.timeline.comment.list', {
    filter: { ENTITY_TYPE: 'deal', ENTITY_ID: dealId },
  })
  const activities = await call('crm.activity.list', {
    filter: { BINDINGS: [{ OWNER_TYPE_ID: 2, OWNER_ID: dealId }] },
    select: ['*'],
  })
  const contact = await call('crm.contact.get', { id: await contactOf(dealId) })
  return {
    words: JSON.stringify([comments, activities, contact]),
    files: comments.flatMap(({ FILES }) => Object.values(FILES ?? {})),
  }
}

/** Whom it was filed for, as the CRM knows them. */
async function contactOf(id: number): Promise<number> {
  const [bound] = await world.person.call<{ CONTACT_ID: number }[]>('crm.deal.contact.items.get', { id })
  if (!bound) throw new Error('nobody')
  return bound.CONTACT_ID
}

test('only an admin takes somebody out, never themselves nor the last admin, and not by mistake', async () => {
  const erase = (who: typeof rita, id: number, body: object) =>
    who.post(`/api/v1/admin/users/${id}/erase`, body)
  const right = { reason: 'Pedido da titular', confirm: '1001' }
  expect((await erase(joao, MARIA, right)).status).toBe(403)
  expect((await erase(rita, RITA, { ...right, confirm: '9001' })).body).toMatchObject({
    code: 'erasing-oneself',
  })
  expect((await erase(rita, MARIA, { ...right, confirm: '1002' })).body).toMatchObject({
    code: 'invalid-request',
  })
  expect((await erase(rita, 99_999, right)).body).toMatchObject({ code: 'user-not-found' })
  expect(await world.sql`select id from erasures`).toEqual([])
})

test('who is taken out is nowhere, what is counted stays, and the CRM brings nothing back', async () => {
  const { id, deal_id } = await givenTicket()
  await maria.post(`/api/v1/tickets/${id}/messages`, { message: `Meu ${SECRET} segue mudo` })
  await joao.post(`/api/v1/tickets/${id}/messages`, { message: 'Já vamos ver' })
  await joao.post(`/api/v1/tickets/${id}/emails`, { message: 'Tente de novo' })
  await joao.patch(`/api/v1/tickets/${id}`, { status: 'resolved' }, { 'if-match': '*' })
  await maria.post(`/api/v1/tickets/${id}/rating`, { rating: 4, feedback: `Bom ${SECRET}` })
  await maria.post('/api/v1/privacy/export')
  await world.isQuiet()
  expect((await whereIs(SECRET)).join()).toContain('deals')
  // As if we had made it.
  const [ours] = await world.sql`select 'ponte:' || instance as name from crm_origins`
  const contact = { id: await contactOf(deal_id), fields: { ORIGINATOR_ID: ours?.name } }
  await world.person.call('crm.contact.update', contact)
  const stats = async () => (await rita.get('/api/v1/stats?from=2026-01-01&to=2030-01-01')).body
  const before = await stats()

  const answer = await rita.post(`/api/v1/admin/users/${MARIA}/erase`, {
    reason: 'Pedido da titular',
    confirm: '1001',
  })
  expect(answer).toMatchObject({ status: 202, body: { user_id: MARIA, asked_by: RITA, done_at: null } })
  expect((await maria.get('/api/v1/users/me')).status, 'over at once').toBe(401)
  await world.isQuiet()
  const again = await rita.post(`/api/v1/admin/users/${MARIA}/erase`, { reason: 'De novo', confirm: '1001' })
  expect(again.body).toMatchObject({
    ...(answer.body as object),
    done_at: expect.any(String),
    counts: { tickets: expect.any(Number) },
  })

  // What was told is forgotten by itself within a week.
  expect((await whereIs(SECRET)).filter((table) => !table.startsWith('domain_events'))).toEqual([])
  // Whom the CRM employs is the CRM's to say.
  expect((await whereIs(EMAIL)).filter((table) => !/^(domain_events|crm_people)/.test(table))).toEqual([])
  expect(await stats()).toEqual(before)
  const files = []
  for await (const { key } of world.gateway.ports.files.list('')) files.push(key)
  expect(files.filter((key) => key.includes(SECRET) || key.startsWith('exports/'))).toEqual([])
  const { items } = (await joao.get(`/api/v1/tickets/${id}/messages`)).body as {
    items: Record<string, unknown>[]
  }
  expect(items.map(({ message, author }) => [message, (author as { name: string }).name])).toEqual([
    ['Conteúdo removido', 'Pessoa removida'],
    ['Conteúdo removido', 'Pessoa removida'],
    // That their file was sent to the CRM, by its name.
    ['Conteúdo removido', 'Pessoa removida'],
    ['Já vamos ver', 'João Tech'],
    ['Tente de novo', 'João Tech'],
  ])

  const deal = JSON.stringify(await dealInCrm(world, deal_id))
  expect(deal).not.toMatch(new RegExp(`${SECRET}|${EMAIL}|98888|Maria`))
  // Nor does anything that hangs on it, or whoever it was filed for.
  const there = await inCrm(deal_id)
  expect(there.words).not.toMatch(new RegExp(`${SECRET}|${EMAIL}|98888|Maria`))
  expect(there.words).toContain('Já vamos ver')
  expect(there.files).toEqual([])
  await world.isEqual()
  // Somebody there writes it in again.
  await world.person.changes(deal_id, { title: `${SECRET} outra vez` })
  await world.isQuiet()
  expect(await whereIs('outra vez')).toEqual([])
})

test('the log of all that happened says nothing about anybody', async () => {
  const lines = await world.sql<{ line: string }[]>`select t::text as line from audit_log t`
  const personal = /Pedro Lima|João Tech|Maria Santos|example\.com|Xilofone/
  expect(lines.filter(({ line }) => personal.test(line))).toEqual([])
  expect(
    JSON.stringify(
      await world.sql`select actor_id, subject_id, after from audit_log where action = 'user-erased'`,
    ),
  ).toBe(JSON.stringify([{ actor_id: RITA, subject_id: MARIA, after: { erasure_id: 1 } }]))
})

test('words for the team stay without their name, and an account that was taken out cannot be changed', async () => {
  const pedro = await world.signIn('1002')
  const filed = await pedro.post('/api/v1/tickets', {
    title: 'Teclado não funciona',
    description: 'O teclado parou hoje de manhã',
  })
  const { id } = filed.body as Ticket
  await joao.post(`/api/v1/tickets/${id}/messages`, { message: 'Troque o cabo' })
  await rita.post(`/api/v1/admin/users/${JOAO}/erase`, { reason: 'Saiu da empresa', confirm: '2001' })
  await world.isQuiet()
  const { items } = (await pedro.get(`/api/v1/tickets/${id}/messages`)).body as {
    items: Record<string, unknown>[]
  }
  expect(items.at(-1)).toMatchObject({
    message: 'Troque o cabo',
    author: { name: 'Pessoa removida', email: null },
  })
  const { deal_id } = filed.body as Ticket
  expect((await inCrm(deal_id)).words).toMatch(/Pessoa removida:.*Troque o cabo/)
  expect((await inCrm(deal_id)).words).not.toContain('João')
  expect((await rita.patch(`/api/v1/users/${JOAO}`, { is_active: true })).body).toMatchObject({
    code: 'user-erased',
  })
})

test('a contact that the CRM itself has made stays as it is', async () => {
  const [row] = await world.sql<{ deal_id: number }[]>`
    select deal_id from deals where user_id = ${PEDRO} and deal_id is not null order by id desc limit 1`
  const id = await contactOf(row?.deal_id ?? 0)
  await rita.post(`/api/v1/admin/users/${PEDRO}/erase`, { reason: 'Pedido do titular', confirm: '1002' })
  await world.isQuiet()
  expect(await world.person.call('crm.contact.get', { id })).toMatchObject({ NAME: 'Pedro' })
})

test('what somebody was filing when they were taken out is taken out too', async () => {
  await using other = await createMirroredWorld()
  const [pedro, admin] = [await other.signIn('1002'), await other.signIn('9001')]
  let filing: Promise<{ status: number }> | undefined
  await other.sql.begin(async (sql) => {
    await sql`lock ticket_numbers in exclusive mode`
    filing = pedro.post('/api/v1/tickets', {
      title: 'Xilofone mudo',
      description: 'Não toca mais desde hoje de manhã',
    })
    const waiting = () => sql`
      select from pg_locks join pg_database on pg_database.oid = pg_locks.database
      where datname = current_database() and not granted`
    while ((await waiting()).length === 0) await breath()
    const wish = { reason: 'Pedido do titular', confirm: '1002' }
    expect((await admin.post(`/api/v1/admin/users/${PEDRO}/erase`, wish)).status).toBe(202)
    const dueNow = () => sql`
      select from jobs where name = 'erase-person' and (state = 'running' or run_at <= clock_timestamp())`
    while ((await dueNow()).length > 0) await breath()
  })
  expect((await filing)?.status).toBe(201)
  await other.settle({ hurry: true })
  expect(await other.sql`select title from deals where user_id = ${PEDRO} and erased_at is null`).toEqual([])
})
