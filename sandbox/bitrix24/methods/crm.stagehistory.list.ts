import type { Field } from '#sandbox/bitrix24/crm/fields.ts'
import { listRows } from '#sandbox/bitrix24/crm/list.ts'
import { PortalFailure } from '#sandbox/bitrix24/failure.ts'
import { printMoment } from '#sandbox/bitrix24/moments.ts'
import { anyCase, type Method } from '#sandbox/bitrix24/rest/call.ts'

const field = (name: string, type: string): Field => ({
  name,
  itemName: name,
  type,
  title: name,
  access: 'read',
})

const FIELDS = [
  field('ID', 'integer'),
  field('TYPE_ID', 'integer'),
  field('OWNER_ID', 'integer'),
  field('CREATED_TIME', 'datetime'),
  field('CATEGORY_ID', 'integer'),
  field('STAGE_SEMANTIC_ID', 'string'),
  field('STAGE_ID', 'string'),
]

export const method: Method = {
  scope: 'crm',
  run({ portal, params }) {
    if (Number(anyCase(params, 'entityTypeId')) !== 2)
      throw new PortalFailure(400, 'ENTITY_TYPE_NOT_SUPPORTED', 'Entity type is not supported')
    const source = { table: 'stage_history', fields: FIELDS, names: 'classic' as const }
    const { rows, fields, total, next } = listRows(portal.db, source, {
      select: anyCase(params, 'select'),
      filter: anyCase(params, 'filter'),
      order: anyCase(params, 'order'),
      start: anyCase(params, 'start'),
    })
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
