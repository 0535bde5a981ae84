import { dealsOnly } from '#sandbox/bitrix24/crm/categories.ts'
import { describeField } from '#sandbox/bitrix24/crm/fields.ts'
import type { Method } from '#sandbox/bitrix24/rest/call.ts'

const field = (
  itemName: string,
  upperName: string,
  type: string,
  access: 'read' | 'write' = 'write',
  isRequired = false,
) =>
  [
    itemName,
    {
      ...describeField({
        name: upperName,
        itemName,
        type,
        title: upperName,
        access,
        ...(isRequired && { isRequired }),
      }),
      upperName,
    },
  ] as const

export const method: Method = {
  scope: 'crm',
  run({ params }) {
    dealsOnly(params)
    return {
      result: {
        fields: Object.fromEntries([
          field('id', 'ID', 'integer', 'read'),
          field('name', 'NAME', 'string'),
          field('sort', 'SORT', 'integer'),
          field('entityTypeId', 'ENTITY_TYPE_ID', 'integer', 'read', true),
          field('isDefault', 'IS_DEFAULT', 'boolean', 'read'),
          field('originId', 'ORIGIN_ID', 'string'),
          field('originatorId', 'ORIGINATOR_ID', 'string'),
        ]),
      },
    }
  },
}
