import { listRows } from '#sandbox/bitrix24/crm/list.ts'
import { classicDealFields, classicRow } from '#sandbox/bitrix24/crm/render.ts'
import { classicQuery, type Method } from '#sandbox/bitrix24/rest/call.ts'

export const method: Method = {
  scope: 'crm',
  run({ portal, params }) {
    const source = { table: 'deals', fields: classicDealFields(portal), names: 'classic' as const }
    const { rows, fields, total, next } = listRows(portal.db, source, classicQuery(params))
    return { result: rows.map((row) => classicRow(portal, row, fields)), total, next }
  },
}
