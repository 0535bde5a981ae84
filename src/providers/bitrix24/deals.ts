import type { DealId } from '#src/ids.ts'
import { type Calling, type CrmDeal, CrmError, type CrmProvider } from '#src/providers/crm-provider.ts'
import { isChanged } from './deal-change.ts'
import { dealFromWire, ItemAnswer, ItemsAnswer } from './from-wire.ts'
import { DEAL, isGone, PAGE_ROWS, type Session } from './session.ts'
import { changeToWire, ticketToWire } from './to-wire.ts'
import { understood } from './wire.ts'
import { writeOnce } from './write-once.ts'

type DealVerbs = Pick<CrmProvider, 'openDeal' | 'readDeal' | 'findDeal' | 'changeDeal' | 'dealsThere'>

export function dealVerbs({ read, write, fieldMap, originatorId, clock }: Session): DealVerbs {
  const toDeal = async (result: unknown, calling: Calling) =>
    dealFromWire(await fieldMap(calling), originatorId, understood(ItemAnswer, result).item)

  async function findDeal(originKey: string, calling: Calling): Promise<DealId | null> {
    const filter = { '=originatorId': originatorId, '=originId': originKey }
    const params = { ...DEAL, select: ['id'], filter, order: { id: 'ASC' }, start: -1 }
    const [first] = understood(ItemsAnswer, await read('crm.item.list', params, calling)).items
    return first ? (first.id as DealId) : null
  }

  async function readDeal(dealId: DealId, calling: Calling): Promise<CrmDeal | null> {
    try {
      return await toDeal(await read('crm.item.get', { ...DEAL, id: dealId }, calling), calling)
    } catch (error) {
      if (isGone(error)) return null
      throw error
    }
  }

  async function isThere(dealId: DealId, calling: Calling): Promise<boolean> {
    try {
      await read('crm.item.get', { ...DEAL, id: dealId }, calling)
      return true
    } catch (error) {
      if (isGone(error)) return false
      if (error instanceof CrmError && error.outcome === 'rejected') return true
      throw error
    }
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
    readDeal,
    findDeal,
    async changeDeal(dealId, change, calling) {
      const map = await fieldMap(calling)
      const fields = changeToWire(map, change)
      // Of fields that the portal does not have nothing is left to write.
      const mayExist = calling.mayExist === true || Object.keys(fields).length === 0
      return writeOnce({ ...calling, mayExist }, clock, {
        look: async () => {
          const deal = await readDeal(dealId, calling)
          return deal && isChanged(map, deal.snapshot, fields) ? deal : null
        },
        write: async () =>
          toDeal(await write('crm.item.update', { ...DEAL, id: dealId, fields }, calling), calling),
      })
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
          const listed = new Set<number>(items.map(({ id }) => id))
          // A list leaves out what we may not read as it leaves out what is gone.
          const found = await Promise.all(
            page.map(async (id) => listed.has(id) || (await isThere(id, calling))),
          )
          for (const [index, id] of page.entries()) if (found[index]) there.add(id)
        }),
      )
      return there
    },
  }
}
