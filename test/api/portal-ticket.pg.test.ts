import { describe, expect, test } from 'vitest'
import { withCheckDigits } from '#src/auth/cpf.ts'
import { contactsOf, crmState, dealsOf } from '#test/crm-state.ts'
import { type Filed, PORTAL_TICKET } from '#test/new-tickets.ts'
import { createWorld } from '#test/world.ts'

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
      version: 2,
      crm_status: 'synced',
    })
  })

  test('W-04: every field reaches the deal, and the contact of whoever asks', async () => {
    await using world = await createWorld()
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
})
