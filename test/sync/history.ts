import { randomUUID } from 'node:crypto'
import { eq, sql } from 'drizzle-orm'
import { expect } from 'vitest'
import { activities } from '#src/db/activity-schema.ts'
import type { Db } from '#src/db/connect.ts'
import { telling } from '#src/db/tell.ts'
import { deals } from '#src/db/ticket-schema.ts'
import type { ActivityId, CommentId, DealId, MessageId, TicketId } from '#src/ids.ts'
import { promise } from '#src/jobs/queue.ts'
import type { CrmDeal } from '#src/providers/crm-provider.ts'
import { mirrorDeals } from '#src/sync/mirror-deals.ts'
import { nextReadOrder } from '#src/sync/read-order.ts'
import { itemsOf } from '#src/sync/timeline-items.ts'
import { type WholeReading, writeReading } from '#src/sync/write-reading.ts'
import { commentText } from '#src/tickets/comment-text.ts'
import { keepAnswer } from '#src/tickets/keep-answer.ts'
import { noteMessageReached } from '#src/tickets/message-crm-status.ts'
import { promiseParts, ticketKey } from '#src/tickets/promise-change.ts'
import { type History, STAGES, type Step } from './history-steps.ts'
import { ModelledCrm } from './modelled-crm.ts'

const NEEDS = {
  stageMap: { 19: { open: 'C19:NEW', in_progress: 'C19:WORK', closed: 'C19:WON' } },
  pipelines: [19],
}
type Reading = { order: number; deal?: CrmDeal | null; items?: WholeReading['items'] }

/** Lives through it, with a deal that nobody else has. Throws where a promise of the mirror is broken. */
export async function liveThrough(db: Db, dealId: DealId, { isOurs, steps }: History): Promise<void> {
  const originKey = randomUUID()
  const crm = new ModelledCrm(dealId, isOurs ? originKey : null)
  if (isOurs) await db.insert(deals).values(ticketOf(originKey, dealId))
  const world = createHistory(db, crm)
  for (const one of steps) await world.does(one)
  await world.finishes()
}

function createHistory(db: Db, crm: ModelledCrm) {
  const { dealId } = crm
  const readings = new Map<number, Reading>()
  const comments: CommentId[] = []
  const calls: ActivityId[] = []
  const waiting: { id: MessageId; text: string; made: CommentId | null }[] = []
  /** Each text is one of a kind, so that an older one is known when it is seen again; a title may come back. */
  let made = 0
  const text = () => `text ${++made}`
  const numberIn = (said: string) => Number(/(\d+)$/.exec(said)?.[1] ?? 0)
  /** In the order in which the CRM had them. */
  const titles = ['v0']
  const seen = {
    title: 0,
    texts: new Map<number, number>(),
    modifiedAt: 0,
    isDeleted: false,
    removed: new Set<number>(),
  }
  let ourTitle: string | null = null
  const own = new Set<number>()

  const rowOf = async () => (await db.select().from(deals).where(eq(deals.dealId, dealId)))[0]
  const messagesOf = (ticketId: TicketId) =>
    db.select().from(activities).where(eq(activities.ticketId, ticketId)).orderBy(activities.id)

  const begin = async (): Promise<Reading> => ({ order: await nextReadOrder(db) })
  const askDeal = (reading: Reading) => {
    reading.deal ??= crm.deal
  }
  const askRest = (reading: Reading) => {
    reading.items ??= itemsOf([...crm.comments.values()], [...crm.activities.values()])
  }
  /** As the job of a refresh ends; one that fails changes nothing. */
  async function write(reading: Reading, fails = false): Promise<boolean> {
    const { order } = reading
    if (reading.deal === undefined) reading.deal = crm.deal
    askRest(reading)
    const { deal = null, items = [] } = reading
    try {
      return await db.transaction((tx) =>
        telling(tx, async (tell) => {
          const whole = { dealId, order, deal, items }
          const { isAgain } = await writeReading(NEEDS, tx, whole, { isQuiet: false, tell })
          if (fails) throw new Lost()
          return isAgain
        }),
      )
    } catch (error) {
      if (!(error instanceof Lost)) throw error
      return true
    }
  }

  /** I3 and I4. */
  async function looksForward(): Promise<void> {
    const row = await rowOf()
    if (!row) return
    const modifiedAt = row.crmModifiedAt?.getTime() ?? 0
    expect(modifiedAt).toBeGreaterThanOrEqual(seen.modifiedAt)
    seen.modifiedAt = modifiedAt
    if (seen.isDeleted) expect(row.crmDeletedAt).not.toBeNull()
    seen.isDeleted = row.crmDeletedAt !== null
    if (ourTitle !== null) expect(row.title).toBe(ourTitle)
    else {
      const at = titles.indexOf(row.title, seen.title)
      expect(at, `${row.title} of ${titles} from ${seen.title}`).toBeGreaterThanOrEqual(0)
      seen.title = at
    }
    for (const { id, deletedAt, bodyText, source, externalId } of await messagesOf(row.id)) {
      if (deletedAt !== null) seen.removed.add(id)
      else expect(seen.removed.has(id)).toBe(false)
      expect(numberIn(bodyText)).toBeGreaterThanOrEqual(seen.texts.get(id) ?? 0)
      seen.texts.set(id, numberIn(bodyText))
      // What we say is never somebody else's too, not even for a moment.
      if (source === 'crm') expect(own.has(externalId ?? 0)).toBe(false)
    }
  }

  async function pushTitle(isFinished: boolean): Promise<void> {
    const row = await rowOf()
    if (!row || ourTitle === null || !crm.deal) return
    const answer = crm.changes({ title: ourTitle })
    titles.push(ourTitle)
    if (!isFinished || !answer) return
    ourTitle = null
    seen.title = titles.length - 1
    await db.transaction(async (tx) => {
      await keepAnswer(tx, row.id, { title: answer.title }, answer)
      await tx.execute(sql`delete from jobs where key = ${ticketKey(row.id)} and name = 'push-change'`)
    })
  }

  async function pushComment(isFinished: boolean): Promise<void> {
    const [next] = waiting
    if (!next || (!crm.deal && next.made === null)) return
    // A second attempt finds what the first one made.
    next.made ??= crm.comment(next.text, true)
    own.add(next.made ?? 0)
    if (!isFinished || next.made === null) return
    const { id, made } = next
    waiting.shift()
    comments.push(made)
    await db.transaction(async (tx) => {
      await noteMessageReached(tx, id, 'comment', made)
      await tx.execute(
        sql`delete from jobs where name = 'push-comment' and payload->>'activityId' = ${String(id)}`,
      )
    })
  }

  async function does(one: Step): Promise<void> {
    switch (one.do) {
      case 'title':
        titles.push(text())
        return void crm.changes({ title: titles.at(-1) ?? '' })
      case 'title-back':
        titles.push(titles.at(-2) ?? 'v0')
        return void crm.changes({ title: titles.at(-1) ?? '' })
      case 'description':
        return void crm.changes({ fields: { description: one.isEmpty ? null : text() } })
      case 'stage': {
        if (crm.deal?.pipelineId !== 19) return
        const [stageId, outcome] = STAGES[one.at] ?? STAGES[0]
        return void crm.changes({
          stageId,
          outcome,
          movedAt: crm.now(),
          closedAt: outcome === 'won' ? crm.now() : null,
        })
      }
      case 'pipeline':
        return void crm.changes({
          pipelineId: one.id,
          stageId: `C${one.id}:NEW`,
          outcome: 'open',
          closedAt: null,
        })
      case 'comment': {
        const id = crm.comment(text())
        if (id !== null) comments.push(id)
        return
      }
      case 'edit-comment':
        return void (comments[one.slot] && crm.editsComment(comments[one.slot] as CommentId, text()))
      case 'delete-comment':
        return void (comments[one.slot] && crm.comments.delete(comments[one.slot] as CommentId))
      case 'activity': {
        const id = crm.activity(text())
        if (id !== null) calls.push(id)
        return
      }
      case 'edit-activity':
        return void (calls[one.slot] && crm.editsActivity(calls[one.slot] as ActivityId, text()))
      case 'delete-activity':
        return void (calls[one.slot] && crm.activities.delete(calls[one.slot] as ActivityId))
      case 'delete':
        return crm.deletes()
      case 'pass':
        return crm.pass(one.seconds)
      case 'begin':
        return void readings.set(one.slot, await begin())
      case 'ask-deal': {
        const reading = readings.get(one.slot)
        if (reading) askDeal(reading)
        return
      }
      case 'ask-rest': {
        const reading = readings.get(one.slot)
        if (reading) askRest(reading)
        return
      }
      case 'write': {
        const reading = readings.get(one.slot)
        if (!reading) return
        readings.delete(one.slot)
        await write(reading, one.fails)
        return looksForward()
      }
      case 'write-page': {
        const { order, deal = crm.deal } = readings.get(one.slot) ?? (await begin())
        if (!deal) return
        await db.transaction((tx) => mirrorDeals(NEEDS, tx, { order, deals: [deal] }, { isQuiet: false }))
        return looksForward()
      }
      case 'write-both': {
        const both = one.slots.flatMap((at) => readings.get(at) ?? [])
        for (const at of one.slots) readings.delete(at)
        await Promise.all([...new Set(both)].map((reading) => write(reading)))
        return looksForward()
      }
      case 'our-title': {
        const row = await rowOf()
        if (!row) return
        const title = text()
        ourTitle = title
        await db.transaction(async (tx) => {
          await tx.update(deals).set({ title }).where(eq(deals.id, row.id))
          await promiseParts(tx, row.id, ['title'])
        })
        return
      }
      case 'push-title':
        return pushTitle(one.isFinished)
      case 'our-comment': {
        const row = await rowOf()
        if (!row) return
        const said = text()
        const sent = commentText({ name: 'Maria', matricula: '1001', text: said })
        await db.transaction(async (tx) => {
          const [message] = await tx
            .insert(activities)
            .values({
              ticketId: row.id,
              kind: 'comment',
              source: 'portal',
              bodyText: said,
              authorName: 'Maria',
            })
            .returning({ id: activities.id })
          if (!message) throw new Error('an insert returned nothing')
          waiting.push({ id: message.id, text: sent, made: null })
          const key = ticketKey(row.id)
          await promise(tx, 'push-comment', { ticketId: row.id, activityId: message.id }, { key })
        })
        return
      }
      case 'push-comment':
        return pushComment(one.isFinished)
    }
  }

  return {
    does,
    /** What was promised to the CRM is done, then all is read once; then the mirror is the CRM. */
    async finishes(): Promise<void> {
      await pushTitle(true)
      while (waiting.length > 0 && (crm.deal || waiting[0]?.made)) await pushComment(true)
      const last = await begin()
      expect(await write(last), 'nobody else reads').toBe(false)
      await looksForward()
      const row = await rowOf()
      if (!crm.deal) return void (row && expect(row.crmDeletedAt).not.toBeNull())
      if (!row) return expect(crm.deal.pipelineId).toBe(7)
      const { deal } = crm
      const isHere = deal.pipelineId === 19
      expect(row.crmLeftAt === null).toBe(isHere)
      if (isHere) {
        const { description = null } = deal.fields
        const isTextless = description === null
        expect({ title: row.title, stageId: row.stageId, status: row.status === 'closed' }).toEqual({
          title: deal.title,
          stageId: deal.stageId,
          status: deal.outcome === 'won',
        })
        // What the CRM never had, or has no more, may be what we sent.
        if (!isTextless) expect(row.description).toBe(description)
      }
      const there = (await messagesOf(row.id)).filter(
        ({ externalId, deletedAt }) => externalId !== null && deletedAt === null,
      )
      const expected = [
        ...[...crm.comments.values()].map(({ commentId, text }) => [commentId, text.split('\n').at(-1)]),
        ...[...crm.activities.values()].map(({ activityId, subject }) => [activityId, subject]),
      ]
      expect(sorted(there.map(({ externalId, bodyText }) => [externalId, bodyText]))).toEqual(
        sorted(expected),
      )
    },
  }
}

class Lost extends Error {}

const sorted = (pairs: unknown[][]) => pairs.toSorted((a, b) => Number(a[0]) - Number(b[0]))

const ticketOf = (originKey: string, dealId: number) => ({
  originKey,
  ticketNumber: `T-${dealId}`,
  title: 'v0',
  description: 'first',
  pipelineId: 19,
  stageId: 'C19:NEW',
  priority: 'medium' as const,
})
