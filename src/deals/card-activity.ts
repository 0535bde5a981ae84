import { z } from '@hono/zod-openapi'
import { and, desc, eq, inArray, isNull, sql } from 'drizzle-orm'
import { activities } from '#src/db/activity-schema.ts'
import type { Db } from '#src/db/connect.ts'
import { users } from '#src/db/schema.ts'
import { deals } from '#src/db/ticket-schema.ts'
import { BODY_HTML } from '#src/files/inline-pictures.ts'
import { AbsentFile, absentAmong, type CrmFileRow } from '#src/files/inward-files.ts'
import type { TicketId } from '#src/ids.ts'
import { type MessageRow, senderTypeOf } from '#src/tickets/message.ts'

const text = () => z.string().nullable()
const moment = () => z.iso.datetime()

export const CardFile = z
  .object({ id: z.int(), file_url: text().openapi({ description: 'For two hours' }), filename: z.string() })
  .openapi('CardFile')
export type CardFile = z.infer<typeof CardFile>

/** Something that happened on a ticket, as the existing portal gets it. */
export const CardActivity = z
  .object({
    id: z.int(),
    activity_id: z.int().nullable().openapi({ description: 'Of the CRM; null until it has it' }),
    type_id: z.enum(['2', '4', 'call']).openapi({ description: '2 is a comment, 4 a mail' }),
    direction: z.enum(['incoming', 'outgoing']),
    subject: text(),
    description: z.string(),
    body_html: text().openapi({ description: BODY_HTML }),
    from_email: text(),
    to_email: text(),
    responsible_name: text().openapi({ description: 'Who said it' }),
    responsible_email: text(),
    responsible_profile_picture_url: text(),
    created_at_bitrix: moment().nullable(),
    created_at: moment(),
    files: z.array(CardFile),
    absent_files: z.array(AbsentFile),
  })
  .openapi('CardActivity')
export type CardActivity = z.infer<typeof CardActivity>

/** The portal's own numbers (20.3): a comment is none of the CRM's activities, and 2 is a call there. */
const TYPE_IDS = { comment: '2', email: '4', call: 'call' } as const
const SHOWN = Object.keys(TYPE_IDS) as (keyof typeof TYPE_IDS)[]

export type ShownActivity = { row: MessageRow; picture: string | null }
type With = {
  pictureUrl: string | null
  bodyHtml: string | null
  files: CardFile[]
  inward: readonly CrmFileRow[] | undefined
}

export function showActivity({ row }: ShownActivity, about: With): CardActivity {
  const { pictureUrl, bodyHtml, files, inward } = about
  return {
    id: row.id,
    activity_id: row.externalId,
    type_id: TYPE_IDS[row.kind as keyof typeof TYPE_IDS],
    direction: row.direction ?? (senderTypeOf(row) === 'user' ? 'incoming' : 'outgoing'),
    subject: row.subject,
    description: row.bodyText,
    body_html: bodyHtml,
    from_email: row.fromEmail,
    to_email: row.toEmail,
    responsible_name: row.authorName,
    responsible_email: row.authorEmail,
    responsible_profile_picture_url: pictureUrl,
    created_at_bitrix: row.createdAtCrm?.toISOString() ?? null,
    created_at: row.createdAt.toISOString(),
    files,
    absent_files: absentAmong(inward),
  }
}

/** Of each ticket the newest so many, the oldest of them first. Notes are not among them, whoever asks (M-12). */
export async function activitiesOf(
  db: Db,
  ticketIds: readonly TicketId[],
  most: number,
): Promise<Map<TicketId, ShownActivity[]>> {
  const found = new Map<TicketId, ShownActivity[]>(ticketIds.map((id) => [id, []]))
  if (ticketIds.length === 0) return found
  const newest = db
    .select({ id: activities.id })
    .from(activities)
    .where(
      and(
        eq(activities.ticketId, deals.id),
        inArray(activities.kind, SHOWN),
        eq(activities.isInternal, false),
        isNull(activities.deletedAt),
      ),
    )
    .orderBy(desc(activities.createdAt), desc(activities.id))
    .limit(most)
    .as('newest')
  const rows = await db
    .select({ row: activities, picture: users.profilePicture })
    .from(deals)
    .innerJoinLateral(newest, sql`true`)
    .innerJoin(activities, eq(activities.id, newest.id))
    .leftJoin(users, eq(users.id, activities.authorUserId))
    .where(inArray(deals.id, [...ticketIds]))
    .orderBy(activities.createdAt, activities.id)
  for (const one of rows) found.get(one.row.ticketId)?.push(one)
  return found
}
