import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { sweepAccounts } from '#src/accounts/sweep.ts'
import { createWorld } from '#test/world.ts'

const DAY_MS = 24 * 3_600_000

test('what is over is kept for 90 days and then swept; what is not over stays', async () => {
  await using world = await createWorld()
  const maria = await world.signIn('1001')
  const [live] = await world.sql`select id from sessions`
  const ago = (days: number) => new Date(world.clock.now().getTime() - days * DAY_MS)
  for (const days of [89, 91]) {
    await world.sql`insert into sessions (id, user_id, created_at, rotated_at, expires_at, address)
      values (${randomUUID()}, 1, ${ago(days)}, ${ago(days)}, ${ago(days)}, ${`over for ${days} days`})`
    await world.sql`insert into account_letters (id, user_id, kind, promised_at, token_hash)
      values (${randomUUID()}, 1, 'reset-password', ${ago(days)}, ${`promised ${days} days ago`})`
  }
  await world.sql`insert into attempts values
    ('forgotten', 1, ${ago(1)}, ${ago(0.001)}), ('remembered', 1, ${ago(1)}, ${ago(-0.001)})`
  await sweepAccounts(world.gateway.ports)
  expect(
    await world.sql`select id = ${live?.id} as is_live, address from sessions order by expires_at`,
  ).toEqual([
    { is_live: false, address: 'over for 89 days' },
    { is_live: true, address: '127.0.0.1' },
  ])
  expect(await world.sql`select token_hash from account_letters`).toEqual([
    { token_hash: 'promised 89 days ago' },
  ])
  const left = await world.sql`select key from attempts where key in ('forgotten', 'remembered')`
  expect(left).toEqual([{ key: 'remembered' }])
  expect((await maria.get('/auth/me')).status).toBe(200)
})
