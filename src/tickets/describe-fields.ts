import { z } from '@hono/zod-openapi'
import { DomainError } from '#src/errors.ts'
import type { Ports } from '#src/ports.ts'
import { type FieldCheck, TICKET_FIELDS } from '#src/providers/crm-fields.ts'
import { CrmError } from '#src/providers/crm-provider.ts'
import { crmLabelOf, listCategories, plain } from './categories.ts'

const text = () => z.string().nullable()

/** Where the CRM keeps a field of ours, as it is there now. */
export const CrmField = z
  .object({
    field: z
      .enum(TICKET_FIELDS)
      .nullable()
      .openapi({ description: 'null: none of ours, but the CRM takes no deal without it' }),
    place: z.string().openapi({ description: 'What the CRM calls it by' }),
    title: text().openapi({ description: 'What people call it there' }),
    type: text(),
    exists: z.boolean(),
    values: z
      .array(z.object({ ours: z.string(), theirs: text() }))
      .openapi({ description: 'Of choices: what each of ours is there; null: there is no such choice' }),
    choices: z.array(z.string()).openapi({ description: 'All that the CRM offers' }),
    problem: text(),
    is_fatal: z.boolean().openapi({ description: 'The CRM refuses tickets because of it' }),
  })
  .openapi('CrmField')
export type CrmField = z.infer<typeof CrmField>

/** Asks the CRM, where anybody may have changed it a moment ago. */
export async function describeFields({ db, crm }: Pick<Ports, 'db' | 'crm'>): Promise<CrmField[]> {
  if (crm.state() !== 'up') throw new DomainError('crm-away')
  const [checks, categories] = await Promise.all([
    crm.checkFields({ priority: 'people' }).catch((error: unknown) => {
      throw error instanceof CrmError ? new DomainError('crm-away', {}, { cause: error }) : error
    }),
    listCategories(db),
  ])
  return checks.map((check) => {
    const { field, place, title, type, choices, problem, isFatal } = check
    const values = field === 'category' ? matched(check, categories.map(crmLabelOf)) : labelled(check)
    return {
      field,
      place,
      title,
      type,
      exists: type !== null,
      values,
      choices: [...choices],
      problem,
      is_fatal: isFatal,
    }
  })
}

const labelled = ({ labels }: FieldCheck) =>
  Object.entries(labels).map(([ours, theirs]) => ({ ours, theirs }))

/** Of a field without choices any word is one. */
const matched = ({ type, choices }: FieldCheck, words: readonly string[]) =>
  type === 'enumeration'
    ? words.map((ours) => ({
        ours,
        theirs: choices.find((choice) => plain(choice) === plain(ours)) ?? null,
      }))
    : []
