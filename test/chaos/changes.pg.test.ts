import { expect, test } from 'vitest'
import type { Answer } from '#test/client.ts'
import { crmPerson } from '#test/crm-person.ts'
import { type FrailGateway, startFrailGateway } from './frail-gateway.ts'

type Item = Record<string, unknown>

/** Filed by Maria, and in the CRM. */
async function filedTicket({ signIn, settle, sql }: FrailGateway): Promise<{ id: number; dealId: number }> {
  const maria = await signIn('1001')
  const body = { title: 'Impressora em chamas', description: 'Sai fumaça dela desde hoje de manhã.' }
  const { body: ticket } = await maria.post('/api/v1/tickets', body)
  const { id } = ticket as { id: number }
  await settle()
  const [row] = await sql`select deal_id from deals where id = ${id}`
  return { id, dealId: row?.deal_id }
}

async function itemOf({ crmUrl }: FrailGateway, id: number): Promise<Item> {
  const person = crmPerson({ sandbox: { url: crmUrl } })
  return (await person.call<{ item: Item }>('crm.item.get', { entityTypeId: 2, id })).item
}

/** Those of the work itself: what only looks changes nothing when it dies. */
const isOfTheChange = (step: string) => /deals|jobs|audit|crm\.item\.update/.test(step)

/** Dies at each step of what is done, one after the other, each time on another ticket. */
async function dyingAtEachStep(
  frail: FrailGateway,
  act: (id: number) => Promise<Answer>,
  check: (id: number, dealId: number, answer: Answer | null) => Promise<void>,
): Promise<number> {
  const { fuse } = frail
  // Whoever looks into the CRM here would have to wait for what the gateway has asked of it.
  await frail.control('PUT', 'limits', { enabled: false })
  const first = await filedTicket(frail)
  fuse.forget()
  const answer = await act(first.id)
  await frail.settle()
  const steps = [...new Set(fuse.steps().filter(isOfTheChange))]
  await check(first.id, first.dealId, answer)
  for (const step of steps) {
    const { id, dealId } = await filedTicket(frail)
    fuse.forget()
    fuse.arm((name) => name === step)
    const answered = await act(id).catch(() => null)
    await frail.settle()
    fuse.disarm()
    await frail.whenUp()
    await frail.isQuietOutside()
    await frail.settle()
    await check(id, dealId, answered)
  }
  return steps.length
}

test('T-34: an agent takes a ticket and we die at any step: both sides say the same afterwards, and what was answered is so', async () => {
  await using frail = await startFrailGateway({ CRM_WAIT_MS: '2000' })
  const joao = await frail.signIn('2001')
  const tried = await dyingAtEachStep(
    frail,
    (id) => joao.patch(`/api/v1/tickets/${id}`, { assigned_to: 3, priority: 'high' }, { 'if-match': '*' }),
    async (id, dealId, answer) => {
      const [row] = await frail.sql`select * from deals where id = ${id}`
      const item = await itemOf(frail, dealId)
      const isTaken = row?.responsible_id === 3
      expect(row).toMatchObject({
        status: isTaken ? 'in_progress' : 'open',
        priority: isTaken ? 'high' : 'medium',
        crm_status: 'synced',
      })
      expect([item.stageId, item.assignedById === 42, item.ufCrm_1701707001]).toEqual(
        isTaken ? ['C19:PREPARATION', true, 1559] : ['C19:NEW', false, 1561],
      )
      if (answer && answer.status < 300) expect(isTaken).toBe(true)
      const changes =
        await frail.sql`select id from audit_log where subject = 'ticket' and subject_id = ${id} and action = 'ticket-changed'`
      expect(changes).toHaveLength(isTaken ? 1 : 0)
      expect(await frail.sql`select name, last_error from jobs where name <> 'sla-due'`).toEqual([])
    },
  )
  expect(tried).toBeGreaterThan(6)
  expect(frail.deaths()).toBeGreaterThan(3)
}, 900_000)

test('C-01: Maria closes and rates, and we die at any step: closed on both sides or on neither', async () => {
  await using frail = await startFrailGateway()
  const maria = await frail.signIn('1001')
  await dyingAtEachStep(
    frail,
    (id) => maria.post(`/api/v1/tickets/${id}/close`, { rating: 5 }),
    async (id, dealId, answer) => {
      const [row] = await frail.sql`select * from deals where id = ${id}`
      const item = await itemOf(frail, dealId)
      const isClosed = row?.status === 'closed'
      expect(row).toMatchObject({ rating: isClosed ? 5 : null, crm_status: 'synced' })
      expect([item.stageId, item.ufCrm_1701707109 || null]).toEqual(
        isClosed ? ['C19:WON', 5] : ['C19:NEW', null],
      )
      if (answer?.status === 200) expect(isClosed).toBe(true)
      expect(await frail.sql`select name, last_error from jobs where name <> 'sla-due'`).toEqual([])
    },
  )
  expect(frail.deaths()).toBeGreaterThan(3)
}, 900_000)
