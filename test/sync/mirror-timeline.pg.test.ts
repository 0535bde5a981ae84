import { expect, test } from 'vitest'
import type { DealId } from '#src/ids.ts'
import { promiseRefresh } from '#src/jobs/deal-refresh.ts'
import { crmPerson } from '#test/crm-person.ts'
import { PDF, PNG } from '#test/files/samples.ts'
import { PORTAL_TICKET } from '#test/new-tickets.ts'
import { refresh } from '#test/refresh.ts'
import { createWorld, type World } from '#test/world.ts'

const messages = (world: World) => world.sql`select * from activities order by id`
const told = async (world: World) =>
  (await world.sql`select kind, data from domain_events where kind <> 'notification' order by seq`).map(
    ({ kind }) => kind,
  )

async function mariasTicket(world: World) {
  const maria = await world.signIn('1001')
  const { body } = await maria.post('/ticket', PORTAL_TICKET)
  await world.settle()
  const { id, deal_id: dealId } = body as { id: number; deal_id: number }
  return { maria, id, dealId }
}

test('S-04: what is said in the CRM is said here, unread by the requester, and the first answer counts', async () => {
  await using world = await createWorld()
  const { maria, id, dealId } = await mariasTicket(world)
  const crm = crmPerson(world)
  const commentId = await crm.comments(dealId, 'Já estou [b]vendo[/b] isso.')
  await refresh(world, dealId)
  const [, comment] = await messages(world)
  expect(comment).toMatchObject({
    external_kind: 'comment',
    external_id: commentId,
    source: 'crm',
    body_text: 'Já estou vendo isso.',
    author_crm_id: 42,
    author_name: expect.any(String),
  })
  expect(await world.sql`select is_unread, message_count, first_response_at from deals`).toMatchObject([
    { is_unread: true, message_count: 2, first_response_at: comment?.created_at },
  ])
  const seen = await maria.get(`/api/v1/tickets/${id}/messages`)
  expect(seen.body).toMatchObject({ items: [{}, { message: 'Já estou vendo isso.', sender_type: 'admin' }] })

  await crm.editsComment(commentId, 'Resolvido.')
  await refresh(world, dealId)
  expect((await messages(world))[1]).toMatchObject({ id: comment?.id, body_text: 'Resolvido.' })
  await crm.deletesComment(commentId)
  await refresh(world, dealId)
  await refresh(world, dealId)
  expect((await messages(world))[1]).toMatchObject({ id: comment?.id, deleted_at: expect.any(Date) })
  expect((await told(world)).filter((kind) => kind.startsWith('message'))).toEqual([
    'message-added',
    'message-changed',
    'message-removed',
  ])
})

test('S-05: a mail is shown without what runs or calls home, and always has a text', async () => {
  await using world = await createWorld()
  const { dealId } = await mariasTicket(world)
  await crmPerson(world).mails(dealId, {
    DESCRIPTION:
      '<script>alert(1)</script><p onclick="x()">Bom dia,<br>segue &amp; fim</p><img src="cid:logo@1"><img src="https://evil.example/t.gif">',
    COMMUNICATIONS: [{ VALUE: 'maria.santos@example.com' }],
  })
  await refresh(world, dealId)
  expect((await messages(world))[1]).toMatchObject({
    kind: 'email',
    source: 'email',
    direction: 'incoming',
    subject: 'Re: Impressora',
    body_text: 'Bom dia,\nsegue & fim',
    body_html:
      '<p>Bom dia,<br />segue &amp; fim</p><img alt="" data-cid="logo@1" /><img alt="" data-src="https://evil.example/t.gif" />',
    from_email: 'maria.santos@example.com',
  })
})

test('E-03, F-06: a picture that a mail names is shown in its place, and before that the place says it is on its way', async () => {
  await using world = await createWorld()
  const { maria, id, dealId } = await mariasTicket(world)
  const storeFaults = (rules: unknown) =>
    fetch(`${world.sandbox.s3Url}/control/faults`, { method: 'PUT', body: JSON.stringify(rules) })
  await storeFaults([{ match: { method: '*' }, effect: 'reset' }])
  const files = [
    { fileData: ['image001.png', PNG.toString('base64')] },
    { fileData: ['contrato.pdf', PDF.toString('base64')] },
  ]
  await crmPerson(world).mails(dealId, {
    DESCRIPTION: '<p>Veja</p><img src="cid:image001.png@01D9.F0"><img src="https://evil.example/t.gif">',
    FILES: files,
  })
  await promiseRefresh(world.gateway.ports.db, dealId as DealId)
  await world.settle()
  const shown = async () => {
    const read = await maria.get(`/api/v1/tickets/${id}/messages`)
    const whole = await maria.get(`/api/v1/tickets/${id}`)
    const [card] = (await maria.get(`/deal/${dealId}/1`)).body as { activities: { body_html: string }[] }[]
    const [, ofPage] = (read.body as { items: { body_html: string }[] }).items
    const [, ofTicket] = (whole.body as { messages: { body_html: string }[] }).messages
    expect(ofTicket?.body_html).toBe(ofPage?.body_html)
    return { message: ofPage?.body_html ?? '', card: card?.activities.at(-1)?.body_html ?? '' }
  }
  const remote = '<img alt="" data-src="https://evil.example/t.gif" />'
  expect(await shown()).toEqual({
    message: expect.stringMatching(/data-state="waiting" \/><img alt="" data-src/),
    card: expect.stringContaining('alt="(imagem a caminho)"'),
  })

  await storeFaults([])
  await world.settle({ hurry: true })
  const { message, card } = await shown()
  const [, link = ''] = /<img alt="" src="(\/api\/v1\/attachments\/\d+)" data-cid/.exec(message) ?? []
  expect(message).toContain(remote)
  expect(card).toContain(`<img alt="" src="${world.url}${link}" data-cid`)
  const pedro = await world.signIn('1002')
  expect([(await maria.get(link)).status, (await pedro.get(link)).status]).toEqual([302, 404])

  await world.sql`update files set scan_status = 'infected' where filename = 'image001.png'`
  expect((await shown()).message).toContain('data-state="missing"')
})

test('S-15: what we write ourselves comes back once, and silent', async () => {
  await using world = await createWorld()
  const { maria, id, dealId } = await mariasTicket(world)
  const joao = await world.signIn('2001')
  await joao.post(`/api/v1/tickets/${id}/messages`, { message: 'Qual [b]é[/b] o modelo?\r\nObrigado' })
  await maria.post(`/api/v1/tickets/${id}/messages`, { message: 'HP [1]' })
  await joao.post(`/api/v1/tickets/${id}/email`, { message: 'Por e-mail também', subject: 'Impressora' })
  await joao.patch(`/api/v1/tickets/${id}`, { priority: 'urgent', title: 'Impressora do terceiro andar' })
  await world.settle()
  const [before, events] = [await messages(world), await told(world)]
  const [row] = await world.sql`select version, updated_at from deals`
  await refresh(world, dealId)
  await refresh(world, dealId)
  expect(await told(world)).toEqual(events)
  const after = await messages(world)
  expect(after.map(({ id: one, body_text: text }) => [one, text])).toEqual(
    before.map(({ id: one, body_text: text }) => [one, text]),
  )
  expect(
    after
      .filter(({ external_id: known }) => known !== null)
      .every(({ crm_digest: digest }) => digest !== null),
  ).toBe(true)
  expect(await world.sql`select version, updated_at from deals`).toEqual([row])
})

test('what somebody changes in the CRM of what we wrote is changed here', async () => {
  await using world = await createWorld()
  const { maria, id, dealId } = await mariasTicket(world)
  await maria.post(`/api/v1/tickets/${id}/messages`, { message: 'HP' })
  await world.settle()
  await refresh(world, dealId)
  const [, comment] = await messages(world)
  await crmPerson(world).editsComment(Number(comment?.external_id), 'Maria Santos (1001):\nHP, sem senha')
  await refresh(world, dealId)
  expect((await messages(world))[1]).toMatchObject({
    id: comment?.id,
    source: 'portal',
    body_text: 'HP, sem senha',
  })
})
