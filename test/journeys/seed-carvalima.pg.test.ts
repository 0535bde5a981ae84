import { expect, test } from 'vitest'
import { PNG } from '#test/files/samples.ts'
import { readCrm } from '#test/invariants/crm-state.ts'
import { PORTAL } from '#test/refusing.ts'
import { createWorld } from '#test/world.ts'

type Card = {
  id: number
  deal_id: number
  stage_id: string
  opened: string
  closed: string
  is_unread: boolean
  files: { filename: string; file_url: string }[]
  activities: { type_id: string; description: string; files: { filename: string }[] }[]
}

test('CARVALIMA: from the form to the rating by the paths of the existing portal alone; the CRM has the deal, files, comments and the mail', async () => {
  await using world = await createWorld({ MAIL_FROM: 'Central <central@example.com>' })
  const [maria, joao] = [await world.signIn('1001'), await world.signIn('2001')]
  const photo = { filename: 'tela.png', content: PNG.toString('base64') }
  const filed = await maria.post('/ticket', { ...PORTAL, attachments: [photo] })
  expect(filed, 'T-02, T-08').toMatchObject({
    status: 201,
    body: {
      title: PORTAL.title,
      stage_id: 'C19:NEW',
      opened: 'Y',
      closed: 'N',
      priority: 'Alto',
      created_by_id: expect.any(String),
    },
  })
  const { deal_id: dealId } = filed.body as Card
  const comment = {
    deal_id: dealId,
    message: 'Acontece também no segundo computador',
    attachments: [{ ...photo, filename: 'segunda.png' }],
  }
  expect(await maria.post('/ticket/comment', comment), 'M-01').toMatchObject({
    status: 200,
    body: { status: 'success' },
  })
  expect(
    await joao.post('/ticket/comment', { deal_id: dealId, message: 'Estou vendo.', attachments: [] }),
  ).toMatchObject({ status: 200 })

  const open = (await maria.get('/tickets-opens/1')).body as Card[]
  expect(open, 'T-19').toMatchObject([
    { deal_id: dealId, is_unread: true, files: [{ filename: 'tela.png' }] },
  ])
  expect((await fetch(open[0]?.files[0]?.file_url ?? '')).headers.get('content-length')).toBe(
    String(PNG.byteLength),
  )
  const [card] = (await maria.get(`/deal/${dealId}/1`)).body as Card[]
  expect(card?.activities.map(({ description }) => description)).toEqual(
    expect.arrayContaining([comment.message, 'Estou vendo.']),
  )
  expect(((await maria.get('/tickets/1')).body as Card[])[0], 'T-20').toMatchObject({ is_unread: false })
  expect((await joao.get('/kanban/cards')).body).toMatchObject([{ deal_id: dealId }])

  const mail = {
    deal_id: dealId,
    from_email: 'central@example.com',
    to_email: 'maria.santos@example.com',
    subject: 'Sobre o seu chamado',
    message: 'Reinstalamos o sistema. Pode testar?',
  }
  expect(await joao.post('/send-email', mail), 'E-01').toMatchObject({
    status: 200,
    body: { status: 'success' },
  })
  const letter = await world.letterTo('maria.santos@example.com', new RegExp(`\\[#${dealId}\\] Sobre`))
  expect(letter?.text, 'E-06').toContain('Pode testar?')
  await world.settle({ hurry: true })

  const close = { deal_id: dealId, rating: 5, comment: 'Rápido e gentil' }
  expect(await maria.post('/close-ticket', close), 'C-01').toMatchObject({
    status: 200,
    body: { status: 'success' },
  })
  expect((await maria.get('/tickets-opens/1')).body).toEqual([])
  expect(((await maria.get('/tickets/1')).body as Card[])[0]).toMatchObject({
    stage_id: 'C19:WON',
    opened: 'N',
    closed: 'Y',
    close_date: expect.any(String),
  })

  await world.settle({ hurry: true })
  const { deals } = await readCrm(world.sandbox.url)
  expect(deals).toMatchObject([{ dealId, title: PORTAL.title, stageId: 'C19:WON', rating: '5' }])
  const [deal] = deals
  expect(deal?.comments.flatMap(({ files }) => files.map(({ name }) => name)).sort(), 'F-02').toEqual([
    'segunda.png',
    'tela.png',
  ])
  expect(deal?.comments.filter(({ text }) => text.includes(comment.message))).toHaveLength(1)
  expect(deal?.mails, 'E-01: noted in the CRM').toMatchObject([
    { subject: expect.stringContaining(mail.subject) },
  ])
})
