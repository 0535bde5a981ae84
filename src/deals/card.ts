import { z } from '@hono/zod-openapi'
import { type Caller, isOfTheTeam } from '#src/auth/access.ts'
import { Sla } from '#src/sla/show-sla.ts'
import { dealCardFields, showDealCard } from '#src/tickets/deal-card.ts'
import type { ListedTicket } from '#src/tickets/queries.ts'
import { CardActivity, CardFile } from './card-activity.ts'

const text = () => z.string().nullable()
const moment = () => z.iso.datetime()

/** A ticket as the existing portal lists it, key by key; nulls are there and not left out. */
export const Card = z
  .object({
    ...dealCardFields,
    modify_by_id: text(),
    moved_by_id: text(),
    last_activity_by_id: text(),
    last_communication_time: text().openapi({ example: '2026-01-15 11:45:30' }),
    close_date: moment().nullable(),
    begin_date: moment().nullable(),
    created_at: moment(),
    updated_at: moment(),
    responsible: text(),
    responsible_email: text(),
    responsible_profile_picture_url: text(),
    requester_profile_picture_url: text(),
    is_unread: z.boolean().openapi({ description: 'For whoever asks' }),
    files: z.array(CardFile),
    activities: z.array(CardActivity),
    sla: Sla,
  })
  .openapi('DealCardSchema')
export type Card = z.infer<typeof Card>

type With = {
  caller: Caller
  sla: Sla
  pictures: { responsible: string | null; requester: string | null }
  files: CardFile[]
  activities: CardActivity[]
}

export function showCard(row: ListedTicket, { caller, sla, pictures, files, activities }: With): Card {
  const isTheirs = row.userId === caller.userId || !isOfTheTeam(caller)
  return {
    ...showDealCard(row),
    modify_by_id: row.modifyById,
    moved_by_id: row.movedById,
    last_activity_by_id: row.lastActivityById,
    last_communication_time: row.lastCommunicationTime ?? inSeconds(activities.at(-1)?.created_at),
    // 20.12: what the CRM calls so is a guess while a deal is open.
    close_date: row.closedAt?.toISOString() ?? null,
    begin_date: row.beginDate?.toISOString() ?? null,
    created_at: row.createdAt.toISOString(),
    updated_at: row.updatedAt.toISOString(),
    responsible: row.responsible,
    responsible_email: row.responsibleEmail,
    responsible_profile_picture_url: pictures.responsible,
    requester_profile_picture_url: pictures.requester,
    is_unread: isTheirs ? row.isUnread : row.isUnreadByTeam,
    files,
    activities,
    sla,
  }
}

const inSeconds = (moment: string | undefined) => moment?.slice(0, 19).replace('T', ' ') ?? null
