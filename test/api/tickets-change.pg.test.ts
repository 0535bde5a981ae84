import { describe, expect, test } from 'vitest'
import { dealInCrm, filedTicket, JOAO_IN_CRM } from '#test/filed-ticket.ts'
import { createWorld } from '#test/world.ts'

const ANY = { 'if-match': '*' }

describe('200', () => {
  test('T-31: an agent takes a ticket, and the CRM shows it under their name', async () => {
    await using world = await createWorld()
    const { id, dealId } = await filedTicket(world)
    const joao = await world.signIn('2001')
    const answer = await joao.patch(`/api/v1/tickets/${id}`, { assigned_to: 3 }, { 'if-match': '"1"' })
    expect(answer.body).toMatchObject({
      assignee: { id: 3, name: 'João Tech' },
      status: 'in_progress',
      version: 2,
    })
    expect(answer.status).toBe(200)
    expect(answer.headers.get('etag')).toBe('"2"')
    expect(await dealInCrm(world, dealId)).toMatchObject({
      assignedById: JOAO_IN_CRM,
      stageId: 'C19:PREPARATION',
    })
    expect(ANY).toBeDefined()
  })
})
