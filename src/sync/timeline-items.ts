import { createHash } from 'node:crypto'
import type { ActivityKind } from '#src/db/activity-schema.ts'
import type { ActivityId, CommentId, CrmUserId } from '#src/ids.ts'
import type { CrmActivity, CrmAttachment, CrmComment } from '#src/providers/crm-provider.ts'
import { textOfMarkup } from '#src/tickets/markup-text.ts'
import { safeHtml, textOfHtml } from '#src/tickets/received-html.ts'
import { storableText } from './storable.ts'

export type Said = { text: string; html: string | null }
/** What was said or done, whichever way the CRM keeps it. */
export type TimelineItem = {
  /** Of its kind and number. */
  key: string
  externalKind: 'comment' | 'activity'
  externalId: CommentId | ActivityId
  kind: ActivityKind
  /** Nothing of it was said to the requester. */
  isInternal: boolean
  direction: 'incoming' | 'outgoing' | null
  subject: string | null
  /** Made when it is asked for: of what is known already nobody does. */
  said(): Said
  authorId: CrmUserId | null
  sender: string | null
  contacts: readonly string[]
  files: readonly CrmAttachment[]
  createdAt: Date
  /** Comments do not tell. */
  modifiedAt: Date | null
  /** Of all that it says. */
  digest: string
  /** It may be one that we wrote a moment ago, and do not know by its number yet. */
  isOwn: boolean
  originKey: string | null
}

/** A text beyond that would be in nobody's interest. */
const LONGEST_SAID = 2_000_000
const LONGEST_SUBJECT = 255

export const keyOf = (kind: 'comment' | 'activity', id: number) => `${kind} ${id}`

export const itemsOf = (
  comments: readonly CrmComment[],
  activities: readonly CrmActivity[],
): TimelineItem[] => [...comments.map(itemOfComment), ...activities.map(itemOfActivity)]

function itemOfComment({ commentId, authorId, isOwn, text, createdAt, files }: CrmComment): TimelineItem {
  return {
    key: keyOf('comment', commentId),
    externalKind: 'comment',
    externalId: commentId,
    kind: 'comment',
    isInternal: false,
    direction: null,
    subject: null,
    said: once(() => ({ text: clean(textOfMarkup(text)), html: null })),
    authorId,
    sender: null,
    contacts: [],
    files,
    createdAt,
    modifiedAt: null,
    digest: digestOf([text, authorId, files.map(({ fileId }) => fileId)]),
    isOwn,
    originKey: null,
  }
}

/** Tasks, meetings and what else the CRM plans are the team's own matter. */
const KINDS: Record<CrmActivity['kind'], ActivityKind> = {
  email: 'email',
  call: 'call',
  meeting: 'task',
  task: 'task',
  other: 'task',
}

function itemOfActivity(activity: CrmActivity): TimelineItem {
  const { activityId, direction, subject, body, bodyFormat, contacts, sender, files } = activity
  const kind = KINDS[activity.kind]
  const authorId = activity.authorId ?? activity.responsibleId
  return {
    key: keyOf('activity', activityId),
    externalKind: 'activity',
    externalId: activityId,
    kind,
    isInternal: kind === 'task',
    direction,
    subject: clean(subject).slice(0, LONGEST_SUBJECT) || null,
    said: once(() => saidIn(body, bodyFormat)),
    authorId,
    sender,
    contacts,
    files,
    createdAt: activity.createdAt,
    modifiedAt: activity.modifiedAt,
    digest: digestOf([
      ...[activity.kind, direction, subject, body, bodyFormat, contacts, sender, authorId],
      files.map(({ fileId }) => fileId),
    ]),
    isOwn: false,
    originKey: activity.originKey,
  }
}

function saidIn(body: string, format: CrmActivity['bodyFormat']): Said {
  const storable = clean(body)
  if (format !== 'html')
    return { text: format === 'bbcode' ? textOfMarkup(storable) : storable.trim(), html: null }
  return { text: textOfHtml(storable), html: safeHtml(storable) }
}

const clean = (text: string) => storableText(text).slice(0, LONGEST_SAID)

const digestOf = (told: unknown) => createHash('sha256').update(JSON.stringify(told)).digest('base64url')

function once<T>(make: () => T): () => T {
  let made: { value: T } | undefined
  return () => {
    made ??= { value: make() }
    return made.value
  }
}
