import { expect, test } from 'vitest'
import { retainTickets } from '#src/privacy/retention.ts'
import { trimExports } from '#src/privacy/trim-exports.ts'
import type { Client } from '#test/client.ts'
import { signedIn } from '#test/signed-in.ts'
import { givenFile, givenMessage, givenTicket, MARIA, PEDRO, RITA } from '#test/tickets.ts'

const { world, maria, pedro, joao } = await signedIn()
const rita = await world.signIn('9001')

type Export = { id: number; user_id: number; ready_at: string | null; is_there: boolean }
type Line = { kind: string } & Record<string, unknown>

async function fetched(who: Client, id: number): Promise<Line[]> {
  const answer = await who.get(`/api/v1/privacy/exports/${id}/file`)
  expect(answer.status, answer.text).toBe(302)
  const response = await fetch(answer.headers.get('location') ?? '')
  return (await response.text())
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Line)
}

test('everything about oneself comes in one file, without what others wrote among themselves', async () => {
  const ticket = await givenTicket(world, { title: 'Minha VPN', rating: 5, rating_feedback: 'Ótimo' })
  await givenMessage(world, ticket, { body_text: 'Já vamos ver' })
  await givenMessage(world, ticket, { body_text: 'Ela de novo', kind: 'note', is_internal: true })
  await givenFile(world, ticket, { uploaded_by: MARIA })
  const other = await givenTicket(world, { user_id: PEDRO, title: 'De outra pessoa' })
  await givenMessage(world, other, { body_text: 'Para o Pedro' })
  await world.sql`insert into activities (ticket_id, kind, source, author_user_id, body_text)
    select ${ticket.id}, 'comment', 'portal', ${MARIA}, 'linha ' || n from generate_series(1, 450) n`

  const asked = await maria.post('/api/v1/privacy/export')
  expect(asked).toMatchObject({ status: 202, body: { user_id: MARIA, is_there: false } })
  const { id } = asked.body as Export
  expect((await maria.post('/api/v1/privacy/export')).body, 'the same').toMatchObject({ id })
  await world.settle()
  const { items } = (await maria.get('/api/v1/privacy/exports')).body as { items: Export[] }
  expect(items).toMatchObject([{ id, is_there: true, ready_at: expect.any(String) }])

  const lines = await fetched(maria, id)
  const of = (kind: string) => lines.filter((line) => line.kind === kind)
  expect(of('profile')).toMatchObject([{ full_name: 'Maria Santos', cpf: expect.stringMatching(/^\d{11}$/) }])
  expect(of('ticket')).toMatchObject([{ title: 'Minha VPN', rating: 5, rating_feedback: 'Ótimo' }])
  expect(of('message').filter(({ by }) => by === 'admin')).toMatchObject([{ text: 'Já vamos ver' }])
  expect(new Set(of('message').map(({ text }) => text)).size, 'each once, over several pages').toBe(451)
  expect(of('file')).toMatchObject([{ filename: 'foto.png', ticket_id: ticket.id }])
  expect(of('session').length).toBeGreaterThan(0)
  expect(of('action')).toContainEqual(expect.objectContaining({ action: 'export-asked', by_them: true }))
  expect(JSON.stringify(lines)).not.toMatch(/Ela de novo|Para o Pedro|De outra pessoa|hashed|password_hash/)
  const letter = await world.letterTo('maria.santos@example.com', /dados pessoais/)
  expect(letter.text).toContain('/perfil')
})

test('it is there for them and for the admin who asked, for a week, and who saw the CPF is known', async () => {
  for (const who of [maria, joao])
    expect(
      (await who.post(`/api/v1/admin/users/${PEDRO}/export`, { reason: 'Pedido por carta' })).status,
    ).toBe(403)
  const asked = await rita.post(`/api/v1/admin/users/${PEDRO}/export`, { reason: 'Pedido por carta' })
  const { id } = asked.body as Export
  await world.settle()
  for (const who of [pedro, rita])
    expect((await fetched(who, id)).at(0)).toMatchObject({ full_name: 'Pedro Lima' })
  for (const who of [maria, joao])
    expect((await who.get(`/api/v1/privacy/exports/${id}/file`)).body).toMatchObject({
      code: 'export-not-found',
    })
  const seen = await rita.get(`/api/v1/admin/cpf-access?user_id=${PEDRO}`)
  expect(seen.body).toMatchObject({
    items: [{ actor_id: RITA, user_id: PEDRO, purpose: 'export' }],
    total: 1,
  })
  expect(seen.text).not.toMatch(/\d{11}/)

  world.clock.forward(8 * 86_400_000)
  await world.sql`update sessions set expires_at = now() + interval '1 year'`
  expect(await trimExports(world.gateway.ports)).toBe(2)
  const left = []
  for await (const { key } of world.gateway.ports.files.list('exports/')) left.push(key)
  expect(left).toEqual([])
})

test('old tickets of a category say nothing of people once an admin wants it so, and how many is known before', async () => {
  // Time went by.
  const [rita, joao] = [await world.signIn('9001'), await world.signIn('2001')]
  const old = { status: 'closed', category_id: 1, deal_id: null }
  const months = (n: number) => new Date(world.clock.now().getTime() - n * 31 * 86_400_000)
  const [gone, kept] = [
    await givenTicket(world, { ...old, closed_at: months(30), title: 'Antigo demais', cpf: 'selado' }),
    await givenTicket(world, { ...old, closed_at: months(3) }),
  ]
  await givenTicket(world, { ...old, category_id: 2, closed_at: months(30) })
  const path = '/api/v1/admin/privacy/retention'
  expect((await rita.get(`${path}/1/count?months=24`)).body).toEqual({ due: 1 })
  expect(await retainTickets(world.gateway.ports), 'by default none').toBe(0)
  expect((await joao.put(`${path}/1`, { months: 24 })).status).toBe(403)
  expect((await rita.put(`${path}/1`, { months: 24 })).body).toMatchObject({
    category_id: 1,
    months: 24,
    due: 1,
  })
  expect(await retainTickets(world.gateway.ports)).toBe(1)
  expect(await retainTickets(world.gateway.ports)).toBe(0)
  const rows =
    await world.sql`select id, title, requester_name, cpf, status, priority, erased_at is not null as is_erased
    from deals where id in (${gone.id}, ${kept.id}) order by id`
  expect(rows).toMatchObject([
    {
      title: gone.ticket_number,
      requester_name: 'Pessoa removida',
      cpf: null,
      status: 'closed',
      is_erased: true,
    },
    { requester_name: 'Maria Santos', is_erased: false },
  ])
  expect(((await rita.get(path)).body as { items: object[] }).items).toContainEqual(
    expect.objectContaining({ category_id: 1, months: 24, due: 0 }),
  )
})
