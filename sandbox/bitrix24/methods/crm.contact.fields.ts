import { CONTACT_FIELDS, MULTIFIELDS } from '#sandbox/bitrix24/crm/contact-fields.ts'
import { describeFields, plainField } from '#sandbox/bitrix24/crm/fields.ts'
import type { Method } from '#sandbox/bitrix24/rest/call.ts'

const multifields = Object.keys(MULTIFIELDS).map((name) => ({
  ...plainField(name, 'crm_multifield'),
  isMultiple: true as const,
}))

export const method: Method = {
  scope: 'crm',
  run: () => ({ result: describeFields([...CONTACT_FIELDS, ...multifields]) }),
}
