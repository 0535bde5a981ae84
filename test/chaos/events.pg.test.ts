import { setTimeout as delay } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { waitUntil } from '#test/process.ts'
import { EVENT_TOKEN, type FrailGateway, startFrailGateway } from './frail-gateway.ts'
import { startStorm } from './storm-of-events.ts'

const IS_WHOLE = process.env.CHAOS === 'full'
const AWAY_MS = IS_WHOLE ? [10_000, 60_000] : [2_000]
const DEATHS = IS_WHOLE ? 20 : 1
const ENOUGH = 300
const LONGEST_MS = IS_WHOLE ? 1_800_000 : 300_000
/** Nothing is mirrored here: deals of the storm are in no pipeline of the CRM. */
const open = () => startFrailGateway({ LOG_LEVEL: 'warn' }, { timePasses: false })

/** Whatever was answered 200 has a row, once all that lay on the disk is back. */
async function expectAll({ sql }: FrailGateway, kept: readonly number[]): Promise<void> {
  const lost = async () => {
    const rows = await sql`select distinct object_id::int as id from webhook_inbox`
    const there = new Set(rows.map(({ id }) => id))
    return kept.filter((id) => !there.has(id))
  }
  const until = performance.now() + LONGEST_MS / 3
  await waitUntil(async () => (await lost()).length === 0 || performance.now() > until)
  expect(await lost()).toEqual([])
}

test(
  'I2: Postgres is stopped in a storm of events: all are answered 200 meanwhile, and are in the table afterwards',
  async () => {
    await using gateway = await open()
    for (const awayMs of AWAY_MS) {
      await gateway.sql`truncate webhook_inbox`
      const storm = startStorm(gateway, EVENT_TOKEN)
      await waitUntil(() => delay(20, storm.count() > ENOUGH))
      await gateway.postgres.stop()
      const before = storm.count()
      await delay(awayMs)
      await waitUntil(() => delay(20, storm.count() > before + ENOUGH))
      const meanwhile = storm.count() - before
      await gateway.postgres.start()
      await delay(500)
      const { kept, refused } = await storm.stop()
      expect(refused).toEqual([])
      await expectAll(gateway, kept)
      const [{ spilled } = {}] =
        await gateway.sql`select count(*)::int as spilled from webhook_inbox where origin = 'spill'`
      expect(spilled).toBeGreaterThanOrEqual(meanwhile)
    }
  },
  LONGEST_MS,
)

for (const [where, isStep] of [
  ['before an event is committed', (step: string) => /^before commit webhook_inbox/.test(step)],
  ['when it is committed and nobody has heard', (step: string) => /^after commit webhook_inbox/.test(step)],
  [
    'when its reading is promised',
    (step: string) => /commit .*jobs.*webhook_inbox|commit .*webhook_inbox.*jobs/.test(step),
  ],
] as const)
  test(
    `I2, I7: killed ${where}, in a storm: no event that was answered 200 is lost, and each has its reading`,
    async () => {
      await using gateway = await open()
      const storm = startStorm(gateway, EVENT_TOKEN)
      for (let death = 1; death <= DEATHS; death++) {
        const target = storm.count() + 50
        await waitUntil(() => delay(10, storm.count() > target))
        const died = Promise.withResolvers<void>()
        gateway.fuse.arm(isStep, died.resolve)
        await died.promise
        await gateway.whenUp()
      }
      const { kept } = await storm.stop()
      await expectAll(gateway, kept)
      const waiting = async () =>
        (await gateway.sql`select count(*)::int as waiting from webhook_inbox where state = 'waiting'`)[0]
          ?.waiting
      await waitUntil(async () => (await waiting()) === 0)
      const without = await gateway.sql`
      select inbox.id from webhook_inbox as inbox where state = 'routed'
        and not exists (select from jobs where key = 'deal:' || inbox.deal_id)`
      expect(without).toEqual([])
    },
    LONGEST_MS,
  )

test(
  'I2: killed while Postgres is away, with events on the disk: the next gateway brings them in',
  async () => {
    await using gateway = await open()
    const storm = startStorm(gateway, EVENT_TOKEN)
    await waitUntil(() => delay(20, storm.count() > ENOUGH))
    await gateway.postgres.stop()
    const before = storm.count()
    await waitUntil(() => delay(20, storm.count() > before + ENOUGH))
    await gateway.postgres.start()
    // In the middle of the replay, or before it.
    await gateway.kill()
    await gateway.whenUp()
    const { kept } = await storm.stop()
    await expectAll(gateway, kept)
  },
  LONGEST_MS,
)
