import { expect, test } from 'vitest'
import type { Answer } from '#test/client.ts'
import { signedIn } from '#test/signed-in.ts'
import { ticketHere, ticketInCrm, uploadOf } from '#test/tickets/talk.ts'
import { type Given, givenMessage, MARIA } from '#test/tickets.ts'

const { world, maria, pedro, joao } = await signedIn()

type Ticket = Given & { related: { type: string; id: string } | null }
const at = ({ id }: Pick<Given, 'id'>, rest = '') => `/api/v1/tickets/${id}${rest}`
const split = (ticket: Given, body: object, key?: string, who = joao) =>
  who.post(at(ticket, '/split'), body, key ? { 'idempotency-key': key } : {})
const said = async (ticket: Given, message: string, attachments: string[] = []) =>
  ((await maria.post(at(ticket, '/messages'), { message, attachments })).body as { id: number }).id
const codeOf = ({ status, body }: Answer) => [status, (body as { code?: string }).code]
const linksOf = async (ticket: Given) => {
  const { body } = await joao.get(at(ticket, '/links'))
  return (body as { items: { relation: string; ticket: { id: number } }[] }).items
}

test('a message becomes a ticket of the same person, with its files, and one deal however often it is asked', async () => {
  const source = await ticketInCrm(world, { user_id: MARIA })
  const upload = await uploadOf(maria, 'foto.txt')
  const message_id = await said(source, 'E a impressora também parou', [upload])
  const wish = { message_id, title: 'Impressora parada', priority: 'high' }
  const [made, again] = await Promise.all([
    split(source, wish, 'dividir-1'),
    split(source, wish, 'dividir-1'),
  ])
  expect(made.status, made.text).toBe(201)
  const ticket = made.body as Ticket
  expect(again.body).toMatchObject({ id: ticket.id })
  expect(ticket).toMatchObject({
    ...{ title: 'Impressora parada', priority: 'high', description: 'E a impressora também parou' },
    ...{ requester: { id: MARIA }, related: { type: 'follow_up', id: String(source.id) } },
  })
  const { body } = await maria.get(at(ticket))
  const [file] = (body as { files: { id: number; filename: string; file_url: string }[] }).files
  expect(file?.filename).toBe('foto.txt')
  expect(await (await fetch(file?.file_url ?? '')).text()).toContain('conteúdo de foto.txt')
  // The message keeps its own.
  expect(JSON.stringify((await maria.get(at(source, '/messages'))).body)).toContain('foto.txt')
  expect(await linksOf(source)).toMatchObject([{ relation: 'has_follow_up', ticket: { id: ticket.id } }])
  expect(await linksOf(ticket)).toMatchObject([{ relation: 'follow_up_of', ticket: { id: source.id } }])
  expect((await joao.get(at(source, '/audit'))).text).toContain('"ticket-split"')
  await world.settle()
  const [count] = await world.sql<{ n: number }[]>`
    select count(*)::int as n from deals where title = 'Impressora parada' and deal_id is not null`
  expect(count?.n).toBe(1)
  expect(codeOf(await split(source, { ...wish, title: 'Outro' }, 'dividir-1'))).toEqual([
    422,
    'idempotency-key-reused',
  ])
})

test('no note, nothing of another ticket, nothing unknown; and no requester', async () => {
  const [source, other] = [await ticketHere(world), await ticketHere(world)]
  const note = await givenMessage(world, source, { kind: 'note', is_internal: true })
  const elsewhere = await givenMessage(world, other)
  for (const message_id of [note, elsewhere, 999_999])
    expect(codeOf(await split(source, { message_id, title: 'X' }))).toEqual([422, 'invalid-request'])
  const message_id = await said(source, 'Oi')
  expect((await split(source, { message_id, title: ' ' })).status).toBe(422)
  expect((await split(source, { message_id, title: 'X' }, undefined, maria)).status).toBe(403)
  expect((await split(source, { message_id, title: 'X' }, undefined, pedro)).status).toBe(404)
  expect(codeOf(await split({ ...source, id: 999_999 }, { message_id, title: 'X' }))).toEqual([
    404,
    'ticket-not-found',
  ])
  const related = await split(source, { message_id, title: 'Ao lado', relation: 'related_to' })
  expect(related.body).toMatchObject({ related: null })
  expect(await linksOf(source)).toMatchObject([{ relation: 'related_to' }])
})
