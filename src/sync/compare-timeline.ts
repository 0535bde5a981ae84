import type { MessageRow } from '#src/tickets/message.ts'
import { type Difference, type Shown, shown } from './drift.ts'
import { asSent } from './merge-value.ts'
import { isOurs, saysTheSame, withoutSpeaker } from './own-text.ts'
import { keyOf, type TimelineItem } from './timeline-items.ts'

/** A job that is about to make a row of it. */
type Waiting = { jobId: number; isDead: boolean } | null

/** Comment by comment and mail by mail: what is there and not here, what is here and not there, and what says something else. */
export function compareTimeline(
  rows: readonly MessageRow[],
  items: readonly TimelineItem[],
  waiting: Waiting,
): Difference[] {
  const ours = new Map<string, MessageRow>()
  for (const row of rows)
    if (row.externalKind !== null && row.externalId !== null)
      ours.set(keyOf(row.externalKind, row.externalId), row)
  const theirs = new Map(items.map((item) => [item.key, item]))

  const found = items.flatMap((item) => {
    const row = ours.get(item.key)
    if (!row) return [missing(item, waiting)]
    if (row.deletedAt) return [differs(item.key, 'deleted', row.deletedAt, null)]
    return compareWords(row, item)
  })
  const gone = [...ours].flatMap(([object, row]) =>
    theirs.has(object) || row.deletedAt ? [] : [differs(object, 'deleted', null, 'deleted')],
  )
  return [...found, ...gone]
}

function missing(item: TimelineItem, waiting: Waiting): Difference {
  const found = differs(item.key, 'row', null, item.subject ?? item.said().text)
  if (!waiting || !(item.isOwn || item.originKey !== null)) return found
  return { ...found, exempt: `waits for job ${waiting.jobId}`, isStuck: waiting.isDead }
}

function compareWords(row: MessageRow, item: TimelineItem): Difference[] {
  // What the CRM has of it is on its way out, or for people there to take away: docs/privacy.md.
  if (row.erasedAt !== null) return []
  const { text } = item.said()
  if (isOurs(row)) {
    // A mail is as it was sent, whatever becomes of its note.
    if (row.kind === 'email') return []
    const said = withoutSpeaker(text, row.authorName)
    return saysTheSame(said, row.bodyText) ? [] : [differs(item.key, 'text', row.bodyText, said)]
  }
  return [
    ...(asSent(text) === asSent(row.bodyText) ? [] : [differs(item.key, 'text', row.bodyText, text)]),
    ...(item.subject === row.subject ? [] : [differs(item.key, 'subject', row.subject, item.subject)]),
  ]
}

const differs = (object: string, field: string, ours: Shown, theirs: Shown): Difference => ({
  object,
  field,
  ours: shown(ours),
  theirs: shown(theirs),
  exempt: null,
  isStuck: false,
})
