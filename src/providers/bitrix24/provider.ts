import * as z from 'zod'
import type { ActivityId, CommentId, ContactId, DealId } from '#src/ids.ts'
import type { Clock } from '#src/ports.ts'
import {
  type Calling,
  type CrmActivity,
  type CrmComment,
  CrmError,
  type CrmProvider,
} from '#src/providers/crm-provider.ts'
import { activitiesFromWire } from './activities-from-wire.ts'
import type { CallOptions, CallQueue } from './call-queue.ts'
import { readEvent } from './events.ts'
import { Descriptors, type FieldCodes, type FieldMap, resolveFields } from './field-map.ts'
import { Comments, dealFromWire, ItemAnswer, ItemsAnswer, People, stagesFromWire } from './from-wire.ts'
import { emailToWire, fieldsToWire, momentToWire, ticketToWire } from './to-wire.ts'
import { understood } from './wire.ts'
import { writeOnce } from './write-once.ts'

type Options = {
  queue: CallQueue
  /** Marks deals as ours: `ponte:<instance>`. */
  originatorId: string
  fields: FieldCodes
  /** Of outgoing webhooks, or of the application. */
  eventTokens: readonly string[]
  clock: Clock
}

const DEAL = { entityTypeId: 2, useOriginalUfNames: 'Y' } as const
/** Keeps the port with a Bitrix24 portal. No word of Bitrix24 leaves this folder. */
export function createBitrix24({
  queue,
  originatorId,
  fields: codes,
  eventTokens,
  clock,
}: Options): CrmProvider {
  let knownFields: Promise<FieldMap> | undefined
  let ownId: Promise<number> | undefined

  const read = async (method: string, params: object, { priority }: Calling) =>
    (await queue.call(method, params, { priority })).result
  const write = async (
    method: string,
    params: object,
    { priority }: Calling,
    more: Partial<CallOptions> = {},
  ) => (await queue.call(method, params, { priority, isWrite: true, ...more })).result

  async function readFields(calling: Calling): Promise<FieldMap> {
    const result = await read('crm.item.fields', DEAL, calling)
    return resolveFields(codes, understood(Descriptors, result).fields)
  }
  /** Read once; what could not be read is asked for again by the next. */
  const fieldMap = (calling: Calling) => {
    knownFields ??= readFields(calling).catch((error: unknown) => {
      knownFields = undefined
      throw error
    })
    return knownFields
  }
  const whoWeAre = (calling: Calling) => {
    ownId ??= read('profile', {}, calling)
      .then((profile) => understood(z.looseObject({ ID: z.coerce.number() }), profile).ID)
      .catch((error: unknown) => {
        ownId = undefined
        throw error
      })
    return ownId
  }

  const toDeal = async (result: unknown, calling: Calling) =>
    dealFromWire(await fieldMap(calling), originatorId, understood(ItemAnswer, result).item)

  async function findDeal(originKey: string, calling: Calling): Promise<DealId | null> {
    const filter = { '=originatorId': originatorId, '=originId': originKey }
    const params = { ...DEAL, select: ['id'], filter, order: { id: 'ASC' }, start: -1 }
    const [first] = understood(ItemsAnswer, await read('crm.item.list', params, calling)).items
    return first ? (first.id as DealId) : null
  }

  async function readComments(dealId: DealId, calling: Calling): Promise<CrmComment[]> {
    const comments: CrmComment[] = []
    const page = async (after: number) => {
      const filter = { ENTITY_TYPE: 'deal', ENTITY_ID: dealId, ...(after > 0 && { '>ID': after }) }
      const params = { filter, order: { ID: 'ASC' }, start: -1 }
      return understood(Comments, await read('crm.timeline.comment.list', params, calling))
    }
    for (let rows = await page(0); rows.length > 0; rows = await page(rows.at(-1)?.commentId ?? 0)) {
      comments.push(...rows)
      if (rows.length < PAGE_ROWS) break
    }
    return comments
  }

  return {
    openDeal: (ticket, calling) =>
      writeOnce(calling, clock, {
        look: () => findDeal(ticket.originKey, calling),
        write: async () => {
          const wire = ticketToWire(await fieldMap(calling), originatorId, ticket)
          const result = await write('crm.item.add', { ...DEAL, fields: wire }, calling)
          return (await toDeal(result, calling)).dealId
        },
      }),
    async readDeal(dealId, calling) {
      try {
        return await toDeal(await read('crm.item.get', { ...DEAL, id: dealId }, calling), calling)
      } catch (error) {
        if (isGone(error)) return null
        throw error
      }
    },
    findDeal,
    moveDeal: async (dealId, stageId, calling) =>
      toDeal(await write('crm.item.update', { ...DEAL, id: dealId, fields: { stageId } }, calling), calling),
    async changeDeal(dealId, values, calling) {
      const fields = fieldsToWire(await fieldMap(calling), values)
      return toDeal(await write('crm.item.update', { ...DEAL, id: dealId, fields }, calling), calling)
    },
    addComment: (dealId, { text, notThese }, calling) =>
      writeOnce(calling, clock, {
        look: async () => {
          const [comments, own] = [await readComments(dealId, calling), await whoWeAre(calling)]
          const found = comments.find(
            (one) =>
              one.authorId === own && one.text.trim() === text.trim() && !notThese.includes(one.commentId),
          )
          return found?.commentId ?? null
        },
        write: async () => {
          const fields = { ENTITY_TYPE: 'deal', ENTITY_ID: dealId, COMMENT: text }
          return understood(
            z.number(),
            await write('crm.timeline.comment.add', { fields }, calling),
          ) as CommentId
        },
      }),
    readComments,
    addEmail: (dealId, email, calling) =>
      writeOnce(calling, clock, {
        look: async () => {
          const filter = { ORIGINATOR_ID: originatorId, ORIGIN_ID: email.originKey }
          const params = { filter, select: ['ID'], order: { ID: 'ASC' }, start: -1 }
          const [found] = understood(Ids, await read('crm.activity.list', params, calling))
          return found === undefined ? null : (found as ActivityId)
        },
        write: async () => {
          const fields = emailToWire(originatorId, dealId, email)
          return understood(z.number(), await write('crm.activity.add', { fields }, calling)) as ActivityId
        },
      }),
    async readActivities(dealId, calling) {
      const activities: CrmActivity[] = []
      for (let after = 0; ; ) {
        const bindings = [{ OWNER_TYPE_ID: 2, OWNER_ID: dealId }]
        const filter = { BINDINGS: bindings, ...(after > 0 && { '>ID': after }) }
        const params = { filter, select: ACTIVITY_SELECT, order: { ID: 'ASC' }, start: -1 }
        const page = activitiesFromWire(await read('crm.activity.list', params, calling))
        activities.push(...page)
        after = page.at(-1)?.activityId ?? 0
        if (page.length < PAGE_ROWS) return activities
      }
    },
    async readActivity(activityId, calling) {
      // Its own method leaves out whom it was with, and what else it belongs to.
      const params = { filter: { ID: activityId }, select: ACTIVITY_SELECT, start: -1 }
      const [activity] = activitiesFromWire(await read('crm.activity.list', params, calling))
      return activity ?? null
    },
    async findOrCreateContact({ name, email, phone }, calling) {
      const look = async () => {
        const params = { type: 'EMAIL', values: [email], entity_type: 'CONTACT' }
        const found = understood(Duplicates, await read('crm.duplicate.findbycomm', params, calling))
        return (found.CONTACT?.[0] ?? null) as ContactId | null
      }
      const [first = name, ...rest] = name.trim().split(/\s+/)
      const multifields = [
        { typeId: 'EMAIL', valueType: 'WORK', value: email },
        ...(phone ? [{ typeId: 'PHONE', valueType: 'WORK', value: phone }] : []),
      ]
      const fields = { name: first, lastName: rest.join(' '), originatorId, fm: multifields }
      return writeOnce({ ...calling, mayExist: true }, clock, {
        look,
        write: async () => {
          const result = await write('crm.item.add', { entityTypeId: 3, fields }, calling)
          const { item } = understood(
            z.looseObject({ item: z.looseObject({ id: z.coerce.number() }) }),
            result,
          )
          return item.id as ContactId
        },
      })
    },
    async people(calling) {
      const people: z.output<typeof People> = []
      for (let start = 0; ; start += PAGE_ROWS) {
        const page = understood(People, await read('user.get', { sort: 'ID', order: 'ASC', start }, calling))
        people.push(...page)
        if (page.length < PAGE_ROWS) return people
      }
    },
    async stages(pipelineId, calling) {
      const entity = pipelineId === 0 ? 'DEAL_STAGE' : `DEAL_STAGE_${pipelineId}`
      const params = { filter: { ENTITY_ID: entity }, order: { SORT: 'ASC' } }
      return stagesFromWire(pipelineId, await read('crm.status.list', params, calling))
    },
    async *dealsChangedSince(moment, pipelineIds, calling) {
      const map = await fieldMap(calling)
      const order = { updatedTime: 'ASC', id: 'ASC' }
      let from: object = { '>=updatedTime': momentToWire(moment) }
      for (;;) {
        const filter = { '@categoryId': [...pipelineIds], ...from }
        const result = await read('crm.item.list', { ...DEAL, filter, order, start: -1 }, calling)
        const deals = understood(WholeItems, result).items.map((item) =>
          dealFromWire(map, originatorId, item),
        )
        yield* deals
        const last = deals.at(-1)
        if (!last || deals.length < PAGE_ROWS) return
        // Many deals change within one second, so the next page begins behind the last of them by its number.
        const at = momentToWire(last.modifiedAt)
        from = {
          0: { logic: 'OR', 0: { '>updatedTime': at }, 1: { '=updatedTime': at, '>id': last.dealId } },
        }
      }
    },
    async dealsThere(dealIds, calling) {
      const there = new Set<DealId>()
      const pages = Array.from({ length: Math.ceil(dealIds.length / PAGE_ROWS) }, (_, page) =>
        dealIds.slice(page * PAGE_ROWS, (page + 1) * PAGE_ROWS),
      )
      await Promise.all(
        pages.map(async (page) => {
          const params = { ...DEAL, select: ['id'], filter: { '@id': page }, start: -1 }
          const { items } = understood(ItemsAnswer, await read('crm.item.list', params, calling))
          for (const { id } of items) there.add(id as DealId)
        }),
      )
      return there
    },
    readEvent: (body) => readEvent(body, eventTokens),
    async checkFields(calling) {
      knownFields = undefined
      return [...(await fieldMap(calling)).checks]
    },
  }
}

const PAGE_ROWS = 50
const ACTIVITY_SELECT = ['*', 'COMMUNICATIONS', 'BINDINGS']
const Ids = z.array(z.looseObject({ ID: z.coerce.number() }).transform(({ ID }) => ID))
const WholeItems = z.looseObject({ items: z.array(z.unknown()) })

/** PHP's empty list where nothing was found. */
const Duplicates = z.preprocess(
  (value) => (Array.isArray(value) ? {} : value),
  z.looseObject({ CONTACT: z.array(z.coerce.number()).optional() }),
)

const isGone = (error: unknown) => error instanceof CrmError && error.code === 'not-found'
