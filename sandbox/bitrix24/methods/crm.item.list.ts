import { DEAL_TYPE } from '#sandbox/bitrix24/crm/deal-fields.ts'
import { itemType } from '#sandbox/bitrix24/crm/items.ts'
import { listRows } from '#sandbox/bitrix24/crm/list.ts'
import { itemFields, itemRow } from '#sandbox/bitrix24/crm/render.ts'
import { isYes, type Method } from '#sandbox/bitrix24/rest/call.ts'

export const method: Method = {
  scope: 'crm',
  run({ portal, params }) {
    const typeId = itemType(params)
    const source = {
      table: typeId === DEAL_TYPE ? 'deals' : 'contacts',
      fields: itemFields(portal, typeId),
      names: 'item' as const,
    }
    const { rows, fields, total, next } = listRows(portal.db, source, params)
    const select = params.select && typeof params.select === 'object' ? Object.values(params.select) : []
    const isWhole = select.length === 0 || select.includes('*')
    const options = { hasOriginalNames: isYes(params.useOriginalUfNames), isWhole }
    return {
      result: { items: rows.map((row) => itemRow(portal, typeId, row, fields, options)) },
      total,
      next,
    }
  },
}
