import { setTimeout as delay } from 'node:timers/promises'
import { and, count, eq, inArray, ne, sql } from 'drizzle-orm'
import { activities } from '#src/db/activity-schema.ts'
import type { Db } from '#src/db/connect.ts'
import { jobs } from '#src/db/job-schema.ts'
import { deals } from '#src/db/ticket-schema.ts'
import type { DealId } from '#src/ids.ts'
import { dealKey, promiseRefresh } from '#src/jobs/deal-refresh.ts'
import { type CompareNeeds, compareDeals } from './compare-deals.ts'
import type { Compared, DriftReport } from './drift.ts'
import { keepFindings, showFinding } from './keep-findings.ts'

/** `mendMs`: what differs is read again, and so long is waited for that, or until `signal`; 0: it is only told. */
export type How = { mendMs: number; signal?: AbortSignal }
export type Found = Omit<DriftReport, 'next_after'> & { unreadable: DealId[] }

/** A deal that is written while it is compared is compared again. */
const LOOKS = 3
const LOOK_EVERY_MS = 100

/** Compares these deals with the CRM, keeps what differs, and mends it if that is wanted. */
export async function findDrift(
  needs: CompareNeeds,
  dealIds: readonly DealId[],
  { mendMs, signal }: How,
): Promise<Found> {
  const { db } = needs
  const { compared, unreadable } = await compareUntilStill(needs, dealIds)
  const before = await keepFindings(db, compared)
  const wrong = compared.filter(differs).map(({ dealId }) => dealId)
  if (mendMs === 0 || wrong.length === 0)
    return {
      ...countsOf(compared, wrong),
      mended: 0,
      findings: before.filter(({ mendedAt }) => mendedAt === null).map(showFinding),
      exempt: exemptOf(compared),
      unreadable,
    }

  await readAgain(db, compared.filter(differs))
  await untilRead(db, wrong, mendMs, signal)
  const { compared: again } = await compareUntilStill(needs, wrong)
  const after = await keepFindings(db, again.map(explain))
  const latest = new Map([...before, ...after].map((one) => [one.id, one]))
  const still = new Set(
    again.filter(({ differences }) => differences.some(isWrong)).map(({ dealId }) => dealId),
  )
  const equal = compared.filter(({ dealId }) => !wrong.includes(dealId))
  return {
    ...countsOf(compared, wrong),
    mended: wrong.filter((dealId) => !still.has(dealId)).length,
    findings: [...latest.values()].map(showFinding),
    exempt: exemptOf([...equal, ...again]),
    unreadable,
  }
}

export const isWrong = ({ exempt }: Compared['differences'][number]) => exempt === null
const differs = ({ differences, isMoving }: Compared) => !isMoving && differences.some(isWrong)
const countsOf = (compared: readonly Compared[], wrong: readonly DealId[]) => ({
  compared: compared.length,
  differing: wrong.length,
})

export const exemptOf = (compared: readonly Compared[]): DriftReport['exempt'] =>
  compared.flatMap(({ dealId, differences }) =>
    differences.flatMap(({ exempt, object, field, ours, theirs }) =>
      exempt === null ? [] : [{ deal_id: dealId, object, field, ours, theirs, reason: exempt }],
    ),
  )

const explain = (one: Compared): Compared => ({
  ...one,
  obstacle: one.obstacle ?? 'it was read again and still differs',
})

async function compareUntilStill(needs: CompareNeeds, dealIds: readonly DealId[]) {
  const { compared, unreadable } = await compareDeals(needs, dealIds)
  const results = new Map(compared.map((one) => [one.dealId, one]))
  for (let look = 1; look < LOOKS; look += 1) {
    const moving = [...results.values()].filter(({ isMoving }) => isMoving).map(({ dealId }) => dealId)
    if (moving.length === 0) break
    for (const one of (await compareDeals(needs, moving)).compared) results.set(one.dealId, one)
  }
  return { compared: [...results.values()], unreadable }
}

/**
 * By the way of every reading. That the last one said the same must not keep it from being written: of what differs that is
 * forgotten, but not when it was, so nothing older is ever written.
 */
function readAgain(db: Db, wrong: readonly Compared[]): Promise<void> {
  return db.transaction(async (tx) => {
    const ordered = wrong.toSorted((a, b) => a.dealId - b.dealId)
    for (const { dealId, differences } of ordered) {
      const objects = differences.filter(isWrong).map(({ object }) => object)
      const [row] = await tx
        .update(deals)
        .set({ crmSnapshot: null })
        .where(eq(deals.dealId, dealId))
        .returning({ id: deals.id })
      if (row)
        await tx
          .update(activities)
          .set({ crmDigest: null })
          .where(
            and(
              eq(activities.ticketId, row.id),
              inArray(sql`${activities.externalKind} || ' ' || ${activities.externalId}`, objects),
            ),
          )
    }
    for (const { dealId } of ordered) await promiseRefresh(tx, dealId, 'reconcile')
  })
}

/** Or until the time is over. */
async function untilRead(
  db: Db,
  dealIds: readonly DealId[],
  mostMs: number,
  signal?: AbortSignal,
): Promise<void> {
  const keys = dealIds.map(dealKey)
  const until = performance.now() + mostMs
  while (performance.now() < until && !signal?.aborted) {
    const [left] = await db
      .select({ jobs: count() })
      .from(jobs)
      .where(and(inArray(jobs.key, keys), eq(jobs.name, 'refresh-deal'), ne(jobs.state, 'dead')))
    if (!left || left.jobs === 0) return
    await delay(LOOK_EVERY_MS)
  }
}
