import { afterEach, describe, expect, test } from 'vitest'
import type { Client } from '#test/client.ts'
import { crmComesBack, crmGoesAway } from '#test/crm-presence.ts'
import { ANA_IN_CRM, dealInCrm, filedTicket, JOAO_IN_CRM } from '#test/filed-ticket.ts'
import { signedIn } from '#test/signed-in.ts'
import { ANA, JOAO, PEDRO } from '#test/tickets.ts'

const ANY = { 'if-match': '*' }
const version = (number: number) => ({ 'if-match': `"${number}"` })

// Long enough for a CRM that answers, and soon over for one that does not.
const { world, maria, pedro, joao, ana } = await signedIn()
afterEach(() => faults())

const faults = (...rules: object[]) => world.control('PUT', 'faults', rules)
const rejecting = {
  match: { method: 'crm.item.update' },
  effect: 'status',
  code: 400,
  error: 'ACCESS_DENIED',
}
const away = { match: { method: '*' }, effect: 'reset' }
const path = (id: number) => `/api/v1/tickets/${id}`
const rowOf = async (id: number) => (await world.sql`select * from deals where id = ${id}`)[0] ?? {}
const eventsOf = async (id: number) =>
  (
    await world.sql`select kind, data, is_internal, actor_id from domain_events where ticket_id = ${id} and kind <> 'notification' order by seq`
  ).map((row) => row)
const auditOf = (id: number) =>
  world.sql`select * from audit_log where subject = 'ticket' and subject_id = ${id} order by id`
const updates = async () => {
  const requests = (await world.control('GET', 'requests')) as { method: string }[]
  return requests.filter(({ method }) => method === 'crm.item.update')
}

describe('200: the CRM has said yes', () => {
  test('T-31, T-33: an agent takes a ticket, work on it begins, and the CRM shows both', async () => {
    const { id, dealId } = await filedTicket(world)
    const answer = await joao.patch(path(id), { assigned_to: JOAO }, version(1))
    expect(answer.status).toBe(200)
    expect(answer.headers.get('etag')).toBe('"2"')
    expect(answer.body).toMatchObject({
      assignee: { id: JOAO, crm_id: JOAO_IN_CRM, name: 'João Tech', email: 'joao.tech@example.com' },
      assigned_at: expect.any(String),
      status: 'in_progress',
      stage_id: 'C19:PREPARATION',
      version: 2,
      pending_changes: [],
      crm_status: 'synced',
    })
    expect(await dealInCrm(world, dealId)).toMatchObject({
      assignedById: JOAO_IN_CRM,
      stageId: 'C19:PREPARATION',
    })
  })

  test('a column of the board: its stage, and what that means', async () => {
    const { id, dealId } = await filedTicket(world)
    const asked = await joao.patch(path(id), { stage_id: 'C19:EXECUTING' }, version(1))
    expect(asked.body).toMatchObject({ status: 'in_progress', stage_id: 'C19:EXECUTING', version: 2 })
    expect(await dealInCrm(world, dealId)).toMatchObject({ stageId: 'C19:EXECUTING' })
    // The same status, another column.
    const back = await joao.patch(path(id), { stage_id: 'C19:PREPARATION' }, version(2))
    expect(back.body).toMatchObject({ status: 'in_progress', stage_id: 'C19:PREPARATION' })
    const lost = await joao.patch(
      path(id),
      { stage_id: 'C19:LOSE', resolution_notes: 'Pedido repetido' },
      ANY,
    )
    expect(lost.body).toMatchObject({ status: 'closed', close_reason: 'failed', stage_id: 'C19:LOSE' })
    const reopened = await joao.patch(path(id), { stage_id: 'C19:NEW' }, ANY)
    expect(reopened.body).toMatchObject({ code: 'invalid-transition' })
    const nowhere = await joao.patch(path(id), { stage_id: 'C21:NEW' }, ANY)
    expect(nowhere.body).toMatchObject({ errors: [{ field: 'stage_id' }] })
  })

  test('T-30: status and person in one go, in one write', async () => {
    const { id, dealId } = await filedTicket(world)
    await world.control('DELETE', 'requests')
    const answer = await joao.patch(path(id), { status: 'waiting_user', assigned_to: ANA }, version(1))
    expect(answer.body).toMatchObject({ status: 'waiting_for_user', assignee: { id: ANA } })
    expect(await dealInCrm(world, dealId)).toMatchObject({ assignedById: ANA_IN_CRM, stageId: 'C19:UC_WAIT' })
    expect(await updates()).toHaveLength(1)
  })

  test('D-13, D-14, L-04: priority by any label; the deadline follows from the moment of creation, here and in the CRM', async () => {
    const createdAt = new Date(Math.floor(Date.now() / 1_000) * 1_000 - 600_000)
    const dueAt = new Date(createdAt.getTime() + 3_600_000).toISOString()
    const { id, dealId } = await filedTicket(world, { createdAt })
    const answer = await joao.patch(path(id), { priority: 'crítico' }, version(1))
    expect(answer.body).toMatchObject({ priority: 'urgent', date_deadline: dueAt })
    const deal = await dealInCrm(world, dealId)
    expect(deal).toMatchObject({ ufCrm_1701707001: 1557 })
    expect(new Date(String(deal.ufCrm_1701707108)).toISOString()).toBe(dueAt)
    const [audited] = await auditOf(id)
    expect(audited).toMatchObject({
      actor_id: JOAO,
      action: 'ticket-changed',
      before: { priority: 'medium', date_deadline: null },
      after: { priority: 'urgent', date_deadline: dueAt },
      address: '127.0.0.1',
    })
    expect(await eventsOf(id)).toMatchObject([
      { kind: 'ticket-changed', actor_id: JOAO, data: { changes: { priority: 'urgent' }, version: 2 } },
      { kind: 'priority-changed', data: { from: 'medium', to: 'urgent', is_higher: true } },
    ])
  })

  test('category by any of its names, department and title reach the CRM; a department can be taken away', async () => {
    const { id, dealId } = await filedTicket(world)
    const wish = { category: 'sistema financeiro', department: 'TI', title: 'Outro título' }
    const answer = await joao.patch(path(id), wish, version(1))
    expect(answer.status, answer.text).toBe(200)
    expect(answer.body).toMatchObject({
      department: 'TI',
      title: 'Outro título',
      category_label: 'Sistema Financeiro',
    })
    expect(await dealInCrm(world, dealId)).toMatchObject({ title: 'Outro título' })
    expect((await joao.patch(path(id), { department: null }, ANY)).body).toMatchObject({ department: null })
  })

  test('T-35, T-37: resolved and closed leave their moments; what is resolved has no stage of its own', async () => {
    const { id, dealId } = await filedTicket(world)
    await joao.patch(path(id), { status: 'in_progress' }, ANY)
    const resolved = await joao.patch(path(id), { status: 'resolved', resolution_notes: 'Tomada.' }, ANY)
    expect(resolved.body).toMatchObject({
      status: 'resolved',
      stage_id: 'C19:PREPARATION',
      resolved_at: expect.any(String),
      closed_at: null,
      resolution_notes: 'Tomada.',
    })
    const closed = await joao.patch(path(id), { status: 'closed' }, ANY)
    expect(closed.body).toMatchObject({
      status: 'closed',
      stage_id: 'C19:WON',
      closed_at: expect.any(String),
    })
    expect((closed.body as { resolved_at: string }).resolved_at).toBe(
      (resolved.body as { resolved_at: string }).resolved_at,
    )
    expect(await dealInCrm(world, dealId)).toMatchObject({ stageId: 'C19:WON' })
  })

  test('nobody is null or 0; the CRM, which has no deal of nobody, keeps whom it had', async () => {
    const { id, dealId } = await filedTicket(world)
    await joao.patch(path(id), { assigned_to: JOAO }, ANY)
    for (const nobody of [0, null]) {
      await joao.patch(path(id), { assigned_to: ANA }, ANY)
      const answer = await joao.patch(path(id), { assigned_to: nobody }, ANY)
      expect(answer.body).toMatchObject({ assignee: null, assigned_at: null, status: 'in_progress' })
    }
    expect(await dealInCrm(world, dealId)).toMatchObject({ assignedById: ANA_IN_CRM })
    expect((await eventsOf(id)).filter(({ kind }) => kind === 'ticket-assigned')).toHaveLength(5)
  })

  test('a person of the team whom the CRM does not know is assigned here alone', async () => {
    const { id, dealId } = await filedTicket(world, { status: 'in_progress', stageId: 'C19:PREPARATION' })
    await world.sql`update users set email = 'nobody.there@example.com' where id = ${ANA}`
    const { assignedById } = await dealInCrm(world, dealId)
    const answer = await joao.patch(path(id), { assigned_to: ANA }, ANY)
    await world.sql`update users set email = 'ana.costa@example.com' where id = ${ANA}`
    expect(answer.body).toMatchObject({ assignee: { id: ANA, crm_id: null, name: 'Ana Costa' } })
    expect(await dealInCrm(world, dealId)).toMatchObject({ assignedById })
  })

  test('what the CRM does not show asks it nothing: tags, notes, on_hold', async () => {
    const { id } = await filedTicket(world)
    await faults(away)
    const wish = {
      tags: [' impressora ', 'fogo', 'fogo'],
      status: 'on_hold',
      resolution_notes: 'Peça pedida',
    }
    const answer = await joao.patch(path(id), wish, version(1))
    expect(answer.status, answer.text).toBe(200)
    expect(answer.body).toMatchObject({
      tags: ['impressora', 'fogo'],
      status: 'on_hold',
      crm_status: 'synced',
    })
  })

  test('a change that changes nothing answers 200 and writes nothing', async () => {
    const { id } = await filedTicket(world)
    await joao.patch(path(id), { assigned_to: JOAO, priority: 'high' }, ANY)
    const [before, audit, events] = [await rowOf(id), await auditOf(id), await eventsOf(id)]
    const same = { assigned_to: JOAO, priority: 'Alto', status: 'in_progress', tags: [] }
    for (const wish of [{}, same]) {
      expect((await joao.patch(path(id), wish, version(2))).status).toBe(200)
    }
    expect([await rowOf(id), await auditOf(id), await eventsOf(id)]).toEqual([before, audit, events])
  })

  test('a ticket without a deal yet is changed at once, and its deal becomes so as soon as it is there', async () => {
    const { id } = await filedTicket(world, { isInCrm: false })
    const answer = await joao.patch(path(id), { status: 'in_progress', priority: 'high' }, version(1))
    expect(answer.status).toBe(200)
    expect(answer.body).toMatchObject({ status: 'in_progress', deal_id: null, crm_status: 'pending' })
    const [job] = await world.sql`select name, payload from jobs where key = ${`ticket:${id}`}`
    expect(job).toMatchObject({ name: 'push-change', payload: { parts: ['deadline', 'priority', 'stage'] } })
  })
})

describe('202: the CRM is away', () => {
  test('the change is shown as pending, and made once when the CRM is back', async () => {
    const { id, dealId } = await filedTicket(world)
    await crmGoesAway(world)
    const answer = await joao.patch(path(id), { assigned_to: JOAO }, version(1))
    const pending = {
      status: 'open',
      assignee: null,
      version: 1,
      pending_changes: [{ requested_by: JOAO, changes: { assigned_to: JOAO } }],
    }
    expect(answer.status).toBe(202)
    expect(answer.body).toMatchObject(pending)
    expect((await ana.get(path(id))).body).toMatchObject(pending)
    const listed = async (client: Client) =>
      ((await client.get('/api/v1/tickets?limit=100')).body as { items: { id: number }[] }).items.find(
        (ticket) => ticket.id === id,
      )
    expect(await listed(ana), 'in lists too').toMatchObject(pending)
    expect((await eventsOf(id)).at(-1)).toMatchObject({
      kind: 'change-pending',
      is_internal: true,
      data: { changes: { assigned_to: JOAO } },
    })
    await crmComesBack(world)
    await world.settle({ hurry: true })
    expect((await joao.get(path(id))).body).toMatchObject({
      status: 'in_progress',
      assignee: { id: JOAO },
      version: 2,
      pending_changes: [],
    })
    expect(await listed(ana)).toMatchObject({ pending_changes: [] })
    expect(await dealInCrm(world, dealId)).toMatchObject({ assignedById: JOAO_IN_CRM })
    expect(await eventsOf(id)).toHaveLength(3)
  })

  test('what a requester says meanwhile does not undo it; what somebody else decided does', async () => {
    const first = await filedTicket(world)
    const second = await filedTicket(world)
    await crmGoesAway(world)
    for (const { id } of [first, second])
      expect((await joao.patch(path(id), { priority: 'high' }, version(1))).status).toBe(202)
    // Not while the CRM is being asked, which may say yes before anybody else decides; and it may have been reached.
    const putOff = async () =>
      (
        await world.sql`
          update jobs set run_at = clock_timestamp() + interval '1 hour', may_exist = true
          where name = 'ask-change' and state = 'waiting' returning id`
      ).length
    await expect.poll(putOff, { timeout: 60_000 }).toBe(2)
    await world.sql`update deals set version = version + 1, message_count = 1 where id = ${first.id}`
    await world.sql`update deals set version = version + 1, priority = 'urgent' where id = ${second.id}`
    await crmComesBack(world)
    await world.settle({ hurry: true })
    expect(await rowOf(first.id)).toMatchObject({ priority: 'high' })
    expect(await rowOf(second.id)).toMatchObject({ priority: 'urgent' })
    expect((await eventsOf(second.id)).find(({ kind }) => kind === 'change-rejected')).toMatchObject({
      is_internal: true,
      data: { code: 'version-conflict', changes: { priority: 'high' } },
    })
  })

  test('the answer gets lost: it was done, and is told as done', async () => {
    const { id, dealId } = await filedTicket(world)
    await faults({ match: { method: 'crm.item.update' }, effect: 'lost-answer', times: 1 })
    const answer = await joao.patch(path(id), { status: 'in_progress' }, version(1))
    if (answer.status === 202) await world.settle({ hurry: true })
    expect(await rowOf(id)).toMatchObject({ status: 'in_progress', version: 2 })
    expect(await dealInCrm(world, dealId)).toMatchObject({ stageId: 'C19:PREPARATION' })
  })

  test('closed meanwhile by whoever asked: the CRM is brought back to that', async () => {
    const { id, dealId } = await filedTicket(world)
    await crmGoesAway(world)
    expect((await joao.patch(path(id), { status: 'waiting_for_user' }, ANY)).status).toBe(202)
    expect((await maria.post(`${path(id)}/close`, { rating: 4 })).status).toBe(200)
    await crmComesBack(world)
    await world.settle({ hurry: true })
    expect(await rowOf(id)).toMatchObject({ status: 'closed', rating: 4, crm_status: 'synced' })
    expect(await dealInCrm(world, dealId)).toMatchObject({ stageId: 'C19:WON', ufCrm_1701707109: 4 })
  })
})

describe('409', () => {
  test('crm-rejected: nothing has changed, and the job is over and no dead letter', async () => {
    const { id, dealId } = await filedTicket(world)
    await faults(rejecting)
    const before = await rowOf(id)
    const answer = await joao.patch(path(id), { status: 'in_progress', tags: ['a'] }, version(1))
    expect(answer.status).toBe(409)
    expect(answer.body).toMatchObject({ code: 'crm-rejected' })
    expect(await rowOf(id)).toEqual(before)
    expect(await dealInCrm(world, dealId)).toMatchObject({ stageId: 'C19:NEW' })
    expect(await world.sql`select id from jobs where key = ${`ticket:${id}`}`).toEqual([])
    expect(await auditOf(id)).toMatchObject([
      {
        action: 'ticket-change-refused',
        actor_id: JOAO,
        after: { code: 'crm-rejected', reason: expect.any(String) },
      },
    ])
    expect(await eventsOf(id)).toMatchObject([
      { kind: 'change-rejected', is_internal: true, data: { reason: expect.any(String) } },
    ])
  })

  test('D-11: invalid-transition: what is closed is not set to anything else', async () => {
    const { id } = await filedTicket(world, { status: 'closed', stageId: 'C19:WON', closedAt: new Date() })
    for (const status of ['open', 'in_progress', 'waiting_for_user', 'on_hold', 'resolved']) {
      expect((await joao.patch(path(id), { status }, ANY)).body, status).toMatchObject({
        status: 409,
        code: 'invalid-transition',
      })
    }
    expect((await joao.patch(path(id), { status: 'on_hold' }, ANY)).body, 'in words').toMatchObject({
      message: 'O chamado está em "Encerrado" e não pode passar a "Em espera".',
    })
    expect((await joao.patch(path(id), { status: 'closed' }, ANY)).status).toBe(200)
  })
})

describe('412 and 428', () => {
  test('T-34: without If-Match nothing is changed', async () => {
    const { id } = await filedTicket(world)
    expect((await joao.patch(path(id), { status: 'closed' })).body).toMatchObject({
      status: 428,
      code: 'if-match-required',
    })
  })

  test('another version is refused with the one that is there', async () => {
    const { id } = await filedTicket(world)
    for (const tag of ['"2"', '"0"', 'nonsense', '"1x"', '1']) {
      const answer = await joao.patch(path(id), { status: 'closed' }, { 'if-match': tag })
      expect(answer.body, tag).toMatchObject({ status: 412, code: 'version-conflict' })
      expect(answer.headers.get('etag')).toBe('"1"')
    }
    expect((await joao.patch(path(id), { status: 'closed' }, { 'if-match': '"7", W/"1"' })).status).toBe(200)
  })

  test('two agents who looked at the same version: one of them wins, whatever each of them wants', async () => {
    for (const [one, other] of [
      [{ assigned_to: JOAO }, { assigned_to: ANA }],
      [{ priority: 'high' }, { status: 'in_progress' }],
      [{ tags: ['a'] }, { status: 'in_progress' }],
    ]) {
      const { id } = await filedTicket(world)
      const answers = await Promise.all([
        joao.patch(path(id), one, version(1)),
        ana.patch(path(id), other, version(1)),
      ])
      expect(answers.map(({ status }) => status).sort(), JSON.stringify(one)).toEqual([200, 412])
      expect(await rowOf(id)).toMatchObject({ version: 2 })
    }
  })
})

describe('403, 404 and 422', () => {
  test('T-29: requesters change nothing: 403 for their own, 404 for what is not theirs or not there', async () => {
    const { id } = await filedTicket(world)
    expect((await maria.patch(path(id), { priority: 'urgent' }, ANY)).body).toMatchObject({ status: 403 })
    expect((await pedro.patch(path(id), { priority: 'urgent' }, ANY)).body).toMatchObject({ status: 404 })
    expect((await pedro.patch(path(id), { priority: 'urgent' })).body).toMatchObject({ status: 404 })
    expect((await joao.patch(path(999_999), { priority: 'urgent' }, ANY)).body).toMatchObject({
      code: 'ticket-not-found',
    })
    expect((await joao.patch(path(999_999), { assigned_to: 77 })).status).toBe(404)
  })

  test('what does not fit is named, and nothing is changed', async () => {
    const { id } = await filedTicket(world)
    const before = await rowOf(id)
    const cases: [object, string, string][] = [
      [{ status: 'done' }, 'status', 'one-of'],
      [{ priority: 'p1' }, 'priority', 'one-of'],
      [{ assigned_to: PEDRO }, 'assigned_to', 'not-valid'],
      [{ assigned_to: 4711 }, 'assigned_to', 'not-valid'],
      [{ assigned_to: -1 }, 'assigned_to', 'too-small'],
      [{ assigned_to: '3' }, 'assigned_to', 'wrong-type'],
      [{ assigned_to: 2 ** 31 }, 'assigned_to', 'too-big'],
      [{ category: 'no such thing' }, 'category', 'category'],
      [{ tags: Array.from({ length: 21 }, (_, n) => `t${n}`) }, 'tags', 'too-big'],
      [{ tags: ['x'.repeat(41)] }, 'tags.0', 'too-long'],
      [{ tags: ['  '] }, 'tags.0', 'required'],
      [{ title: '' }, 'title', 'required'],
      [{ department: 'x'.repeat(101) }, 'department', 'too-long'],
      [{ version: 3 }, '', 'unknown-field'],
      [{ user_id: 2 }, '', 'unknown-field'],
    ]
    for (const [wish, field, code] of cases) {
      const answer = await joao.patch(path(id), wish, ANY)
      expect(answer.body, JSON.stringify(wish)).toMatchObject({ status: 422, errors: [{ field, code }] })
    }
    expect(await rowOf(id)).toEqual(before)
  })

  test('somebody who left, and a requester, are assigned nothing', async () => {
    const { id } = await filedTicket(world)
    await world.sql`update users set is_active = false where id = ${ANA}`
    expect((await joao.patch(path(id), { assigned_to: ANA }, ANY)).status).toBe(422)
    await world.sql`update users set is_active = true where id = ${ANA}`
  })
})
