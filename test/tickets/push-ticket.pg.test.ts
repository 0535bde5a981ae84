import { describe, expect, test } from 'vitest'
import { promise } from '#src/jobs/queue.ts'
import type { Client } from '#test/client.ts'
import { commentsOf, contactsOf, crmState, dealsOf } from '#test/crm-state.ts'
import { filedTicket } from '#test/filed-ticket.ts'
import { type Filed, PORTAL_TICKET, textFile } from '#test/new-tickets.ts'
import { CLARA } from '#test/people.ts'
import { uploadOf } from '#test/tickets/talk.ts'
import { createWorld, type World } from '#test/world.ts'

const { title } = PORTAL_TICKET
const SHORT_WAIT = { CRM_WAIT_MS: '300' }
const MB = 1024 * 1024

const file = async (client: Client, change: object = {}) => {
  const { status, body } = await client.post('/ticket', { ...PORTAL_TICKET, ...change })
  return { answered: status, ...(body as Filed) }
}
const faults = (world: World, ...rules: object[]) => world.control('PUT', 'faults', rules)
const ticketOf = async (client: Client, id: number) => (await client.get(`/api/v1/tickets/${id}`)).body

describe('the CRM is away', () => {
  for (const effect of [{ effect: 'reset' }, { effect: 'status', code: 503 }, { effect: 'garbage' }]) {
    test(`I1: ${effect.effect}: the ticket is kept at once, and is one deal with its files once the CRM is back`, async () => {
      await using world = await createWorld(SHORT_WAIT)
      const maria = await world.signIn('1001')
      await faults(world, { match: { method: '*' }, ...effect })
      const filed = await file(maria, { attachments: [textFile('nota.txt')] })
      expect(filed).toMatchObject({
        answered: 202,
        deal_id: null,
        crm_status: 'pending',
        ticket_number: expect.stringMatching(/^TKT-\d{8}-00001$/),
      })
      await faults(world)
      await world.settle({ hurry: true })
      const deals = await dealsOf(world, title)
      expect(deals).toHaveLength(1)
      const deal_id = Number(deals[0]?.ID)
      expect(await ticketOf(maria, 1)).toMatchObject({ deal_id, crm_status: 'synced' })
      expect(await commentsOf(world, deal_id)).toHaveLength(1)
    })
  }

  test('Q6: nobody waits longer than CRM_WAIT_MS for a CRM that does not answer', async () => {
    await using world = await createWorld(SHORT_WAIT)
    const maria = await world.signIn('1001')
    await faults(world, { match: { method: 'crm.item.add' }, effect: 'hang' })
    expect(await file(maria)).toMatchObject({ answered: 202, deal_id: null })
  })

  test('Q6, W-05: with CRM_WRITE_MODE=sync it is 504, and the ticket is kept: sent again, it is the same', async () => {
    await using world = await createWorld({ ...SHORT_WAIT, CRM_WRITE_MODE: 'sync' })
    const maria = await world.signIn('1001')
    await faults(world, { match: { method: '*' }, effect: 'reset' })
    const key = { 'idempotency-key': 'form-1' }
    const answer = await maria.post('/ticket', PORTAL_TICKET, key)
    expect(answer.body).toMatchObject({ status: 504, code: 'crm-timeout' })
    await faults(world)
    await world.settle({ hurry: true })
    const again = await maria.post('/ticket', PORTAL_TICKET, key)
    expect(again).toMatchObject({ status: 201, body: { id: 1 } })
    expect(await dealsOf(world, title)).toHaveLength(1)
  })
})

describe('answers get lost', () => {
  test('I1: a deal that the mirror has read before we knew its number still gets its files, and is not made again', async () => {
    await using world = await createWorld()
    const maria = await world.signIn('1001')
    await uploadOf(maria, 'nota.txt')
    // As if its worker had died between the CRM's answer and its own commit.
    const { id, dealId } = await filedTicket(world, { crmStatus: 'pending' })
    await world.sql`update files set ticket_id = ${id}, crm_status = 'pending'`
    await promise(world.gateway.ports.db, 'push-ticket', { ticketId: id })
    await world.settle({ hurry: true })
    expect(await dealsOf(world, 'Impressora em chamas')).toHaveLength(1)
    expect(await ticketOf(maria, id)).toMatchObject({ deal_id: dealId, crm_status: 'synced' })
    expect(await commentsOf(world, dealId)).toEqual([
      expect.objectContaining({ COMMENT: expect.stringContaining('nota.txt') }),
    ])
  })

  for (const effect of ['lost-answer', 'truncate', 'garbage']) {
    test(`I1: ${effect} of the deal: it is found, and not made again`, async () => {
      await using world = await createWorld(SHORT_WAIT)
      const maria = await world.signIn('1001')
      // The contact is known, so that the next is the deal.
      await file(maria, { title: 'Antes' })
      await faults(world, { match: { method: 'crm.item.add' }, effect, times: 1 })
      await file(maria)
      await world.settle({ hurry: true })
      const [deal, ...others] = await dealsOf(world, title)
      expect(others).toEqual([])
      expect(await ticketOf(maria, 2)).toMatchObject({ deal_id: Number(deal?.ID) })
    })
  }

  test('I1: of the comment that carries the files: it is found by its text', async () => {
    await using world = await createWorld(SHORT_WAIT)
    const maria = await world.signIn('1001')
    await faults(world, { match: { method: 'crm.timeline.comment.add' }, effect: 'lost-answer', times: 1 })
    await file(maria, { attachments: [textFile('nota.txt')] })
    await world.settle({ hurry: true })
    const [deal] = await dealsOf(world, title)
    expect(await commentsOf(world, Number(deal?.ID))).toHaveLength(1)
  })

  test('I1: of the contact: nobody makes a second one', async () => {
    await using world = await createWorld(SHORT_WAIT)
    await world.visitor().post('/auth/users', CLARA)
    const clara = await world.signIn(CLARA.matricula, CLARA.password)
    await faults(world, { match: { method: 'crm.item.add' }, effect: 'lost-answer', times: 1 })
    await Promise.all(['a', 'b', 'c'].map((name) => file(clara, { title: name, user_id: null })))
    await world.sql`update crm_contacts set claimed_until = clock_timestamp()`
    await world.settle({ hurry: true })
    expect(await contactsOf(world, CLARA.email)).toHaveLength(1)
    expect((await crmState(world)).deals.filter(({ TITLE }) => /^[abc]$/.test(String(TITLE)))).toHaveLength(3)
  })
})

describe('the CRM says no', () => {
  const REFUSAL = { match: { method: 'crm.item.add' }, effect: 'status', code: 400, error: 'ERROR_CORE' }

  test('I7: the job is dead, and the team sees why; the requester only that it failed', async () => {
    await using world = await createWorld()
    const [maria, joao] = [await world.signIn('1001'), await world.signIn('2001')]
    await file(maria, { title: 'Antes' })
    await faults(world, REFUSAL)
    expect(await file(maria)).toMatchObject({ answered: 202, deal_id: null, crm_status: 'failed' })
    expect(
      await world.sql`select name, state, last_outcome from jobs where name not in ('sla-due', 'send-notice')`,
    ).toEqual([{ name: 'push-ticket', state: 'dead', last_outcome: 'rejected' }])
    expect(await ticketOf(joao, 2)).toMatchObject({
      crm_status: 'failed',
      crm_error: expect.stringContaining('ERROR_CORE'),
    })
    expect(await ticketOf(maria, 2)).toMatchObject({ crm_status: 'failed', crm_error: null })
  })

  test('W-01: a contact that it does not take costs the deal its contact and nothing else', async () => {
    await using world = await createWorld()
    await world.visitor().post('/auth/users', CLARA)
    const clara = await world.signIn(CLARA.matricula, CLARA.password)
    await faults(world, { ...REFUSAL, times: 1 })
    expect(await file(clara, { user_id: null })).toMatchObject({ answered: 201 })
    expect(await dealsOf(world, title)).toMatchObject([{ CONTACT_IDS: [] }])
    expect(await world.sql`select contact_id from deals`).toEqual([{ contact_id: null }])
  })
})

describe('files', () => {
  test('F-02: what is too large for a comment goes to the Disk, and the comment names it', async () => {
    await using world = await createWorld()
    const maria = await world.signIn('1001')
    const attachments = [
      textFile('grande.txt', 'g'.repeat(2 * MB)),
      textFile('nota.txt'),
      textFile('media.txt', 'm'.repeat(MB - 11)),
    ]
    const { deal_id, ticket_number } = await file(maria, { attachments })
    await world.settle()
    const [comment, ...others] = await commentsOf(world, deal_id)
    expect(others).toEqual([])
    expect(Object.values(comment?.FILES ?? {}).map(({ name }) => name)).toEqual(['nota.txt', 'media.txt'])
    const [row] = await world.sql`select crm_file_id from files where filename = 'grande.txt'`
    expect(comment?.COMMENT).toBe(
      `Anexos do chamado ${ticket_number} (1, 2, 3): grande.txt, nota.txt, media.txt\n` +
        `No Drive da empresa, pasta Ponte (arquivo ${row?.crm_file_id}): grande.txt`,
    )
    const onDisk = (await crmState(world)).files.filter(({ NAME }) => NAME.startsWith('grande'))
    expect(onDisk).toMatchObject([{ ID: row?.crm_file_id, SIZE: 2 * MB }])
  })

  test('I1: an attempt that fails after a file reached the Disk sends it no second time', async () => {
    await using world = await createWorld(SHORT_WAIT)
    const maria = await world.signIn('1001')
    await faults(world, {
      match: { method: 'crm.timeline.comment.add' },
      effect: 'status',
      code: 500,
      times: 2,
    })
    await file(maria, { attachments: [textFile('grande.txt', 'g'.repeat(2 * MB))] })
    await world.settle({ hurry: true })
    const [deal] = await dealsOf(world, title)
    expect(await commentsOf(world, Number(deal?.ID))).toHaveLength(1)
    const sent = (await world.control('GET', 'requests')) as { method: string }[]
    expect(sent.filter(({ method }) => method === 'disk.folder.uploadfile')).toHaveLength(1)
  })

  test('files that are still scanned wait, those of one message for each other, and what is infected is said and left out', async () => {
    await using world = await createWorld(SHORT_WAIT)
    const maria = await world.signIn('1001')
    await faults(world, { match: { method: '*' }, effect: 'status', code: 503 })
    await file(maria, { attachments: [textFile('a.txt'), textFile('b.txt')] })
    await world.sql`update files set scan_status = 'waiting' where filename = 'b.txt'`
    await faults(world)
    await world.sql`update jobs set run_at = clock_timestamp()`
    await world.sql`select pg_notify('ponte_jobs-due', '')`
    await world.settle()
    const [deal] = await dealsOf(world, title)
    expect(await commentsOf(world, Number(deal?.ID))).toEqual([])
    expect(await world.sql`select name, state, key from jobs where name <> 'sla-due'`).toEqual([
      { name: 'push-files', state: 'waiting', key: 'files:1:' },
    ])
    await world.sql`update files set scan_status = 'infected' where filename = 'b.txt'`
    await world.settle({ hurry: true })
    const [comment] = await commentsOf(world, Number(deal?.ID))
    expect(Object.values(comment?.FILES ?? {}).map(({ name }) => name)).toEqual(['a.txt'])
    expect(comment?.COMMENT).toContain('Bloqueado pelo antivírus: b.txt')
  })
})
