import { expect, test } from 'vitest'
import { crmState } from '#test/crm-state.ts'
import { createWorld } from '#test/world.ts'

const note = (text: string) => Buffer.from(text).toString('base64')

test('an employee files, comments and is answered while the CRM is away; afterwards all of it is there, in order and once', async () => {
  await using world = await createWorld({ CRM_WAIT_MS: '200' })
  const [maria, joao] = [await world.signIn('1001'), await world.signIn('2001')]
  await world.control('PUT', 'faults', [{ match: { method: '*' }, effect: 'status', code: 503 }])

  const filed = await maria.post('/api/v1/tickets', {
    title: 'Sem acesso à VPN',
    description: 'Desde hoje de manhã a VPN não conecta.',
  })
  expect([filed.status, filed.body]).toMatchObject([202, { deal_id: null, crm_status: 'pending' }])
  const { id, ticket_number } = filed.body as { id: number; ticket_number: string }
  const say = async (who: typeof maria, body: object) => {
    const answer = await who.post(`/api/v1/tickets/${id}/messages`, body)
    expect(answer.status, answer.text).toBe(201)
  }
  await say(maria, { message: 'Já reiniciei' })
  await say(joao, { message: 'Vou verificar' })
  await say(joao, { message: 'SEGREDO: o certificado venceu', is_internal: true })
  const mail = await joao.post(`/api/v1/tickets/${id}/emails`, { message: 'Segue o passo a passo' })
  expect(mail.status).toBe(201)
  // The mail server is there, and waits for no CRM.
  const letter = await world.letterTo('maria.santos@example.com', /\] Sem acesso à VPN$/)
  expect(letter.subject).toBe(`[${ticket_number}] Sem acesso à VPN`)

  await world.control('PUT', 'faults', [
    { match: { method: '*' }, effect: 'lost-answer', probability: 0.3, times: 6 },
  ])
  await world.settle({ hurry: true })
  await world.control('PUT', 'faults', [])
  const { body } = await maria.get(`/api/v1/tickets/${id}`)
  expect(body).toMatchObject({
    crm_status: 'synced',
    status: 'waiting_for_user',
    assignee: { name: 'João Tech' },
  })
  const { deal_id } = body as { deal_id: never }
  const commented = await maria.post('/ticket/comment', {
    deal_id,
    message: 'Funcionou, segue o print',
    attachments: [{ filename: 'print.txt', content: note('conectado') }],
  })
  expect(commented.body).toEqual({ status: 'success' })
  await world.settle({ hurry: true })

  const state = await crmState(world)
  expect(state.deals.filter(({ TITLE }) => TITLE === 'Sem acesso à VPN')).toHaveLength(1)
  const comments = state.comments
    .filter(({ ENTITY_ID }) => Number(ENTITY_ID) === deal_id)
    .map(({ COMMENT }) => COMMENT)
  expect(comments).toEqual([
    'Maria Santos (1001):\nJá reiniciei',
    'João Tech (2001):\nVou verificar',
    'Maria Santos (1001):\nFuncionou, segue o print',
    expect.stringContaining('print.txt'),
  ])
  const mails = await world.gateway.ports.crm.readActivities(deal_id, { priority: 'people' })
  expect(mails.map(({ subject }) => subject)).toEqual([`[#${deal_id}] Sem acesso à VPN`])
  expect(JSON.stringify(state)).not.toContain('SEGREDO')
  const written = world.sandbox.mailbox
    .list()
    .filter(({ subject }) => /^\[[^\]]+\] Sem acesso à VPN$/.test(subject))
  expect(written).toHaveLength(1)

  const { body: after } = await maria.get(`/api/v1/tickets/${id}`)
  expect(after).toMatchObject({ status: 'in_progress', crm_status: 'synced' })
  expect(JSON.stringify(after)).not.toContain('SEGREDO')
})
