import { describeField } from '#sandbox/bitrix24/crm/fields.ts'
import { itemType } from '#sandbox/bitrix24/crm/items.ts'
import { itemFields } from '#sandbox/bitrix24/crm/render.ts'
import { isYes, type Method } from '#sandbox/bitrix24/rest/call.ts'

export const method: Method = {
  scope: 'crm',
  run({ portal, params }) {
    const fields = itemFields(portal, itemType(params)).map((field) => {
      const name = isYes(params.useOriginalUfNames) && field.custom ? field.name : field.itemName
      // Pipelines can be changed by crm.item.update alone.
      const access = field.name === 'CATEGORY_ID' ? ('write' as const) : field.access
      const type = field.type === 'char' ? 'boolean' : field.type
      return [
        name,
        {
          ...describeField({ ...field, access, type }),
          upperName: field.custom ? field.name : upperNameOf(field.itemName),
        },
      ] as const
    })
    return { result: { fields: Object.fromEntries(fields) } }
  },
}

/** createdTime is CREATED_TIME here, whatever the classic methods call it. */
const upperNameOf = (name: string) => name.replace(/[A-Z]/g, '_$&').toUpperCase()
