import { afterAll, expect, test } from 'vitest'
import { trimNotices } from '#src/notices/trim-notices.ts'
import { givenTicket, MARIA } from '#test/tickets.ts'
import { createWorld } from '#test/world.ts'

const world = await createWorld()
afterAll(() => world[Symbol.asyncDispose]())
const { sql } = world

test('notices that were read go after 90 days, others after 180, what a letter waits for last, and several gateways take each one once', async () => {
  const { id } = await givenTicket(world)
  await world.settle()
  await sql`delete from notices`
  const give = async (days: number, { isRead = true, mail = 'sent' } = {}) => {
    const [row] = await sql<{ id: string }[]>`
      insert into notices (user_id, kind, ticket_id, seq, is_listed, made_at, read_at, mail)
      select ${MARIA}, 'agent_reply', ${id}, coalesce(max(seq), 0) + 1, true, at, case when ${isRead} then at end, ${mail}
      from notices right join (select now() - ${days} * interval '1 day' as at) then_ on true group by at returning id`
    return row?.id
  }
  const kept = [
    await give(89),
    await give(179, { isRead: false }),
    await give(179, { mail: 'promised' }),
    await give(100),
  ]
  await give(91)
  await give(181, { isRead: false })
  await give(181, { mail: 'gathered' })
  await sql`insert into notices (user_id, kind, ticket_id, seq, is_listed, made_at, read_at)
    select ${MARIA}, 'agent_reply', ${id}, 1000 + n, true, now() - interval '1 year', now() from generate_series(1, 2500) n`
  const link = (notice: string | undefined, days: number) => sql`
    insert into rating_links (id, notice_id, user_id, ticket_id, resolved_at, expires_at)
    values (gen_random_uuid(), ${notice ?? 0}, ${MARIA}, ${id}, now(), now() - ${days} * interval '1 day')`
  await link(kept[0], 59)
  await link(kept[1], 61)
  await sql`update notices set read_at = null where id = ${kept[3] ?? 0}`

  const trimmed = await Promise.all([1, 2].map(() => trimNotices(world.gateway.ports)))
  expect(trimmed.reduce((sum, n) => sum + n)).toBe(2_504)
  expect((await sql`select id from notices order by id`).map((row) => row.id)).toEqual(kept)
  expect((await sql`select notice_id from rating_links`).map((row) => row.notice_id)).toEqual([kept[0]])
  expect(await trimNotices(world.gateway.ports)).toBe(0)
})
