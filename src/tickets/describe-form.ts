import { z } from '@hono/zod-openapi'
import { PRIORITIES, REQUIRED_FIELDS, STATUSES } from '#src/db/ticket-schema.ts'
import { MESSAGE_LIMITS, MOST_FILE_BYTES } from '#src/files/message-limits.ts'
import { LOCALES, type Locale } from '#src/locale.ts'
import type { Ports } from '#src/ports.ts'
import { deadlineOf } from '#src/sla/deadline.ts'
import { STATUS_LABELS } from '#src/status-labels.ts'
import { listCategories } from './categories.ts'
import { NEW_TICKET_LIMITS } from './new-ticket.ts'
import { PRIORITY_LABELS } from './priority.ts'
import type { Rules } from './status.ts'

const Length = z.object({ least: z.int(), most: z.int() })
const Labels = z.record(z.enum(LOCALES), z.string())

/** What a form for tickets has to offer, in the language of whoever asks. */
export const FormMeta = z
  .object({
    categories: z.array(
      z.object({
        slug: z.string(),
        label: z.string(),
        labels: Labels,
        default_priority: z.enum(PRIORITIES),
        default_department: z.string().nullable(),
        requires_cpf: z.boolean(),
        required_fields: z.array(z.enum(REQUIRED_FIELDS)),
      }),
    ),
    priorities: z.array(z.object({ code: z.enum(PRIORITIES), label: z.string(), hours: z.number() })),
    statuses: z.array(z.object({ code: z.enum(STATUSES), label: z.string() })),
    departments: z.array(z.string()).openapi({ description: 'As the CRM lists them' }),
    systems: z.array(z.string()).openapi({ description: 'As the CRM offers them; empty if it takes any' }),
    limits: z.object({
      title: Length,
      description: Length,
      tags: z.int(),
      files: z.int(),
      file_bytes: z.int(),
      all_files_bytes: z.int(),
    }),
    closed: z.object({
      reply: z.enum(['reopen', 'follow_up', 'reject']).openapi({
        description:
          'What an answer of the requester does to a closed ticket: opens it again (after the window as the next), begins a new ticket, is refused',
      }),
      reopen_days: z.int().openapi({ description: 'For how long a closed ticket can be opened again' }),
    }),
  })
  .openapi('FormMeta')
export type FormMeta = z.infer<typeof FormMeta>

type Needed = Pick<Ports, 'db' | 'dictionaries' | 'crmCheck'>

export async function describeForm(
  { db, dictionaries, crmCheck }: Needed,
  { closedReply, reopenWindowDays }: Pick<Rules, 'closedReply' | 'reopenWindowDays'>,
  locale: Locale,
): Promise<FormMeta> {
  const [categories, departments] = await Promise.all([listCategories(db), dictionaries.departments()])
  return {
    categories: categories.map(
      ({ slug, labels, defaultPriority, defaultDepartment, requiresCpf, requiredFields }) => ({
        slug,
        label: labels[locale] ?? slug,
        labels,
        default_priority: defaultPriority,
        default_department: defaultDepartment,
        requires_cpf: requiresCpf || requiredFields.includes('cpf'),
        required_fields: requiredFields,
      }),
    ),
    priorities: PRIORITIES.map((code) => ({
      code,
      label: PRIORITY_LABELS[locale][code],
      hours: hoursOf(code),
    })),
    statuses: STATUSES.map((code) => ({ code, label: STATUS_LABELS[locale][code] })),
    departments: [...new Set(departments.map(({ name }) => name))],
    systems: [...crmCheck.choicesOf('system')],
    limits: {
      ...NEW_TICKET_LIMITS,
      files: MESSAGE_LIMITS.mostFiles,
      file_bytes: MOST_FILE_BYTES,
      all_files_bytes: MESSAGE_LIMITS.mostBytes,
    },
    closed: { reply: closedReply, reopen_days: reopenWindowDays },
  }
}

const hoursOf = (priority: (typeof PRIORITIES)[number]) =>
  deadlineOf(priority, new Date(0)).getTime() / 3_600_000
