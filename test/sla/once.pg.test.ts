import { type ChildProcess, fork } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import * as path from 'node:path'
import { expect, test } from 'vitest'
import { deals } from '#src/db/ticket-schema.ts'
import type { TicketId } from '#src/ids.ts'
import type { Happened } from '#src/sla/clocked.ts'
import { DEFAULT_POLICY } from '#src/sla/default-policy.ts'
import { promiseLooks, writeLines } from '#src/sla/write-clocks.ts'
import { createJobsWorld, type JobsWorld } from '#test/jobs/jobs-world.ts'

const PROCESS = path.join(import.meta.dirname, 'due-process.ts')

/** Another gateway, as far as clocks go. */
async function gateway({ url }: JobsWorld, hold = ''): Promise<ChildProcess> {
  const child = fork(PROCESS, [url, hold], {
    execArgv: [],
    env: { PATH: process.env.PATH },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  await once(child, 'message')
  return child
}

async function ends(child: ChildProcess): Promise<void> {
  child.disconnect()
  await once(child, 'exit')
}

/** Of high priority, so that four hours were promised; raised to urgent once they are over. */
const POLICY: Happened['data'] = {
  ...DEFAULT_POLICY,
  policy: {
    ...DEFAULT_POLICY.policy,
    name: 'Raised',
    escalations: [{ clock: 'resolution', at: 100, do: { kind: 'raise-priority' } }],
  },
}

/** So many tickets that were filed so long ago, and at which nobody has looked since. */
async function filed({ db }: JobsWorld, count: number, agoMs: number): Promise<TicketId[]> {
  const at = new Date(Date.now() - agoMs)
  return db.transaction(async (tx) => {
    const rows = await tx
      .insert(deals)
      .values(
        Array.from({ length: count }, () => ({
          originKey: randomUUID(),
          ticketNumber: randomUUID().slice(0, 18),
          ...{ title: 'Impressora', description: '', pipelineId: 19, stageId: 'C19:NEW' },
          ...{ priority: 'high' as const, createdAt: at },
        })),
      )
      .returning({ id: deals.id })
    const ids = rows.map(({ id }) => id)
    await writeLines(
      tx,
      ids.flatMap((ticketId) => [
        {
          ticketId,
          at,
          kind: 'created' as const,
          data: { priority: 'high' as const, status: 'open' as const },
        },
        { ticketId, at, kind: 'policy' as const, data: POLICY as never },
      ]),
    )
    await promiseLooks(
      tx,
      ids.map((ticketId) => ({ ticketId, at: new Date() })),
    )
    return ids
  })
}

const HOUR = 3_600_000
const looked = ({ sql }: JobsWorld) =>
  expect
    .poll(
      async () => (await sql`select from jobs where name = 'sla-due' and run_at <= clock_timestamp()`).length,
      {
        timeout: 60_000,
      },
    )
    .toBe(0)
const told = ({ sql }: JobsWorld) =>
  sql`select kind, data->>'level' as level, count(*)::int as times, count(distinct ticket_id)::int as tickets
    from domain_events where kind like 'sla-%' group by 1, 2 order by 1, 2`

test('L-03: two gateways look at the same clocks, and each mark is written and told once', async () => {
  await using world = await createJobsWorld()
  const gateways = await Promise.all([gateway(world), gateway(world)])
  await filed(world, 60, 3.2 * HOUR)
  await looked(world)
  expect(await told(world)).toEqual([{ kind: 'sla-warning', level: '75', times: 60, tickets: 60 }])
  expect(await world.sql`select percent, is_told, count(*)::int from sla_warnings group by 1, 2`).toEqual([
    { percent: 75, is_told: true, count: 60 },
  ])
  const next = await world.sql`select from jobs where name = 'sla-due' and run_at > clock_timestamp()`
  expect(next, 'the next look is promised').toHaveLength(60)
  await Promise.all(gateways.map(ends))
})

test('L-03: one that is killed when all was written has written nothing, and another does it once', async () => {
  await using world = await createJobsWorld()
  const dying = await gateway(world, 'hold')
  const written = once(dying, 'message')
  const [ticketId] = await filed(world, 1, 4.5 * HOUR)
  await written
  dying.kill('SIGKILL')
  await once(dying, 'exit')
  expect(await world.sql`select from sla_warnings`).toEqual([])
  await world.sql`update jobs set lease_until = clock_timestamp() where state = 'running'`
  const living = await gateway(world)
  await looked(world)
  const marks = await world.sql`
    select percent, is_told, due_at from sla_warnings where ticket_id = ${ticketId ?? 0} order by due_at, percent`
  expect(marks.filter(({ percent }) => percent === 100)).toHaveLength(1)
  const [row] = await world.sql`select priority from deals where id = ${ticketId ?? 0}`
  expect(row).toMatchObject({ priority: 'urgent' })
  const breaches = await world.sql`select data from sla_history where kind = 'breached'`
  expect(breaches).toHaveLength(1)
  await ends(living)
})
