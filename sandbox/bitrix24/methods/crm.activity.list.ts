import { ACTIVITY_FIELDS } from '#sandbox/bitrix24/crm/activity-fields.ts'
import { listRows } from '#sandbox/bitrix24/crm/list.ts'
import { bindingCondition } from '#sandbox/bitrix24/crm/read-activity.ts'
import { EXTRAS, showActivity } from '#sandbox/bitrix24/crm/show-activity.ts'
import { classicQuery, type Method, mapOf } from '#sandbox/bitrix24/rest/call.ts'

export const method: Method = {
  scope: 'crm',
  run({ portal, params }) {
    const query = classicQuery(params)
    const source = {
      table: 'activities',
      fields: ACTIVITY_FIELDS,
      names: 'classic' as const,
      special: bindingCondition,
    }
    const { rows, fields, total, next } = listRows(portal.db, source, {
      ...query,
      order: query.order ?? { START_TIME: 'ASC' },
    })
    const extras = Object.values(mapOf(query.select) ?? {})
      .map(String)
      .filter((name) => name in EXTRAS)
    return {
      result: rows.map((row) => ({
        ...showActivity(portal, row, fields),
        ...Object.fromEntries(extras.map((name) => [name, EXTRAS[name]?.(portal, Number(row.ID))])),
      })),
      total,
      next,
    }
  },
}
