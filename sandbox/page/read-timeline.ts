import { ACTIVITY, activityFiles, communicationsOf, DIRECTION } from '#sandbox/bitrix24/crm/activities.ts'
import { commentFiles, commentsOf } from '#sandbox/bitrix24/crm/comments.ts'
import { DEAL_TYPE } from '#sandbox/bitrix24/crm/deal-fields.ts'
import type { Stage } from '#sandbox/bitrix24/crm/stages.ts'
import type { Row } from '#sandbox/bitrix24/database.ts'
import type { Portal } from '#sandbox/bitrix24/portal.ts'
import { plainText } from './plain-text.ts'
import { personNamed } from './read-people.ts'

type Kind = 'comment' | 'incoming' | 'outgoing' | 'todo' | 'todoDone' | 'call' | 'meeting' | 'activity'

export type Entry = { key: string; at: number } & (
  | { kind: 'stage'; stage: string }
  | { kind: Kind; who: string; subject: string; text: string; files: string[]; dueAt: number | null }
)

const HTML = 3

/** The newest of each kind are read, and the newest of all are shown. */
export const MOST_ENTRIES = 100

export function readTimeline(
  portal: Portal,
  dealId: number,
  stages: readonly Stage[],
): { entries: Entry[]; isCut: boolean } {
  const latest = MOST_ENTRIES + 1
  const comments = commentsOf(portal, 'deal', dealId, { order: 'comments.ID DESC', limit: latest })
  const activities = portal.db.all(
    `SELECT activities.* FROM activity_bindings AS bound JOIN activities ON activities.ID = bound.ACTIVITY_ID
     WHERE bound.OWNER_TYPE_ID = ${DEAL_TYPE} AND bound.OWNER_ID = ? ORDER BY activities.ID DESC LIMIT ${latest}`,
    dealId,
  )
  const moves = portal.db.all(
    `SELECT * FROM stage_history WHERE OWNER_ID = ? ORDER BY ID DESC LIMIT ${latest}`,
    dealId,
  )
  // The portal keeps seconds; what shares one keeps the order of its numbers.
  const all = [
    ...moves.toReversed().map((row) => toMove(stages, row)),
    ...comments.toReversed().map((row) => toComment(portal, row)),
    ...activities.toReversed().map((row) => toActivity(portal, row)),
  ].sort((a, b) => a.at - b.at)
  return { entries: all.slice(-MOST_ENTRIES), isCut: all.length > MOST_ENTRIES }
}

const toMove = (stages: readonly Stage[], row: Row): Entry => ({
  key: `stage-${row.ID}`,
  at: Number(row.CREATED_TIME),
  kind: 'stage',
  stage: stages.find(({ id }) => id === row.STAGE_ID)?.name ?? String(row.STAGE_ID),
})

const toComment = (portal: Portal, row: Row): Entry => ({
  key: `comment-${row.ID}`,
  at: Number(row.CREATED),
  kind: 'comment',
  who: personNamed(portal, Number(row.AUTHOR_ID)) ?? `#${row.AUTHOR_ID}`,
  subject: '',
  text: String(row.COMMENT ?? ''),
  files: namesOf(commentFiles(portal, Number(row.ID))),
  dueAt: null,
})

function toActivity(portal: Portal, row: Row): Entry {
  const id = Number(row.ID)
  const kind = kindOf(row)
  const isMail = kind === 'incoming' || kind === 'outgoing'
  const description = String(row.DESCRIPTION ?? '')
  return {
    key: `activity-${id}`,
    at: Number(row.CREATED),
    kind,
    who: isMail ? addressesOf(portal, id) : (personNamed(portal, Number(row.RESPONSIBLE_ID)) ?? ''),
    subject: String(row.SUBJECT ?? ''),
    text: row.DESCRIPTION_TYPE === HTML ? plainText(description) : description,
    files: namesOf(activityFiles(portal, id)),
    dueAt: kind === 'todo' && row.DEADLINE ? Number(row.DEADLINE) : null,
  }
}

function kindOf({ TYPE_ID, DIRECTION: direction, PROVIDER_ID, COMPLETED }: Row): Kind {
  if (TYPE_ID === ACTIVITY.email) return direction === DIRECTION.incoming ? 'incoming' : 'outgoing'
  if (TYPE_ID === ACTIVITY.call) return 'call'
  if (TYPE_ID === ACTIVITY.meeting) return 'meeting'
  if (TYPE_ID === ACTIVITY.task || PROVIDER_ID === 'CRM_TODO') return COMPLETED === 'Y' ? 'todoDone' : 'todo'
  return 'activity'
}

const addressesOf = (portal: Portal, id: number) =>
  communicationsOf(portal, id)
    .map(({ VALUE }) => String(VALUE))
    .join(', ')

const namesOf = (files: readonly Row[]) => files.map(({ NAME }) => String(NAME))
