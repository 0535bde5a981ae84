import { CONTACT_FIELDS, MULTIFIELDS } from '#sandbox/bitrix24/crm/contact-fields.ts'
import { describeField } from '#sandbox/bitrix24/crm/fields.ts'
import type { Method } from '#sandbox/bitrix24/rest/call.ts'

const multifields = Object.keys(MULTIFIELDS).map(
  (name) =>
    [
      name,
      describeField({
        name,
        itemName: name,
        type: 'crm_multifield',
        title: name,
        access: 'write',
        isMultiple: true,
      }),
    ] as const,
)

export const method: Method = {
  scope: 'crm',
  run: () => ({
    result: Object.fromEntries([
      ...CONTACT_FIELDS.map((field) => [field.name, describeField(field)] as const),
      ...multifields,
    ]),
  }),
}
