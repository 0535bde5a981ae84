import { describe, expect, test } from 'vitest'
import { withCheckDigits } from '#src/auth/cpf.ts'
import { commentsOf, contactsOf, crmState, dealsOf } from '#test/crm-state.ts'
import { asBase64, type Filed, PORTAL_TICKET, textFile } from '#test/new-tickets.ts'
import { CLARA } from '#test/people.ts'
import { createWorld, type World } from '#test/world.ts'

describe('201', () => {
  test('2.1: a ticket filed on POST /ticket is a deal in the CRM, and the answer has the exact keys', async () => {
    await using world = await createWorld()
    const maria = await world.signIn('1001')
    world.clock.stop()
    const answer = await maria.post('/ticket', PORTAL_TICKET)
    expect(answer.status).toBe(201)
    const [deal] = await dealsOf(world, PORTAL_TICKET.title)
    const today = new Intl.DateTimeFormat('sv', { timeZone: 'America/Sao_Paulo' }).format(world.clock.now())
    const day = today.replaceAll('-', '')
    expect(answer.body).toEqual({
      id: 1,
      deal_id: Number(deal?.ID),
      title: PORTAL_TICKET.title,
      description: PORTAL_TICKET.description,
      stage_id: 'C19:NEW',
      opened: 'Y',
      closed: 'N',
      created_by_id: '1',
      requester_department: 'Financeiro',
      assignee_department: 'TI',
      service_category: 'Sistema Financeiro',
      system_type: 'ERP',
      priority: 'Alto',
      matricula: '1001',
      date_deadline: new Date(world.clock.now().getTime() + 4 * 3_600_000).toISOString(),
      ticket_number: `TKT-${day}-00001`,
      status: 'open',
      version: 1,
      crm_status: 'synced',
    })
  })

  test('W-04: every field reaches the deal, and the contact of whoever asks', async () => {
    await using world = await createWorld()
    await world.gateway.ports.dictionaries.refresh()
    const maria = await world.signIn('1001')
    const { body } = await maria.post('/ticket', { ...PORTAL_TICKET, resp_id: '1' })
    const { ticket_number, deal_id } = body as Filed
    const state = await crmState(world)
    const deal = state.deals.find(({ ID }) => ID === String(deal_id)) ?? {}
    const choice = (code: string) =>
      state.userFieldItems.find(({ ID }) => String(ID) === String(deal[code]))?.VALUE
    const [contact, ...others] = await contactsOf(world, 'maria.santos@example.com')
    expect(others).toEqual([])
    expect(contact).toMatchObject({ NAME: 'Maria', LAST_NAME: 'Santos' })
    expect(deal).toMatchObject({
      TITLE: PORTAL_TICKET.title,
      CATEGORY_ID: '19',
      STAGE_ID: 'C19:NEW',
      ASSIGNED_BY_ID: '1',
      CONTACT_IDS: [contact?.ID],
      UF_CRM_1701707101: 'Maria Santos',
      UF_CRM_1701707102: 'maria.santos@example.com',
      UF_CRM_1701707103: PORTAL_TICKET.phone,
      UF_CRM_1701707104: 'São Paulo',
      UF_CRM_1701707105: '1001',
      UF_CRM_1701707106: withCheckDigits('000001001'),
      UF_CRM_1701707107: PORTAL_TICKET.description,
      UF_CRM_1701707111: ticket_number,
    })
    expect(choice('UF_CRM_1701707001')).toBe('Alto')
    expect(choice('UF_CRM_1701706961')).toBe('Sistema Financeiro')
    const [row] = await world.sql`select origin_key, responsible, responsible_crm_id from deals`
    expect(row).toMatchObject({ responsible_crm_id: 1, responsible: expect.any(String) })
    expect(deal.ORIGIN_ID).toBe(row?.origin_key)
  })

  test('F-01: files of the form are in the comment of the deal, each once, and in the store', async () => {
    await using world = await createWorld()
    const maria = await world.signIn('1001')
    const attachments = [textFile('nota.txt'), textFile('erro [1].log', 'Falha 17')]
    const { body } = await maria.post('/ticket', { ...PORTAL_TICKET, attachments })
    const { ticket_number, deal_id } = body as Filed
    await world.settle()
    const [comment, ...others] = await commentsOf(world, deal_id)
    expect(others).toEqual([])
    expect(comment?.COMMENT).toBe(`Anexos do chamado ${ticket_number} (1, 2): nota.txt, erro (1).log`)
    expect(Object.values(comment?.FILES ?? {})).toMatchObject([
      { name: 'nota.txt', size: 11 },
      { name: 'erro [1].log', size: 8 },
    ])
    expect(await world.sql`select ticket_id, activity_id, crm_status from files order by id`).toEqual([
      { ticket_id: 1, activity_id: null, crm_status: 'synced' },
      { ticket_id: 1, activity_id: null, crm_status: 'synced' },
    ])
  })

  test('section 17: with only what is needed, nulls and all; keys that are unknown are ignored', async () => {
    await using world = await createWorld()
    const maria = await world.signIn('1001')
    const answer = await maria.post('/ticket', {
      ...Object.fromEntries(Object.keys(PORTAL_TICKET).map((key) => [key, null])),
      subject: 'Só o assunto',
      description: 'x',
      cor_da_impressora: 'bege',
    })
    expect(answer.status).toBe(201)
    expect(answer.body).toMatchObject({
      title: 'Só o assunto',
      priority: 'Médio',
      service_category: null,
      system_type: null,
      assignee_department: null,
      requester_department: 'Financeiro',
      matricula: '1001',
    })
  })

  test('D-15: a category that is none of ours is kept as it was typed', async () => {
    await using world = await createWorld()
    const maria = await world.signIn('1001')
    const file = async (service_category: string) =>
      (await maria.post('/ticket', { ...PORTAL_TICKET, title: service_category, service_category })).body
    expect(await file('Cafeteira')).toMatchObject({ service_category: 'Cafeteira' })
    expect(await file('acessos e permissoes')).toMatchObject({ service_category: 'Acessos e Permissões' })
    const rows = await world.sql`select category_id is null as is_free from deals order by id`
    expect(rows.map(({ is_free }) => is_free)).toEqual([true, false])
  })

  test('X-06: who asks is whoever is signed in, whatever the form says of them', async () => {
    await using world = await createWorld()
    const maria = await world.signIn('1001')
    await maria.post('/ticket', {
      ...PORTAL_TICKET,
      full_name: 'Diretora Geral',
      email: 'diretora@example.com',
      matricula: '1',
    })
    expect(await world.sql`select requester_name, requester_email, matricula, user_id from deals`).toEqual([
      {
        requester_name: 'Maria Santos',
        requester_email: 'maria.santos@example.com',
        matricula: '1001',
        user_id: 1,
      },
    ])
  })

  test('W-01: somebody whom the CRM does not know becomes a contact, once', async () => {
    await using world = await createWorld()
    await world.visitor().post('/auth/users', CLARA)
    const clara = await world.signIn(CLARA.matricula, CLARA.password)
    const file = (n: number) =>
      clara.post('/ticket', { title: `Chamado ${n}`, description: 'x', phone: '+55 92 3333-0001' })
    await Promise.all(Array.from({ length: 8 }, (_, n) => file(n)))
    await world.settle({ hurry: true })
    const contacts = await contactsOf(world, CLARA.email)
    expect(contacts).toMatchObject([
      { NAME: 'Clara', LAST_NAME: 'Nunes', PHONE: [{ VALUE: '+55 92 3333-0001' }] },
    ])
    const state = await crmState(world)
    const ours = state.deals.filter(({ TITLE }) => /^Chamado \d$/.test(String(TITLE)))
    expect(ours).toHaveLength(8)
    expect(new Set(ours.map(({ CONTACT_IDS }) => String(CONTACT_IDS)))).toEqual(new Set([contacts[0]?.ID]))
  })
})

describe('the CPF', () => {
  const CPF_FIELD = 'UF_CRM_1701707106'
  const inCrm = async (world: World, body: object) => {
    const maria = await world.signIn('1001')
    const answer = await maria.post('/ticket', { ...PORTAL_TICKET, ...body })
    const { deal_id } = answer.body as Filed
    return (await crmState(world)).deals.find(({ ID }) => ID === String(deal_id))?.[CPF_FIELD] || null
  }
  const TYPED = withCheckDigits('321321321')

  test('T-05: about access it is the one that was typed, or none; else it is their own', async () => {
    await using world = await createWorld()
    const service_category = 'Acessos e Permissões'
    expect(await inCrm(world, { title: 'a', service_category, cpf: TYPED })).toBe(TYPED)
    expect(await inCrm(world, { title: 'b', service_category })).toBeNull()
    expect(await inCrm(world, { title: 'c', cpf: TYPED })).toBe(withCheckDigits('000001001'))
    expect(await inCrm(world, { title: 'd', cpf: 'not one' })).toBe(withCheckDigits('000001001'))
    const maria = await world.signIn('1001')
    const wrong = await maria.post('/ticket', { ...PORTAL_TICKET, service_category, cpf: '111.111.111-11' })
    expect(wrong.body).toMatchObject({ status: 422, errors: [{ field: 'cpf', code: 'cpf' }] })
  })

  test('T-05: it is sealed where it is kept, and nowhere else', async () => {
    await using world = await createWorld()
    await inCrm(world, { service_category: 'Acessos e Permissões', cpf: TYPED })
    const [row] = await world.sql`select cpf, origin_key from deals`
    expect(world.gateway.ports.cpfVault.openOfTicket(row?.cpf, row?.origin_key)).toBe(TYPED)
    for (const table of [
      'domain_events',
      'audit_log',
      'job_history',
      'deals',
      'activities',
      'idempotency_keys',
    ]) {
      const rows = await world.sql`select to_jsonb(t)::text as line from ${world.sql(table)} t`
      expect(
        rows.some(({ line }) => line.includes(TYPED)),
        table,
      ).toBe(false)
    }
    expect(world.log()).not.toContain(TYPED)
  })
})

describe('sent again', () => {
  test('T-17: a double click is one ticket, and both clicks get the same answer', async () => {
    await using world = await createWorld()
    const maria = await world.signIn('1001')
    const attachments = [textFile('nota.txt')]
    const clicks = await Promise.all(
      [1, 2, 3].map(() => maria.post('/ticket', { ...PORTAL_TICKET, attachments })),
    )
    expect(clicks.map(({ status }) => status)).toEqual([201, 201, 201])
    expect(new Set(clicks.map(({ body }) => (body as Filed).ticket_number)).size).toBe(1)
    await world.settle()
    expect(await dealsOf(world, PORTAL_TICKET.title)).toHaveLength(1)
    expect(
      (await crmState(world)).comments.filter(({ COMMENT }) => COMMENT.startsWith('Anexos')),
    ).toHaveLength(1)
    await world.sql`update idempotency_keys set expires_at = clock_timestamp()`
    await maria.post('/ticket', { ...PORTAL_TICKET, attachments })
    expect(await dealsOf(world, PORTAL_TICKET.title), 'a while later it is another').toHaveLength(2)
  })

  test('T-17: another person, or another word, is another ticket', async () => {
    await using world = await createWorld()
    const [maria, pedro] = [await world.signIn('1001'), await world.signIn('1002')]
    const body = { title: 'Sem internet', description: 'Caiu' }
    const answers = await Promise.all([
      maria.post('/ticket', body),
      pedro.post('/ticket', body),
      maria.post('/ticket', { ...body, description: 'Caiu!' }),
    ])
    expect(new Set(answers.map(({ body }) => (body as Filed).id)).size).toBe(3)
  })
})

describe('422 and its like: nothing is stored', () => {
  test('section 17: wrong types and missing keys are named as FastAPI names them', async () => {
    await using world = await createWorld()
    await world.gateway.ports.dictionaries.refresh()
    const maria = await world.signIn('1001')
    const wrong: [object, string, string][] = [
      [{ title: 7 }, 'title', 'wrong-type'],
      [{ title: '', subject: ' ' }, 'title', 'required'],
      [{ title: 'x'.repeat(256) }, 'title', 'too-long'],
      [{ description: undefined }, 'description', 'required'],
      [{ description: '  ' }, 'description', 'required'],
      [{ description: 'x'.repeat(20_001) }, 'description', 'too-long'],
      [{ user_id: '1' }, 'user_id', 'wrong-type'],
      [{ user_id: 1.5 }, 'user_id', 'wrong-type'],
      [{ resp_id: 'João' }, 'resp_id', 'not-valid'],
      [{ resp_id: 7 }, 'resp_id', 'wrong-type'],
      [{ resp_id: '99999' }, 'resp_id', 'not-valid'],
      [{ priority: 'Urgentíssimo' }, 'priority', 'one-of'],
      [{ phone: '9'.repeat(33) }, 'phone', 'too-long'],
      [{ attachments: 'nota.txt' }, 'attachments', 'wrong-type'],
      [{ attachments: [{ filename: 'a.txt' }] }, 'attachments.0.content', 'required'],
      [{ attachments: [{ filename: 'a.txt', content: '*' }] }, 'attachments.0.content', 'base64'],
    ]
    for (const [change, field, code] of wrong) {
      const { status, body } = await maria.post('/ticket', { ...PORTAL_TICKET, ...change })
      expect({ status, body }, JSON.stringify(change).slice(0, 80)).toMatchObject({
        status: 422,
        body: {
          code: 'invalid-request',
          errors: [{ field, code }],
          detail: [
            { loc: ['body', ...field.split('.').map((part) => (/^\d+$/.test(part) ? Number(part) : part))] },
          ],
        },
      })
    }
    await nothingIsStored(world)
  })

  test('F-12: too many files, too large ones, empty ones, and what is not what its name says', async () => {
    await using world = await createWorld()
    const maria = await world.signIn('1001')
    const wrong: [{ filename: string; content: string }[], number, string][] = [
      [Array.from({ length: 11 }, (_, n) => textFile(`${n}.txt`)), 422, 'too-many-files'],
      [[textFile('vazio.txt', '')], 422, 'file-empty'],
      [[textFile('grande.txt', 'x'.repeat(10 * 1024 * 1024 + 1))], 413, 'file-too-large'],
      [
        [{ filename: 'foto.png', content: asBase64(Buffer.from('4d5a90000300000004000000ffff', 'hex')) }],
        415,
        'file-type-not-allowed',
      ],
    ]
    for (const [attachments, status, code] of wrong) {
      const { body } = await maria.post('/ticket', { ...PORTAL_TICKET, attachments })
      expect(body, code).toMatchObject({ status, code })
    }
    await nothingIsStored(world)
  })

  test('T-18: user_id of somebody else is refused, unless the team files for them', async () => {
    await using world = await createWorld()
    const [maria, joao] = [await world.signIn('1001'), await world.signIn('2001')]
    const forPedro = { ...PORTAL_TICKET, user_id: 2 }
    expect((await maria.post('/ticket', forPedro)).body).toMatchObject({ status: 403, code: 'forbidden' })
    expect((await joao.post('/ticket', { ...forPedro, user_id: 999 })).body).toMatchObject({
      code: 'user-not-found',
    })
    await nothingIsStored(world)
    expect((await joao.post('/ticket', { ...forPedro, full_name: 'Pedro Lima' })).body).toMatchObject({
      created_by_id: '2',
      matricula: '1002',
    })
    const [row] = await world.sql`select user_id, filed_by_id, requester_email, is_unread from deals`
    expect(row).toEqual({
      user_id: 2,
      filed_by_id: 3,
      requester_email: 'pedro.lima@example.com',
      is_unread: true,
    })
  })

  test('nobody files without being signed in', async () => {
    await using world = await createWorld()
    expect((await world.visitor().post('/ticket', PORTAL_TICKET)).body).toMatchObject({ status: 401 })
  })
})

async function nothingIsStored({ sql }: World): Promise<void> {
  const [left] = await sql`
    select (select count(*)::int from deals) as tickets, (select count(*)::int from activities) as messages,
      (select count(*)::int from jobs) as jobs, (select count(*)::int from domain_events) as events,
      (select count(*)::int from files where ticket_id is not null) as files,
      (select count(*)::int from ticket_numbers) as days, (select count(*)::int from idempotency_keys) as keys`
  expect(left).toEqual({ tickets: 0, messages: 0, jobs: 0, events: 0, files: 0, days: 0, keys: 0 })
}
