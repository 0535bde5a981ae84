import { beforeAll, describe, expect, test } from 'vitest'
import { telling } from '#src/db/tell.ts'
import type { TicketId, UserId } from '#src/ids.ts'
import type { Changes } from '#src/realtime/events.ts'
import { listen } from '#test/room-client.ts'
import { signedIn } from '#test/signed-in.ts'
import { type Given, givenMessage, givenTicket, JOAO } from '#test/tickets.ts'

const { world, maria, joao, ana } = await signedIn({ ROLE: 'api' })
let ticket: Given & { deal_id: number }
let other: Given & { deal_id: number }
beforeAll(async () => {
  ticket = (await givenTicket(world)) as typeof ticket
  other = (await givenTicket(world)) as typeof other
})

/** Changes a ticket's title, in one transaction with the event of it; `isPushed`: and one that all rooms are told. */
async function retitle({ id }: Given, title: string, isPushed = false): Promise<void> {
  const { db } = world.gateway.ports
  await db.transaction((tx) =>
    telling(tx, async (tell) => {
      const [row] = await tx.execute<{ version: number }>(
        `update deals set title = '${title}', version = version + 1 where id = ${id} returning version`,
      )
      const data = { changes: { title }, version: row?.version }
      const about = { ticketId: id as TicketId, actorId: JOAO as UserId }
      tell({ kind: 'ticket-changed', ...about, data })
      if (isPushed) tell({ kind: 'sync-state', ...about, data: { crm_status: 'synced' } })
    }),
  )
}
const titleOf = (told: object) => ('changes' in told ? (told.changes as Changes).title : undefined)
const toldOf = async (ids: readonly number[], kind: string, after: number) =>
  (
    await world.sql<{ seq: number }[]>`select seq::float8 as seq from domain_events
      where ticket_id = any(${ids}) and kind = ${kind} and seq > ${after} order by seq`
  ).map(({ seq }) => seq)
const newest = async () =>
  (await world.sql<{ seq: number }[]>`select max(seq)::float8 as seq from domain_events`)[0]?.seq ?? 0

describe('R-16: nothing falls between a snapshot and what follows', () => {
  test('whoever joins, leaves and comes back amid changes hears each later one once, in order, and is told none that they have seen', async () => {
    let isOver = false
    const storm = async (of: Given) => {
      for (let n = 0; !isOver; n += 1) await retitle(of, `Título ${n}`, true)
    }
    const storms = [storm(ticket), storm(other)]
    const watch = async (client: typeof maria, isTeam: boolean) => {
      await using watcher = await listen(client)
      const board = isTeam ? await watcher.joinDashboard() : null
      for (let round = 0; round < 8; round += 1) {
        const { seq, snapshot, heardBefore: from } = await watcher.joinDeal(ticket.deal_id)
        const at = watcher.heard.slice(0, from).findLast(({ event }) => event === 'deal_updated')
        // What they were told last is no newer than what they see now.
        expect(at?.seq ?? 0).toBeLessThanOrEqual(seq)
        const version = Number(snapshot?.version)
        await expect
          .poll(() => watcher.heard.slice(from).filter(({ event }) => event === 'deal_updated').length)
          .toBeGreaterThan(3)
        await watcher.ask('leave_deal', { deal_id: ticket.deal_id })
        const updates = watcher.heard
          .slice(from)
          .flatMap((one) => (one.event === 'deal_updated' ? [one] : []))
        expect(updates.map((one) => one.version)).toEqual(updates.map((_, n) => version + n + 1))
        expect(updates.map((one) => one.seq)).toEqual(
          (await toldOf([ticket.id], 'ticket-changed', seq)).slice(0, updates.length),
        )
      }
      if (board) {
        const states = watcher.heard.filter(({ event }) => event === 'sync_state').map(({ seq }) => seq)
        const told = await toldOf([ticket.id, other.id], 'sync-state', board.seq)
        expect(states, 'through whichever room').toEqual(told.slice(0, states.length))
      }
      const names = watcher.heard.map(({ event, seq }) => `${event} ${seq}`)
      expect(new Set(names).size, 'told once').toBe(names.length)
    }
    await Promise.all([watch(maria, false), watch(joao, true), watch(ana, true)]).finally(() => {
      isOver = true
      return Promise.all(storms)
    })
  })

  test('with since_seq what was missed is told in order before the answer, and no snapshot', async () => {
    const since = await newest()
    await retitle(ticket, 'Um')
    await retitle(other, 'De outro')
    await retitle(ticket, 'Dois')
    await using watcher = await listen(maria)
    const joined = await watcher.joinDeal(ticket.deal_id, since)
    expect(joined.snapshot).toBeUndefined()
    expect(joined.resync).toBeUndefined()
    expect(watcher.heard.map((one) => one.event === 'deal_updated' && one.changes.title)).toEqual([
      'Um',
      'Dois',
    ])
    await retitle(ticket, 'Três')
    await watcher.hears('deal_updated', ({ changes }) => changes.title === 'Três')
    const seqs = watcher.heard.filter(({ event }) => event === 'deal_updated').map(({ seq }) => seq)
    expect(seqs).toEqual(await toldOf([ticket.id], 'ticket-changed', since))
  })

  test('the room of a person catches up with the handshake', async () => {
    const since = await newest()
    await retitle(ticket, 'Enquanto dormia')
    await using watcher = await listen(maria, {
      auth: { token: maria.cookies.get('access_token'), since_seq: since },
    })
    const missed = await watcher.hears('ticket_updated')
    expect(missed.changes).toEqual({ title: 'Enquanto dormia' })
    expect(watcher.heard).toHaveLength(1)
  })
})

describe('R-16: sync tells what was missed', () => {
  test('of all rooms that one is in, in order, once, and again only what was not told', async () => {
    const since = await newest()
    await retitle(ticket, 'Primeiro')
    await retitle(other, 'Segundo')
    await using watcher = await listen(joao)
    await watcher.joinDashboard()
    await watcher.joinDeal(ticket.deal_id)
    await retitle(ticket, 'Ao vivo')
    await watcher.hears('deal_updated', ({ changes }) => changes.title === 'Ao vivo')
    const live = watcher.heard.length
    const answer = await watcher.ask('sync', { since_seq: since })
    expect(answer).toEqual({ ok: true, seq: await newest() })
    const told = watcher.heard.slice(live).map(({ event, ...one }) => [event, titleOf(one)])
    expect(told).toEqual([
      ['deal_updated', 'Primeiro'],
      ['ticket_updated', 'Primeiro'],
      ['ticket_updated', 'Segundo'],
    ])
    const count = watcher.heard.length
    await watcher.ask('sync', { since_seq: since })
    expect(watcher.heard.length, 'told again').toBe(count)
  })

  test('a requester catches up with what is theirs alone, and never with notes', async () => {
    const since = await newest()
    const pedros = await givenTicket(world, { user_id: 2 })
    await retitle(pedros, 'Do Pedro')
    const note = await joao.post(`/api/v1/tickets/${ticket.id}/messages`, {
      message: 'Só entre nós',
      is_internal: true,
    })
    expect(note.status, note.text).toBe(201)
    await retitle(ticket, 'Da Maria')
    await using hers = await listen(maria)
    await hers.joinDeal(ticket.deal_id, since)
    await hers.ask('sync', { since_seq: since })
    expect(JSON.stringify(hers.heard)).not.toContain('Só entre nós')
    expect(hers.heard.map(({ event, id }) => [event, id])).toEqual([
      ['deal_updated', ticket.id],
      ['ticket_updated', ticket.id],
    ])
    await using theirs = await listen(ana)
    await theirs.joinDeal(ticket.deal_id, since)
    expect(theirs.heard.map(({ event }) => event)).toEqual(['new_comment', 'deal_updated'])
  })

  test('resync: more than a thousand missed, trimmed, or a number that nobody gave', async () => {
    const since = await newest()
    const data = JSON.stringify({ changes: { tags: [] }, version: 1 })
    await world.sql`insert into domain_events (kind, ticket_id, data)
      select 'ticket-changed', ${ticket.id}, ${data}::text::jsonb from generate_series(1, 1001)`
    await using watcher = await listen(maria)
    const joined = await watcher.joinDeal(ticket.deal_id, since)
    expect(joined).toMatchObject({ resync: true, snapshot: { id: ticket.id } })
    expect(await watcher.ask('sync', { since_seq: 1 })).toMatchObject({ ok: true, resync: true })
    expect(await watcher.ask('sync', { since_seq: (await newest()) + 5 })).toMatchObject({ resync: true })
    expect(await watcher.ask('sync', { since_seq: since + 1 })).toEqual({ ok: true, seq: await newest() })
    expect(watcher.heard.filter(({ event }) => event === 'ticket_updated')).toHaveLength(1_000)

    await world.sql`delete from domain_events where seq <= ${since + 10}`
    expect(await watcher.ask('sync', { since_seq: since + 5 })).toMatchObject({ resync: true })
    expect((await watcher.ask('sync', { since_seq: since + 10 })).resync).toBeUndefined()
  })
})

test('R-11: a message that is edited or deleted is told as it is now, or gone', async () => {
  const id = await givenMessage(world, ticket, { body_text: 'Como era' })
  await using watcher = await listen(maria)
  await watcher.joinDeal(ticket.deal_id)
  const { db } = world.gateway.ports
  const tellOf = (kind: 'message-changed' | 'message-removed') =>
    db.transaction((tx) =>
      telling(tx, async (tell) =>
        tell({ kind, ticketId: ticket.id as TicketId, actorId: null, data: { message_id: id } }),
      ),
    )
  await world.sql`update activities set body_text = 'Como é' where id = ${id}`
  await tellOf('message-changed')
  const changed = await watcher.hears('deal_updated', ({ changes }) => changes.activity?.id === id)
  expect(changed.changes.activity?.description).toBe('Como é')
  await world.sql`update activities set deleted_at = now() where id = ${id}`
  await tellOf('message-removed')
  await watcher.hears('deal_updated', ({ changes }) => changes.removed_activity === id)
})

test('R-15: a ticket that becomes another’s is seen no more by whose it was', async () => {
  const hers = await givenTicket(world)
  await using watcher = await listen(maria)
  await watcher.joinDeal(Number(hers.deal_id))
  await using board = await listen(joao)
  await board.joinDashboard()
  await world.sql`update deals set user_id = 2 where id = ${hers.id}`
  const about = { ticketId: hers.id as TicketId, actorId: null }
  await world.gateway.ports.db.transaction((tx) =>
    telling(tx, async (tell) =>
      tell({ kind: 'ticket-changed', ...about, data: { changes: { user_id: 2 }, version: 2 } }),
    ),
  )
  await retitle(hers, 'Do Pedro')
  await board.hears('ticket_updated', ({ changes }) => changes.title === 'Do Pedro')
  // All that was said before its answer was heard before it.
  expect(await watcher.ask('join_deal', { deal_id: hers.deal_id })).toEqual({ ok: false, code: 'forbidden' })
  expect(watcher.heard).toEqual([])
})
