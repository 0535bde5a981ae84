import { expect, test } from 'vitest'
import { waitUntil } from '#test/process.ts'
import { createWorld } from '#test/world.ts'

test('O-10: /metrics says what is promised by lane, name and state, how long the oldest is due, and what was done', async () => {
  await using world = await createWorld()
  await world.sql`
    insert into jobs (name, payload, is_head, lane, state, run_at) values
      ('nobody-does', '{}', true, 0, 'waiting', clock_timestamp() - interval '100 seconds'),
      ('nobody-does', '{}', true, 0, 'waiting', clock_timestamp() + interval '1 hour'),
      ('nobody-does', '{}', false, 4, 'dead', clock_timestamp()),
      ('push-ticket', '{"ticketId": "x"}', true, 1, 'waiting', clock_timestamp())`
  const isDead = async () =>
    (await world.sql`select from jobs where name = 'push-ticket' and state = 'dead'`).length > 0
  await waitUntil(isDead)
  const { text } = await world.visitor().get('/metrics')
  const value = (line: string) =>
    Number(
      text
        .split('\n')
        .find((found) => found.startsWith(line))
        ?.split(' ')
        .at(-1),
    )
  expect(value('ponte_jobs{lane="people",name="nobody-does",state="waiting"}')).toBe(2)
  expect(value('ponte_jobs{lane="backfill",name="nobody-does",state="dead"}')).toBe(1)
  const oldestS = value('ponte_jobs_oldest_due_seconds{lane="people",name="nobody-does"}')
  expect(oldestS).toBeGreaterThan(99)
  expect(oldestS).toBeLessThan(200)
  expect(value('ponte_job_attempts_total{name="push-ticket",lane="events",outcome="gave-up"}')).toBe(1)
  expect(value('ponte_jobs_dead_total{name="push-ticket",lane="events"}')).toBe(1)
})
