import { PortalFailure } from '#sandbox/bitrix24/failure.ts'
import { anyCase, type Method, mapOf } from '#sandbox/bitrix24/rest/call.ts'
import { phpArray } from '#sandbox/bitrix24/rest/php.ts'

const MOST_VALUES = 20
const MOST_FOUND = 20

export const method: Method = {
  scope: 'crm',
  run({ portal, params }) {
    const type = String(anyCase(params, 'type') ?? '').toUpperCase()
    const entity = String(anyCase(params, 'entity_type') ?? '').toUpperCase()
    const values = Object.values(mapOf(anyCase(params, 'values')) ?? {}).map(String)
    // The codes of this method are whole sentences.
    if (type !== 'EMAIL' && type !== 'PHONE')
      throw new PortalFailure(400, 'Communication type is not defined', 'Communication type is not defined')
    if (values.length === 0)
      throw new PortalFailure(
        400,
        'Communication values is not defined',
        'Communication values is not defined',
      )
    if (entity && entity !== 'CONTACT') return { result: [] }
    const asked = values.slice(0, MOST_VALUES).map((value) => value.trim())
    const found = portal.db.all(
      `SELECT DISTINCT CONTACT_ID FROM multifields WHERE TYPE_ID = ? AND VALUE IN (${asked.map(() => '?').join(', ')})
       ORDER BY CONTACT_ID LIMIT ${MOST_FOUND}`,
      type,
      ...asked,
    )
    const ids = found.map(({ CONTACT_ID }) => CONTACT_ID)
    return { result: phpArray(new Map(ids.length > 0 ? [['CONTACT', ids]] : [])) }
  },
}
