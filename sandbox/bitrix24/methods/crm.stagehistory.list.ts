import { plainField } from '#sandbox/bitrix24/crm/fields.ts'
import { listRows } from '#sandbox/bitrix24/crm/list.ts'
import { PortalFailure } from '#sandbox/bitrix24/failure.ts'
import { printMoment } from '#sandbox/bitrix24/moments.ts'
import { anyCase, classicQuery, type Method } from '#sandbox/bitrix24/rest/call.ts'

const FIELDS = [
  plainField('ID', 'integer'),
  plainField('TYPE_ID', 'integer'),
  plainField('OWNER_ID', 'integer'),
  plainField('CREATED_TIME', 'datetime'),
  plainField('CATEGORY_ID', 'integer'),
  plainField('STAGE_SEMANTIC_ID', 'string'),
  plainField('STAGE_ID', 'string'),
]

export const method: Method = {
  scope: 'crm',
  run({ portal, params }) {
    if (Number(anyCase(params, 'entityTypeId')) !== 2)
      throw new PortalFailure(400, 'ENTITY_TYPE_NOT_SUPPORTED', 'Entity type is not supported')
    const source = { table: 'stage_history', fields: FIELDS, names: 'classic' as const }
    const { rows, fields, total, next } = listRows(portal.db, source, classicQuery(params))
    const items = rows.map((row) =>
      Object.fromEntries(
        fields.map(({ name, type }) => [
          name,
          type === 'datetime' ? printMoment(Number(row[name])) : (row[name] ?? null),
        ]),
      ),
    )
    return { result: { items }, total, next }
  },
}
