import * as z from 'zod'
import type { ActivityId, CrmFileId, CrmUserId, DealId } from '#src/ids.ts'
import type { CrmActivity } from '#src/providers/crm-provider.ts'
import { Id, Moment, OptionalId } from './from-wire.ts'
import { namePictures } from './mail-pictures.ts'
import { understood } from './wire.ts'
import { zoned } from './zone.ts'

/** What a list leaves out unless it is asked for; FILES would give numbers and addresses that only a browser's session opens. */
export const ACTIVITY_SELECT = ['*', 'COMMUNICATIONS', 'BINDINGS', 'STORAGE_ELEMENT_IDS']

/** Numbers as text, and new ones may come: judged below, and not here. */
const Code = z.coerce.string().nullish()

/** A list or a map, and what is empty in some other way. */
const DiskIds = z
  .preprocess(
    (ids) => (ids && typeof ids === 'object' ? Object.values(ids) : []),
    z.array(Id.transform((id) => id as CrmFileId)),
  )
  .catch([])

const Activity = z.looseObject({
  ID: Id,
  TYPE_ID: Code,
  DIRECTION: Code,
  SUBJECT: z.string().nullish(),
  DESCRIPTION: z.string().nullish(),
  DESCRIPTION_TYPE: Code,
  AUTHOR_ID: OptionalId.catch(undefined),
  RESPONSIBLE_ID: OptionalId,
  ORIGINATOR_ID: Code.catch(null),
  ORIGIN_ID: Code.catch(null),
  SETTINGS: z
    .looseObject({
      MESSAGE_FROM: z.string().nullish(),
      EMAIL_META: z.looseObject({ from: z.string().nullish() }).nullish().catch(null),
    })
    .optional()
    .catch(undefined),
  CREATED: Moment,
  LAST_UPDATED: Moment,
  STORAGE_ELEMENT_IDS: DiskIds,
  COMMUNICATIONS: z.array(z.looseObject({ VALUE: z.string().nullish() })).nullish(),
  BINDINGS: z
    .array(z.looseObject({ OWNER_TYPE_ID: z.coerce.string(), OWNER_ID: z.coerce.number() }))
    .nullish(),
})

const KINDS: Record<string, CrmActivity['kind']> = { 1: 'meeting', 2: 'call', 3: 'task', 4: 'email' }
const DIRECTIONS: Record<string, CrmActivity['direction']> = { 1: 'incoming', 2: 'outgoing' }
const FORMATS: Record<string, CrmActivity['bodyFormat']> = { 1: 'text', 2: 'bbcode', 3: 'html' }
const DEAL = '2'

/** Several bindings in a filter give the same activity several times: each is told once. */
export function activitiesFromWire(rows: unknown, originatorId: string): CrmActivity[] {
  const all = Array.isArray(rows) ? rows.map((row) => zoned(row, ['CREATED', 'LAST_UPDATED'])) : rows
  const activities = understood(z.array(Activity), all).map(
    (row): CrmActivity => ({
      activityId: row.ID as ActivityId,
      originKey: row.ORIGINATOR_ID === originatorId ? (row.ORIGIN_ID ?? null) : null,
      kind: KINDS[row.TYPE_ID ?? ''] ?? 'other',
      direction: DIRECTIONS[row.DIRECTION ?? ''] ?? null,
      subject: row.SUBJECT ?? '',
      bodyFormat: FORMATS[row.DESCRIPTION_TYPE ?? ''] ?? 'text',
      contacts: (row.COMMUNICATIONS ?? []).flatMap(({ VALUE }) => VALUE || []),
      sender: row.SETTINGS?.EMAIL_META?.from || row.SETTINGS?.MESSAGE_FROM || null,
      authorId: (row.AUTHOR_ID ?? null) as CrmUserId | null,
      responsibleId: (row.RESPONSIBLE_ID ?? null) as CrmUserId | null,
      dealIds: (row.BINDINGS ?? []).flatMap(({ OWNER_TYPE_ID, OWNER_ID }) =>
        OWNER_TYPE_ID === DEAL ? [OWNER_ID as DealId] : [],
      ),
      // How they are called is for the Disk to tell.
      ...namePictures(row.DESCRIPTION ?? '', row.STORAGE_ELEMENT_IDS),
      createdAt: row.CREATED,
      modifiedAt: row.LAST_UPDATED,
      snapshot: row,
    }),
  )
  return [...new Map(activities.map((one) => [one.activityId, one])).values()]
}
