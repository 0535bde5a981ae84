import { showUserField } from '#sandbox/bitrix24/crm/show-user-field.ts'
import { anyCase, type Method, mapOf } from '#sandbox/bitrix24/rest/call.ts'

export const method: Method = {
  scope: 'crm',
  run({ portal, params }) {
    const { LANG: language, ...filter } = mapOf(anyCase(params, 'filter')) ?? {}
    const rows = portal.db
      .all('SELECT * FROM user_fields ORDER BY SORT, ID')
      .map((row) => showUserField(portal, row, language ? 'plain' : 'none'))
      .filter((shown) =>
        Object.entries(filter).every(
          ([name, value]) => !(name in shown) || String(shown[name]) === String(value),
        ),
      )
    return { result: rows, total: rows.length }
  },
}
