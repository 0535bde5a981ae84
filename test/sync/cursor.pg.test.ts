import { fork } from 'node:child_process'
import { once } from 'node:events'
import * as path from 'node:path'
import { expect, test } from 'vitest'
import { ClaimLost, type Held, withCursor } from '#src/sync/cursor.ts'
import { breath } from '#test/breath.ts'
import { bareEnvironment } from '#test/process.ts'
import { createWorld, type World } from '#test/world.ts'

const PROCESS = path.join(import.meta.dirname, 'sweeper-process.ts')
const CLAIM = { name: 'walk', initial: { steps: 0 } }

const stepsOf = async ({ sql }: World) => {
  const [row] = await sql`select value from sync_cursors where name = 'walk'`
  return row?.value.steps as number
}
const step = async ({ gateway }: World, held: Held<{ steps: number }>) => {
  await held.keep(gateway.ports.db, { steps: held.value.steps + 1 })
}

test('one at a time holds it, goes on where the last one was, and lets go at the end, also of a work that failed', async () => {
  await using world = await createWorld()
  const { ports } = world.gateway
  const inside = await withCursor(ports, CLAIM, async (held) => {
    await step(world, held)
    return withCursor(ports, CLAIM, async () => 'both')
  })
  expect(inside).toEqual({ result: null })
  const failing = withCursor(ports, CLAIM, async (held) => {
    await step(world, held)
    throw new Error('no')
  })
  await expect(failing).rejects.toThrow('no')
  expect(await withCursor(ports, CLAIM, async ({ value }) => value.steps)).toEqual({ result: 2 })
})

test('whoever was not heard of for the time of a lease has lost it, though he lives: he can keep nothing more', async () => {
  await using world = await createWorld()
  const { ports } = world.gateway
  const late = withCursor(ports, CLAIM, async (held) => {
    await step(world, held)
    await world.sql`update sync_cursors set claimed_until = clock_timestamp()`
    await withCursor(ports, CLAIM, (other) => step(world, other))
    await ports.db.transaction(async (tx) => {
      await tx.execute(`create table half_done ()`)
      await held.keep(tx, { steps: 99 })
    })
  })
  await expect(late).rejects.toThrow(ClaimLost)
  expect(await stepsOf(world)).toBe(2)
  expect(await world.sql`select from pg_tables where tablename = 'half_done'`).toEqual([])
})

test('a clock that was set back leaves nothing claimed for ever', async () => {
  await using world = await createWorld()
  const { ports } = world.gateway
  await withCursor(ports, CLAIM, async () => undefined)
  await world.sql`update sync_cursors set claimed_by = 'gone', claimed_until = clock_timestamp() + interval '1 year'`
  expect(await withCursor(ports, CLAIM, async () => 'done')).toEqual({ result: 'done' })
})

test('S-16: a gateway that is killed while it sweeps is replaced once its claim of six seconds is over', async () => {
  await using world = await createWorld({ SYNC_SWEEP_SECONDS: '3600' })
  const swept = async () => {
    const [row] = await world.sql`select value, claimed_by from sync_cursors where name = 'sweep'`
    return { at: row?.value.last?.startedAt as string | undefined, by: row?.claimed_by as string | null }
  }
  for (;;) {
    const { at, by } = await swept()
    if (at !== undefined && by === null) break
    await breath()
  }
  const child = fork(PROCESS, [world.databaseUrl], { execArgv: [], env: bareEnvironment() })
  await once(child, 'message')
  const before = await swept()
  expect(before.by).toContain(`:${child.pid}:`)
  const exited = once(child, 'exit')
  child.kill('SIGKILL')
  await exited
  await world.sql`update sync_cursors set value = value || '{"dueAt":null}' where name = 'sweep'`
  const [claim] =
    await world.sql`select claimed_until <= clock_timestamp() + interval '6 seconds' as is_short from sync_cursors where name = 'sweep'`
  expect(claim?.is_short ?? true).toBe(true)
  while ((await swept()).at === before.at) await breath()
})
