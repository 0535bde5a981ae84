import { randomBytes } from 'node:crypto'
import { plainField } from '#sandbox/bitrix24/crm/fields.ts'
import { listRows, PAGE_ROWS } from '#sandbox/bitrix24/crm/list.ts'
import type { Row } from '#sandbox/bitrix24/database.ts'
import { printMoment } from '#sandbox/bitrix24/moments.ts'
import type { Portal } from '#sandbox/bitrix24/portal.ts'
import { type Caller, mapOf } from '#sandbox/bitrix24/rest/call.ts'
import type { Params } from '#sandbox/bitrix24/rest/php.ts'

const FIELDS = [
  plainField('ID', 'integer'),
  plainField('TIMESTAMP_X', 'datetime'),
  plainField('EVENT_NAME', 'string'),
  plainField('PROCESS_ID', 'string'),
  plainField('ERROR', 'integer'),
  plainField('CLIENT_ID', 'string'),
  plainField('CONNECTOR', 'string'),
  plainField('DATA', 'string'),
]
const SOURCE = { table: 'offline_events', fields: FIELDS, names: 'classic' as const }

export const showOffline = (row: Row) => ({
  ID: String(row.ID),
  TIMESTAMP_X: printMoment(Number(row.TIMESTAMP_X)),
  EVENT_NAME: row.EVENT_NAME,
  // The documents' samples show false here and speak of the ids of what changed.
  EVENT_DATA: JSON.parse(String(row.DATA)) as unknown,
  EVENT_ADDITIONAL: false,
  MESSAGE_ID: String(row.ID),
})

/** Read and deleted, or, with clear=0, reserved under a number of their own, so that parallel readers share nothing. */
export function readOffline(
  portal: Portal,
  caller: Caller,
  params: Params,
): { processId: string | null; rows: Row[] } {
  const again = String(params.process_id ?? '')
  const isCleared = !/^(0|n|false)$/i.test(String(params.clear ?? 1))
  const limit = Math.min(Number(params.limit ?? PAGE_ROWS) || PAGE_ROWS, 1_000)
  const filter = {
    ...mapOf(params.filter),
    CLIENT_ID: caller.clientId ?? '',
    CONNECTOR: String(params.auth_connector ?? ''),
    ...(again ? { PROCESS_ID: again } : { PROCESS_ID: '' }),
    ...(Number(params.error ?? 0) !== 1 && { '<ERROR': 1 }),
  }
  return portal.db.transaction(() => {
    const rows = pages(portal, { filter, order: params.order ?? { TIMESTAMP_X: 'ASC' } }, limit)
    if (again) return { processId: again, rows }
    const ids = rows.map(({ ID }) => Number(ID)).join(', ')
    if (isCleared) {
      portal.db.exec(`DELETE FROM offline_events WHERE ID IN (${ids})`)
      return { processId: null, rows }
    }
    const processId = randomBytes(16).toString('hex')
    portal.db.exec(`UPDATE offline_events SET PROCESS_ID = '${processId}' WHERE ID IN (${ids})`)
    return { processId, rows }
  })
}

function pages(portal: Portal, query: { filter: Params; order: unknown }, limit: number): Row[] {
  const rows: Row[] = []
  for (let start = 0; rows.length < limit; start += PAGE_ROWS) {
    const page = listRows(portal.db, SOURCE, { ...query, start })
    rows.push(...page.rows)
    if (page.next === undefined) break
  }
  return rows.slice(0, limit)
}

export const listOffline = (portal: Portal, caller: Caller, params: Params) =>
  listRows(portal.db, SOURCE, {
    filter: {
      ...mapOf(params.filter),
      CLIENT_ID: caller.clientId ?? '',
      ...(params.auth_connector ? { CONNECTOR: String(params.auth_connector) } : {}),
    },
    order: params.order,
    start: params.start,
  })

/** Without a list the whole reservation is done with. */
export function clearOffline(portal: Portal, caller: Caller, processId: string, params: Params): void {
  const named = params.message_id ?? params.id
  for (const id of named === undefined ? idsOf(portal, caller, processId) : numbers(named))
    portal.db.run(
      'DELETE FROM offline_events WHERE CLIENT_ID = ? AND PROCESS_ID = ? AND ID = ?',
      caller.clientId ?? '',
      processId,
      id,
    )
}

export function markOffline(portal: Portal, caller: Caller, processId: string, messageIds: unknown): void {
  for (const id of numbers(messageIds))
    portal.db.run(
      'UPDATE offline_events SET ERROR = 1 WHERE CLIENT_ID = ? AND PROCESS_ID = ? AND ID = ?',
      caller.clientId ?? '',
      processId,
      id,
    )
}

const idsOf = (portal: Portal, caller: Caller, processId: string): number[] =>
  portal.db
    .all(
      'SELECT ID FROM offline_events WHERE CLIENT_ID = ? AND PROCESS_ID = ?',
      caller.clientId ?? '',
      processId,
    )
    .map(({ ID }) => Number(ID))

const numbers = (value: unknown): number[] =>
  (value && typeof value === 'object' ? Object.values(value) : [value])
    .map(Number)
    .filter(Number.isSafeInteger)
