import { showStorage } from '#sandbox/bitrix24/disk/show-object.ts'
import { type Method, mapOf } from '#sandbox/bitrix24/rest/call.ts'

export const method: Method = {
  scope: 'disk',
  run({ portal, params }) {
    const filter = Object.entries(mapOf(params.filter) ?? {})
    const rows = portal.db
      .all('SELECT * FROM storages ORDER BY ID')
      .map(showStorage)
      .filter((row) =>
        filter.every(
          ([name, value]) => String((row as Record<string, unknown>)[name] ?? value) === String(value),
        ),
      )
    return { result: rows, total: rows.length }
  },
}
