import { commentsOf, countComments } from '#sandbox/bitrix24/crm/comments.ts'
import { PAGE_ROWS } from '#sandbox/bitrix24/crm/list.ts'
import { showComment } from '#sandbox/bitrix24/crm/show-comment.ts'
import { classicFailure } from '#sandbox/bitrix24/failure.ts'
import { type Method, mapOf } from '#sandbox/bitrix24/rest/call.ts'
import type { Params } from '#sandbox/bitrix24/rest/php.ts'

const COLUMNS: Record<string, string> = {
  ID: 'comments.ID',
  CREATED: 'comments.CREATED',
  AUTHOR_ID: 'comments.AUTHOR_ID',
}

export const method: Method = {
  scope: 'crm',
  run({ portal, params }) {
    const filter = mapOf(params.filter) ?? {}
    const entityId = Number(filter.ENTITY_ID)
    const entityType = String(filter.ENTITY_TYPE ?? '')
    if (!Number.isSafeInteger(entityId) || entityId <= 0 || entityType === '')
      throw classicFailure('ID is not defined or invalid.')
    const start = Number(params.start ?? 0)
    const offset = start > 0 ? start - (start % PAGE_ROWS) : 0
    const below = cursorOf(filter)
    const order = orderOf(params.order)
    const rows = commentsOf(portal, entityType, entityId, { order, offset, limit: PAGE_ROWS, below })
    const shown = rows.map((row) => chosen(showComment(portal, row), params.select))
    if (start === -1) return { result: shown }
    const total = countComments(portal, entityType, entityId, below)
    return {
      result: shown,
      total,
      next: offset + rows.length < total ? offset + PAGE_ROWS : undefined,
    }
  },
}

/** Clients that page by id ask for `>ID`. */
function cursorOf(filter: Params): string {
  const terms = Object.entries(filter).flatMap(([key, value]) => {
    const [, operator, name = ''] = /^(>=|<=|>|<|=)?(ID|AUTHOR_ID)$/.exec(key) ?? []
    const number = Number(value)
    return name && Number.isSafeInteger(number) ? [` AND comments.${name} ${operator ?? '='} ${number}`] : []
  })
  return terms.join('')
}

function orderOf(order: unknown): string {
  const terms = Object.entries(mapOf(order) ?? {}).flatMap(([key, direction]) => {
    const column = COLUMNS[key.toUpperCase()]
    return column ? [`${column} ${/^desc$/i.test(String(direction)) ? 'DESC' : 'ASC'}`] : []
  })
  return terms.length > 0 ? terms.join(', ') : 'comments.ID ASC'
}

function chosen(comment: Record<string, unknown>, select: unknown): Record<string, unknown> {
  const names = Object.values(mapOf(select) ?? {}).map(String)
  if (names.length === 0 || names.includes('*')) return comment
  return Object.fromEntries(Object.entries(comment).filter(([name]) => name === 'ID' || names.includes(name)))
}
