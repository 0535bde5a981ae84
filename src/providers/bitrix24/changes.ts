import * as z from 'zod'
import type { ActivityId, DealId } from '#src/ids.ts'
import type { CrmChanges, CrmMove, DealSection } from '#src/providers/crm-changes.ts'
import type { Calling, CrmDeal } from '#src/providers/crm-provider.ts'
import { ACTIVITY_SELECT, activitiesFromWire } from './activities-from-wire.ts'
import { dealFromWire, Id, ItemsAnswer, Moment } from './from-wire.ts'
import { behind, DEAL, PAGE_ROWS, type Session } from './session.ts'
import { momentToWire } from './to-wire.ts'
import { understood } from './wire.ts'

const WholeItems = z.looseObject({ items: z.array(z.unknown()) })
const Moves = z.looseObject({
  items: z.array(
    z.looseObject({ ID: Id, OWNER_ID: Id, CATEGORY_ID: z.coerce.number().int(), STAGE_ID: z.string() }),
  ),
})

export function changeVerbs({ read, fieldMap, originatorId }: Session): CrmChanges {
  async function readDeals(params: object, calling: Calling): Promise<CrmDeal[]> {
    const map = await fieldMap(calling)
    const { items } = understood(WholeItems, await read('crm.item.list', { ...DEAL, ...params }, calling))
    return items.map((item) => dealFromWire(map, originatorId, item))
  }
  async function readIds(params: object, calling: Calling): Promise<DealId[]> {
    const list = { ...DEAL, select: ['id'], start: -1, ...params }
    const { items } = understood(ItemsAnswer, await read('crm.item.list', list, calling))
    return items.map(({ id }) => id as DealId)
  }

  async function* byTime(
    field: 'updatedTime' | 'lastActivityTime',
    timeOf: (deal: CrmDeal) => Date | null,
    moment: Date,
    pipelineIds: readonly number[],
    calling: Calling,
  ): AsyncGenerator<CrmDeal[]> {
    const order = { [field]: 'ASC', id: 'ASC' }
    let from: object = { [`>=${field}`]: momentToWire(moment) }
    let before: { dealId: DealId; atMs: number } | undefined
    for (;;) {
      const filter = { '@categoryId': [...pipelineIds], ...from }
      const deals = await readDeals({ filter, order, start: -1 }, calling)
      yield deals
      const last = deals.at(-1)
      if (!last || deals.length < PAGE_ROWS) return
      const at = timeOf(last) ?? moment
      // Many deals change within one second, so the next page begins behind the last of them by its number.
      if (before?.dealId === last.dealId) behind(at.getTime(), before.atMs)
      before = { dealId: last.dealId, atMs: at.getTime() }
      const wire = momentToWire(at)
      from = {
        0: { logic: 'OR', 0: { [`>${field}`]: wire }, 1: { [`=${field}`]: wire, '>id': last.dealId } },
      }
    }
  }

  return {
    now: async (calling) => understood(Moment, await read('server.time', {}, calling)),
    dealsChangedSince: (moment, pipelineIds, calling) =>
      byTime('updatedTime', ({ modifiedAt }) => modifiedAt, moment, pipelineIds, calling),
    dealsActiveSince: (moment, pipelineIds, calling) =>
      byTime('lastActivityTime', ({ lastActivityAt }) => lastActivityAt, moment, pipelineIds, calling),
    async *movesSince(moment, calling) {
      for (let after = 0; ; ) {
        const filter = { '>=CREATED_TIME': momentToWire(moment), '>ID': after }
        const params = { entityTypeId: DEAL.entityTypeId, filter, order: { ID: 'ASC' }, start: -1 }
        const { items } = understood(Moves, await read('crm.stagehistory.list', params, calling))
        yield items.map(
          ({ OWNER_ID, CATEGORY_ID, STAGE_ID }): CrmMove => ({
            dealId: OWNER_ID as DealId,
            pipelineId: CATEGORY_ID,
            stageId: STAGE_ID,
          }),
        )
        if (items.length < PAGE_ROWS) return
        after = behind(items.at(-1)?.ID ?? 0, after)
      }
    },
    async *activitiesChangedSince(moment, calling) {
      // By their numbers: however many changed within one second, no border of a page falls between them.
      for (let after = 0; ; ) {
        const filter = { '>=LAST_UPDATED': momentToWire(moment), '>ID': after }
        const params = { filter, select: ACTIVITY_SELECT, order: { ID: 'ASC' }, start: -1 }
        const rows = await read('crm.activity.list', params, calling)
        const page = activitiesFromWire(rows, originatorId)
        yield page
        if (!Array.isArray(rows) || rows.length < PAGE_ROWS) return
        after = behind(page.at(-1)?.activityId ?? (0 as ActivityId), after)
      }
    },
    async dealRange(pipelineId, since, calling) {
      const filter = { '@categoryId': [pipelineId], ...changedSince(since) }
      const [[first], [last]] = await Promise.all([
        readIds({ filter, order: { id: 'ASC' } }, calling),
        readIds({ filter, order: { id: 'DESC' } }, calling),
      ])
      return first === undefined || last === undefined ? null : { first, last }
    },
    async dealPage(section, calling) {
      const params = { filter: filterOf(section), order: { id: 'ASC' }, start: -1 }
      const deals = await readDeals(params, calling)
      return { deals, isLast: deals.length < PAGE_ROWS }
    },
    async dealIds(section, calling) {
      const filter = filterOf({ ...section, since: null })
      const dealIds = await readIds({ filter, order: { id: 'ASC' } }, calling)
      return { dealIds, isLast: dealIds.length < PAGE_ROWS }
    },
  }
}

const filterOf = ({ pipelineId, after, last, since }: DealSection) => ({
  '@categoryId': [pipelineId],
  '>id': after,
  '<=id': last,
  ...changedSince(since),
})
const changedSince = (since: Date | null) => since && { '>=updatedTime': momentToWire(since) }
