import { setTimeout as delay } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { seededRandom } from '#sandbox/random.ts'
import { brokenPromises } from '#src/jobs/broken-promises.ts'
import { breath } from '#test/breath.ts'
import { readCrm } from '#test/invariants/crm-state.ts'
import { compareMirror, nothingBack, nothingNewer, sameAsCrm } from '#test/invariants/mirror-equals-crm.ts'
import { waitUntil } from '#test/process.ts'
import { CrmWorker } from './crm-worker.ts'
import { type FrailGateway, startFrailGateway } from './frail-gateway.ts'

const IS_WHOLE = process.env.CHAOS === 'full'
const DEATHS = IS_WHOLE ? 20 : 2
const AWAY_MS = IS_WHOLE ? [10_000, 60_000] : [1_500]
const SEED = Number(process.env.CHAOS_SEED ?? 1)
const LONGEST_LIFE_STEPS = 200
const LONGEST_MS = IS_WHOLE ? 3_600_000 : 600_000
const MOMENTS = [
  /^before commit webhook_inbox/,
  /^after commit .*jobs.*webhook_inbox/,
  /^before crm /,
  /^after crm /,
  /^before commit .*deals/,
  /^after commit .*deals/,
]
/** Of the mirror's own work, each once: where it is met again is another moment of the same. */
const OWN = /(?:commit .*(?:deals|activities|jobs|webhook_inbox|job_history)|crm )/

async function open(): Promise<FrailGateway> {
  const gateway = await startFrailGateway({ CRM_RATE: '40', CRM_BURST: '200' })
  // Who works in the CRM would take its places away from us.
  await gateway.control('PUT', 'limits', { enabled: false })
  // No files are sent here, so that people may use its own address, past the proxy.
  await gateway.control('POST', 'rename', { address: gateway.sandbox.url })
  // Whatever goes back, or comes back, is noted in the moment in which it does.
  await gateway.sql.unsafe(`
    create table went_back (what text, before jsonb, after jsonb);
    create function note_going_back() returns trigger language plpgsql as $$ begin
      insert into went_back values (tg_table_name, to_jsonb(old), to_jsonb(new)); return new; end $$;
    create trigger deals_go_forward before update on deals for each row
      when (new.version < old.version or new.crm_modified_at < old.crm_modified_at
        or (old.crm_deleted_at is not null and new.crm_deleted_at is null)) execute function note_going_back();
    create trigger messages_go_forward before update on activities for each row
      when (old.deleted_at is not null and new.deleted_at is null) execute function note_going_back()`)
  return gateway
}

/** I2, I3, I4 and I7, once all that was told is read. */
async function broken(gateway: FrailGateway, workers: readonly CrmWorker[]): Promise<string[]> {
  const { sql } = gateway
  gateway.fuse.disarm()
  await gateway.whenUp()
  const left = async () => (await sql`select from webhook_inbox where state in ('waiting', 'routed')`).length
  for (;;) {
    await gateway.settle()
    if ((await left()) === 0) break
    // What is gone and was never here is believed after a minute, for as long as somebody may still be reading; nobody is.
    await sql`update webhook_inbox set received_at = received_at - interval '1 minute' where state = 'waiting'`
    await breath()
  }
  await gateway.isQuietOutside()
  const ours = new Set(workers.flatMap(({ dealIds }) => dealIds))
  const admin = await gateway.signIn('9001')
  const all = await compareMirror({ post: async (path, body) => (await admin.post(path, body)).body })
  const mirror = { findings: all.findings.filter(({ deal_id }) => ours.has(deal_id)) }
  const there = (await readCrm(gateway.sandbox.url)).mirrored.filter(({ dealId }) => ours.has(dealId))
  const here = new Set((await sql`select deal_id from deals`).map(({ deal_id }) => Number(deal_id)))
  const kept =
    await sql`select state, reason, count(*)::int from webhook_inbox where state = 'parked' group by 1, 2`
  return [
    ...sameAsCrm(mirror, there, here).map((problem) => `I2: ${problem}`),
    ...nothingNewer(mirror).map((problem) => `I3: ${problem}`),
    ...nothingBack(mirror).map((problem) => `I4: ${problem}`),
    ...(await sql`select * from went_back`).map((row) => `I3, I4: ${JSON.stringify(row)}`),
    ...(await brokenPromises(gateway.db)).map((job) => `I7: ${JSON.stringify(job)}`),
    ...(await jobsLeft(gateway)).map((job) => `I7: left ${JSON.stringify(job)}`),
    ...kept.map((row) => `parked: ${JSON.stringify(row)}`),
  ]
}

/** Clocks wait for their time, and what was to be written into a deal that is gone is for a person to see. */
const jobsLeft = ({ sql }: FrailGateway) => sql`
  select name, state, last_error from jobs where name <> 'sla-due' and not (state = 'dead' and exists (
    select from deals where 'ticket:' || deals.id = jobs.key and deals.crm_deleted_at is not null))`

test(
  'I2, I3, I4, I7: killed once at each step from the event to the row, what was answered 200 is mirrored',
  async () => {
    await using gateway = await open()
    const { fuse } = gateway
    const worker = new CrmWorker(gateway)
    fuse.forget()
    await worker.livesThrough({ isDeleted: true })
    await gateway.settle()
    const steps = [...new Set(fuse.steps().map((step) => step.replace(/ #\d+$/, '')))].filter((step) =>
      OWN.test(step),
    )
    expect(await broken(gateway, [worker])).toEqual([])
    expect(steps.length).toBeGreaterThan(10)
    const missed: string[] = []
    const dying = [
      ...MOMENTS,
      ...(IS_WHOLE ? steps.map((step) => new RegExp(`^${RegExp.escape(step)} #`)) : []),
    ]
    for (const [index, step] of dying.entries()) {
      fuse.forget()
      fuse.arm((name) => step.test(name))
      await worker.livesThrough({ isDeleted: index % 2 === 0 })
      await gateway.settle()
      if (fuse.blownAt() === null) missed.push(step.source)
      if (process.env.CHAOS_LOG)
        process.stderr.write(`${index}/${dying.length} ${step.source} ${fuse.blownAt()}\n`)
      fuse.disarm()
      await gateway.whenUp()
    }
    expect(await broken(gateway, [worker])).toEqual([])
    // What is read together is not the same twice, so that a few steps do not come again.
    expect(gateway.deaths(), `not met again: ${missed.join(', ')}`).toBeGreaterThanOrEqual(dying.length / 2)
  },
  LONGEST_MS,
)

test(
  `I2, I3, I4, I7: killed ${DEATHS} times at random in a storm of changes, what was answered 200 is mirrored`,
  async () => {
    await using gateway = await open()
    const { fuse } = gateway
    const random = seededRandom(SEED)
    const dies = () => {
      if (gateway.deaths() >= DEATHS) return
      fuse.forget()
      const last = 1 + Math.floor(random() * LONGEST_LIFE_STEPS)
      fuse.arm((_name, number) => number === last, dies)
    }
    const workers = Array.from({ length: 4 }, () => new CrmWorker(gateway))
    dies()
    await Promise.all(
      workers.map(async (worker) => {
        while (gateway.deaths() < DEATHS) await worker.livesThrough({ isDeleted: random() < 0.3 })
      }),
    )
    expect(await broken(gateway, workers)).toEqual([])
  },
  LONGEST_MS,
)

test(
  'I2, I3, I4, I7: Postgres is stopped in a storm of changes: what was answered 200 meanwhile is mirrored',
  async () => {
    await using gateway = await open()
    const workers = Array.from({ length: 4 }, () => new CrmWorker(gateway))
    for (const awayMs of AWAY_MS) {
      let isOver = false
      const storm = Promise.all(
        workers.map(async (worker) => {
          let lives = 0
          while (!isOver) await worker.livesThrough({ isDeleted: ++lives % 3 === 0 })
        }),
      )
      await Promise.race([storm, waitUntil(async () => workers.every(({ dealIds }) => dealIds.length > 1))])
      await gateway.postgres.stop()
      await delay(awayMs)
      await gateway.postgres.start()
      isOver = true
      await storm
    }
    expect(await broken(gateway, workers)).toEqual([])
  },
  LONGEST_MS,
)
