import type { Row } from '#sandbox/bitrix24/database.ts'
import { classicFailure, PortalFailure } from '#sandbox/bitrix24/failure.ts'
import type { Actor, Portal } from '#sandbox/bitrix24/portal.ts'
import { mapOf } from '#sandbox/bitrix24/rest/call.ts'
import type { Params } from '#sandbox/bitrix24/rest/php.ts'
import { stagesOf } from './stages.ts'

const EXTRAS: Record<string, string> = { S: 'success', F: 'failure' }

export function findStatus(portal: Portal, id: number): Row {
  const row = portal.db.get('SELECT * FROM statuses WHERE ID = ?', id)
  if (!row) throw classicFailure('CRM Status is not found')
  return row
}

/** Everything a string, as in all classic methods. */
export function showStatus(row: Row) {
  return {
    ID: String(row.ID),
    ENTITY_ID: row.ENTITY_ID,
    STATUS_ID: row.STATUS_ID,
    NAME: row.NAME,
    NAME_INIT: row.NAME_INIT,
    SORT: String(row.SORT),
    SYSTEM: row.SYSTEM,
    CATEGORY_ID: row.CATEGORY_ID === null ? null : String(row.CATEGORY_ID),
    COLOR: row.COLOR,
    SEMANTICS: row.SEMANTICS,
  }
}

const isStage = ({ ENTITY_ID }: Row) => String(ENTITY_ID).startsWith('DEAL_STAGE')

export function listStatuses(portal: Portal, filter: unknown, order: unknown) {
  const conditions = Object.entries(mapOf(filter) ?? {})
  const [[column = 'ID', direction = 'ASC'] = []] = Object.entries(mapOf(order) ?? {})
  const failed = new Set<unknown>()
  const rows = portal.db
    .all('SELECT * FROM statuses ORDER BY SORT, ID')
    .map((row) => {
      const shown = showStatus(row)
      if (!isStage(row)) return shown
      // The first lost stage is a failure, those after it are apologies.
      const isFurther = row.SEMANTICS === 'F' && failed.has(row.ENTITY_ID)
      if (row.SEMANTICS === 'F') failed.add(row.ENTITY_ID)
      const semantics = isFurther ? 'apology' : (EXTRAS[String(row.SEMANTICS)] ?? 'process')
      return { ...shown, EXTRA: { SEMANTICS: semantics, COLOR: row.COLOR } }
    })
    .filter((row) => conditions.every(([key, value]) => fits(row, key, value)))
  const sign = /^desc$/i.test(String(direction)) ? -1 : 1
  const key = column.toUpperCase()
  return rows.sort((a, b) => sign * compare(valueAt(a, key), valueAt(b, key)))
}

const valueAt = (row: object, key: string): string => String((row as Record<string, unknown>)[key] ?? '')

const compare = (a: string, b: string) =>
  /^\d+$/.test(a) && /^\d+$/.test(b) ? Number(a) - Number(b) : a < b ? -1 : a > b ? 1 : 0

function fits(row: object, key: string, value: unknown): boolean {
  const name = key.replace(/^[=@]/, '').toUpperCase()
  if (!(name in row)) return true
  const values = (value && typeof value === 'object' ? Object.values(value) : [value]).map(String)
  return values.includes(valueAt(row, name))
}

export function addStatus(portal: Portal, actor: Actor, fields: Params): number {
  const entity = String(fields.ENTITY_ID ?? '')
  const code = String(fields.STATUS_ID ?? '')
  if (!entity) throw classicFailure('The field ENTITY_ID is required.')
  if (!code) throw classicFailure('The field STATUS_ID is required.')
  if (!fields.NAME) throw classicFailure('The field NAME is required.')
  const [, number] = /^DEAL_STAGE_(\d+)$/.exec(entity) ?? []
  const prefix = number ? `C${number}:` : ''
  const statusId = code.startsWith(prefix) ? code : prefix + code
  const semantics = String(fields.SEMANTICS ?? mapOf(fields.EXTRA)?.SEMANTICS ?? '')
  const isFailure = semantics === 'F' || semantics === 'failure' || semantics === 'apology'
  const sort = Number(fields.SORT ?? 10)
  if (entity.startsWith('DEAL_STAGE')) refuseWrongOrder(portal, Number(number ?? 0), sort, isFailure)
  if (portal.db.get('SELECT ID FROM statuses WHERE ENTITY_ID = ? AND STATUS_ID = ?', entity, statusId))
    throw new PortalFailure(400, 'ERROR_CORE', `Já existe um item com o código ${statusId}.`)
  return portal.write(actor, () =>
    portal.db.insert('statuses', {
      ENTITY_ID: entity,
      STATUS_ID: statusId,
      NAME: String(fields.NAME),
      NAME_INIT: '',
      SORT: sort,
      SYSTEM: 'N',
      CATEGORY_ID: number ? Number(number) : null,
      COLOR: String(fields.COLOR ?? mapOf(fields.EXTRA)?.COLOR ?? '#ACE9FB'),
      SEMANTICS: isFailure ? 'F' : null,
    }),
  )
}

/** Stages in work stand before the won one, the lost ones behind it. */
function refuseWrongOrder(portal: Portal, categoryId: number, sort: number, isFailure: boolean): void {
  const won = stagesOf(portal, categoryId).find(({ semantics }) => semantics === 'S')
  if (won && (isFailure ? sort <= won.sort : sort >= won.sort))
    throw classicFailure('The SORT of the stage does not fit its semantics')
}
