import type { CrmActivity, CrmComment } from '#src/providers/crm-provider.ts'
import type { MessageRow } from '#src/tickets/message.ts'
import { type Difference, type Shown, shown } from './drift.ts'

type Read = { comments: readonly CrmComment[]; activities: readonly CrmActivity[] }
/** A job that is about to make a row of it. */
type Waiting = { jobId: number; isDead: boolean } | null

/** Comment by comment and mail by mail: what is there and not here, or here and not there. */
export function compareTimeline(rows: readonly MessageRow[], read: Read, waiting: Waiting): Difference[] {
  const theirs = new Map<string, { isOwn: boolean; text: string }>()
  for (const { commentId, isOwn, text } of read.comments) theirs.set(`comment ${commentId}`, { isOwn, text })
  for (const { activityId, originKey, subject } of read.activities)
    theirs.set(`activity ${activityId}`, { isOwn: originKey !== null, text: subject })
  const ours = new Map<string, MessageRow>()
  for (const row of rows) if (row.externalId !== null) ours.set(`${row.externalKind} ${row.externalId}`, row)

  const missing = [...theirs].flatMap(([object, { isOwn, text }]) => {
    const row = ours.get(object)
    if (row) return row.deletedAt ? [differs(object, 'deleted', row.deletedAt, null)] : []
    const found = differs(object, 'row', null, text)
    if (!isOwn || !waiting) return [found]
    return [{ ...found, exempt: `waits for job ${waiting.jobId}`, isStuck: waiting.isDead }]
  })
  const gone = [...ours].flatMap(([object, row]) =>
    theirs.has(object) || row.deletedAt ? [] : [differs(object, 'deleted', null, 'deleted')],
  )
  return [...missing, ...gone]
}

const differs = (object: string, field: string, ours: Shown, theirs: Shown): Difference => ({
  object,
  field,
  ours: shown(ours),
  theirs: shown(theirs),
  exempt: null,
  isStuck: false,
})
