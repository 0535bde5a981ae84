import { CONTACT_FIELDS, MULTIFIELDS } from '#sandbox/bitrix24/crm/contact-fields.ts'
import { listRows } from '#sandbox/bitrix24/crm/list.ts'
import { classicRow } from '#sandbox/bitrix24/crm/render.ts'
import { multifieldCondition, shownMultifields } from '#sandbox/bitrix24/crm/show-multifields.ts'
import { classicQuery, type Method, mapOf } from '#sandbox/bitrix24/rest/call.ts'

export const method: Method = {
  scope: 'crm',
  run({ portal, params }) {
    const query = classicQuery(params)
    const source = {
      table: 'contacts',
      fields: CONTACT_FIELDS,
      names: 'classic' as const,
      special: multifieldCondition,
    }
    const { rows, fields, total, next } = listRows(portal.db, source, query)
    // "*" does not mean these: they come when they are named.
    const named = Object.values(mapOf(query.select) ?? {}).filter((name) => String(name) in MULTIFIELDS)
    return {
      result: rows.map((row) => {
        const multifields = named.length > 0 ? shownMultifields(portal, Number(row.ID)) : {}
        const chosen = Object.entries(multifields).filter(([name]) => named.includes(name))
        return { ...classicRow(portal, row, fields), ...Object.fromEntries(chosen) }
      }),
      total,
      next,
    }
  },
}
