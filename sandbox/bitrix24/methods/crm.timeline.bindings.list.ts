import { type Method, mapOf } from '#sandbox/bitrix24/rest/call.ts'

export const method: Method = {
  scope: 'crm',
  run({ portal, params }) {
    const id = Number(mapOf(params.filter)?.OWNER_ID)
    const rows = portal.db.all(
      'SELECT * FROM comment_bindings WHERE COMMENT_ID = ? ORDER BY ENTITY_TYPE, ENTITY_ID',
      Number.isSafeInteger(id) ? id : 0,
    )
    return {
      result: rows.map(({ COMMENT_ID, ENTITY_ID, ENTITY_TYPE }) => ({
        OWNER_ID: String(COMMENT_ID),
        ENTITY_ID: String(ENTITY_ID),
        ENTITY_TYPE,
      })),
      total: rows.length,
    }
  },
}
