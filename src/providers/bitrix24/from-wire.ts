import * as z from 'zod'
import type { CommentId, ContactId, CrmFileId, CrmUserId, DealId } from '#src/ids.ts'
import type { FieldValues } from '#src/providers/crm-fields.ts'
import type { CrmComment, CrmDeal, CrmFile } from '#src/providers/crm-provider.ts'
import type { FieldMap, PortalField } from './field-map.ts'
import { snapshotOf } from './snapshot.ts'
import { understood } from './wire.ts'
import { zoned } from './zone.ts'

/** Numbers come as numbers or as text, depending on the method and on the portal. */
export const Id = z.coerce.number().int().positive()
const absent = z.union([z.literal(0), z.literal('0'), z.literal(''), z.null(), z.literal(false)])
/** What it mostly is comes first: each that does not fit has its complaint made ready. */
export const OptionalId = z.union([Id, absent.transform(() => null)]).optional()
/** ISO 8601 with the portal's offset. */
export const Moment = z.string().transform((text, context) => {
  const at = new Date(text)
  if (Number.isNaN(at.getTime())) context.addIssue({ code: 'custom', message: 'no moment' })
  return at
})

/** What only helps costs no deal its place in the mirror, whatever a portal writes there. */
const Glance = Moment.nullish().catch(null)
const Person = OptionalId.catch(undefined)

const Item = z.looseObject({
  id: Id.transform((id) => id as DealId),
  title: z.string().nullish(),
  categoryId: z.coerce.number().int(),
  stageId: z.string(),
  stageSemanticId: z.string().nullish(),
  assignedById: OptionalId,
  contactIds: z.array(Id).nullish(),
  createdTime: Moment,
  updatedTime: Moment,
  movedTime: Glance,
  begindate: Glance,
  closedate: Glance,
  lastActivityTime: Glance,
  lastCommunicationTime: Glance,
  createdBy: Person,
  updatedBy: Person,
  movedBy: Person,
  lastActivityBy: Person,
  isRecurring: z.unknown(),
  originatorId: z.string().nullish(),
  originId: z.string().nullish(),
})
export const ItemAnswer = z.looseObject({ item: z.unknown() })
export const ItemsAnswer = z.looseObject({ items: z.array(z.looseObject({ id: Id })) })

const MOMENTS = [
  'createdTime',
  'updatedTime',
  'movedTime',
  'begindate',
  'closedate',
  'lastActivityTime',
  'lastCommunicationTime',
]

export function dealFromWire(map: FieldMap, originatorId: string, item: unknown): CrmDeal {
  const moments = [...MOMENTS, ...map.fields.flatMap(({ type, code }) => (type === 'datetime' ? code : []))]
  const read = understood(Item, zoned(item, moments))
  const outcome = outcomeOf(read.stageSemanticId)
  const person = (id: number | null | undefined) => (id ?? null) as CrmUserId | null
  return {
    dealId: read.id,
    originKey: read.originatorId === originatorId ? (read.originId ?? null) : null,
    title: read.title ?? '',
    pipelineId: read.categoryId,
    stageId: read.stageId,
    outcome,
    responsibleId: person(read.assignedById),
    contactIds: (read.contactIds ?? []) as ContactId[],
    isTemplate: read.isRecurring === 'Y',
    createdAt: read.createdTime,
    modifiedAt: read.updatedTime,
    movedAt: read.movedTime ?? null,
    // What it calls the date of closing is a guess while a deal is open, and a day without an hour then.
    closedAt: outcome === 'open' ? null : (read.movedTime ?? read.closedate ?? read.updatedTime),
    beginDate: read.begindate ?? null,
    lastActivityAt: read.lastActivityTime ?? null,
    lastCommunicationAt: read.lastCommunicationTime ?? null,
    createdById: person(read.createdBy),
    modifiedById: person(read.updatedBy),
    movedById: person(read.movedBy),
    lastActivityById: person(read.lastActivityBy),
    fields: Object.fromEntries(map.fields.map((one) => [one.field, fieldFromWire(one, read[one.code])])),
    snapshot: snapshotOf(item, map),
  }
}

function fieldFromWire({ type, labelOf }: PortalField, value: unknown): FieldValues[keyof FieldValues] {
  if (value === null || value === undefined || value === '' || value === false || typeof value === 'object')
    return null
  if (type === 'enumeration') return labelOf.get(String(value)) ?? String(value)
  if (type === 'datetime') {
    const at = new Date(String(value))
    return Number.isNaN(at.getTime()) ? null : at.toISOString()
  }
  return String(value)
}

/** P in work, S won, F lost; whatever else a portal may say one day is in work. */
export const outcomeOf = (semantics: string | null | undefined): CrmDeal['outcome'] =>
  semantics === 'S' ? 'won' : semantics === 'F' ? 'lost' : 'open'

/** A map by number, an empty list, or nothing at all. */
const Files = z
  .preprocess(
    (files) => (files && typeof files === 'object' ? Object.values(files) : []),
    z.array(
      z
        .looseObject({ id: Id, name: z.string(), size: z.coerce.number() })
        .transform(({ id, name, size }): CrmFile => ({ fileId: id as CrmFileId, name, sizeBytes: size })),
    ),
  )
  .optional()

export const commentsFromWire = (rows: unknown, ownId: number): CrmComment[] =>
  understood(Comments, rows).map((one) => ({ ...one, isOwn: one.authorId === ownId }))

const Comments = z.array(
  z
    .looseObject({
      ID: Id,
      AUTHOR_ID: OptionalId,
      COMMENT: z.string().nullish(),
      CREATED: Moment,
      FILES: Files,
    })
    .transform(({ ID, AUTHOR_ID, COMMENT, CREATED, FILES }) => ({
      files: FILES ?? [],
      commentId: ID as CommentId,
      authorId: (AUTHOR_ID ?? null) as CrmUserId | null,
      text: COMMENT ?? '',
      createdAt: CREATED,
    })),
)
