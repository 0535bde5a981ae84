import { describeField } from '#sandbox/bitrix24/crm/fields.ts'
import { dealFields } from '#sandbox/bitrix24/crm/user-fields.ts'
import type { Method } from '#sandbox/bitrix24/rest/call.ts'

const FOR_ITEMS_ONLY = new Set(['OBSERVERS', 'WEBFORM_ID'])

export const method: Method = {
  scope: 'crm',
  run({ portal }) {
    const fields = dealFields(portal).filter(({ name }) => !FOR_ITEMS_ONLY.has(name))
    return {
      // A custom field's title is its code here; what people call it stands in the labels.
      result: Object.fromEntries(
        fields.map((field) => [
          field.name,
          field.custom ? { ...describeField(field), title: field.name } : describeField(field),
        ]),
      ),
    }
  },
}
