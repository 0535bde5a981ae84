import { PAGE_ROWS } from '#sandbox/bitrix24/crm/list.ts'
import { anyCase, type Method } from '#sandbox/bitrix24/rest/call.ts'

const FILTERS = ['ID', 'NAME', 'SORT', 'PARENT', 'UF_HEAD'] as const

export const method: Method = {
  scope: 'department',
  run({ portal, params }) {
    const sort = String(anyCase(params, 'sort') ?? 'ID').toUpperCase()
    const column = FILTERS.find((name) => name === sort) ?? 'ID'
    const direction = /^desc$/i.test(String(anyCase(params, 'order'))) ? 'DESC' : 'ASC'
    const rows = portal.db
      .all(`SELECT * FROM departments ORDER BY ${column} ${direction}, ID`)
      .filter((row) =>
        FILTERS.every((name) => params[name] === undefined || String(row[name]) === String(params[name])),
      )
      .map(({ ID, NAME, SORT, PARENT, UF_HEAD }) => ({
        ID: String(ID),
        NAME,
        SORT,
        ...(PARENT !== null && { PARENT: String(PARENT) }),
        ...(UF_HEAD !== null && { UF_HEAD: String(UF_HEAD) }),
      }))
    const start = Math.max(0, Number(anyCase(params, 'start') ?? 0))
    const page = rows.slice(start, start + PAGE_ROWS)
    return {
      result: page,
      total: rows.length,
      next: start + page.length < rows.length ? start + PAGE_ROWS : undefined,
    }
  },
}
