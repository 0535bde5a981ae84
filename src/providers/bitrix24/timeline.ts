import * as z from 'zod'
import type { CommentId, DealId } from '#src/ids.ts'
import {
  type Calling,
  type CrmActivity,
  type CrmComment,
  CrmError,
  type CrmProvider,
} from '#src/providers/crm-provider.ts'
import { ACTIVITY_SELECT, activitiesFromWire } from './activities-from-wire.ts'
import { textOf } from './deal-change.ts'
import { commentsFromWire } from './from-wire.ts'
import { behind, isGone, PAGE_ROWS, type Session } from './session.ts'
import { understood } from './wire.ts'
import { writeOnce } from './write-once.ts'

type TimelineVerbs = Pick<
  CrmProvider,
  'addComment' | 'readComments' | 'dealsOfComment' | 'openFile' | 'readActivities' | 'readActivity'
>

const CommentOwner = z.looseObject({ ENTITY_TYPE: z.string().nullish(), ENTITY_ID: z.coerce.number() })
const DiskFile = z.looseObject({
  NAME: z.string(),
  SIZE: z.coerce.number(),
  DOWNLOAD_URL: z.string(),
  DELETED_TYPE: z.coerce.number().nullish(),
})

/** Comments, mails and the like, and the files that hang on them. */
export function timelineVerbs(session: Session): TimelineVerbs {
  const { read, write, place, ownId, download, clock, originatorId } = session

  async function readComments(dealId: DealId, calling: Calling): Promise<CrmComment[]> {
    const comments: CrmComment[] = []
    const own = ownId(calling)
    for (let after = 0; ; ) {
      const filter = { ENTITY_TYPE: 'deal', ENTITY_ID: dealId, ...(after > 0 && { '>ID': after }) }
      const params = { filter, order: { ID: 'ASC' }, start: -1 }
      // Both leave together.
      const [rows, ownNumber] = await Promise.all([read('crm.timeline.comment.list', params, calling), own])
      const page = commentsFromWire(rows, ownNumber)
      comments.push(...page)
      if (page.length < PAGE_ROWS) return comments
      after = behind(page.at(-1)?.commentId ?? 0, after)
    }
  }

  return {
    addComment: (dealId, { text, notThese, files = [] }, calling) =>
      writeOnce(calling, clock, {
        look: async () => {
          const comments = await readComments(dealId, calling)
          const found = comments.find(
            (one) => one.isOwn && textOf(one.text) === textOf(text) && !notThese.includes(one.commentId),
          )
          return found?.commentId ?? null
        },
        write: async () => {
          const pairs = files.map(({ name, bytes }) => [name, bytes.toString('base64')])
          const entity = { ENTITY_TYPE: 'deal', ENTITY_ID: dealId }
          const fields = { ...entity, COMMENT: text, ...(pairs.length > 0 && { FILES: pairs }) }
          // A command of a batch is no place for the bytes of a file.
          const options = { isAlone: pairs.length > 0 }
          const result = await write('crm.timeline.comment.add', { fields }, calling, options)
          return understood(z.number(), result) as CommentId
        },
      }),
    readComments,
    async dealsOfComment(commentId, calling) {
      try {
        const comment = await read('crm.timeline.comment.get', { id: commentId }, calling)
        const { ENTITY_TYPE: type, ENTITY_ID: id } = understood(CommentOwner, comment)
        return type?.toLowerCase() === 'deal' && id > 0 ? [id as DealId] : []
      } catch (error) {
        if (isGone(error)) return null
        throw error
      }
    },
    async openFile(fileId, { mostBytes }, calling) {
      try {
        const file = understood(DiskFile, await read('disk.file.get', { id: fileId }, calling))
        // It lies in the trash: still told of, and not given.
        if (file.DELETED_TYPE) return null
        // It goes to another address than the calls, and is a request of ours like them.
        await place(calling)
        const stream = await download(file.DOWNLOAD_URL, mostBytes)
        return { name: file.NAME, sizeBytes: file.SIZE, stream }
      } catch (error) {
        if (isGone(error)) return null
        throw error
      }
    },
    async readActivities(dealId, calling) {
      const activities: CrmActivity[] = []
      for (let after = 0; ; ) {
        const bindings = [{ OWNER_TYPE_ID: 2, OWNER_ID: dealId }]
        const filter = { BINDINGS: bindings, ...(after > 0 && { '>ID': after }) }
        const params = { filter, select: ACTIVITY_SELECT, order: { ID: 'ASC' }, start: -1 }
        const rows = await read('crm.activity.list', params, calling)
        const page = activitiesFromWire(rows, originatorId)
        activities.push(...page)
        // Of the page as it came: what it tells twice is told once by us.
        if (!Array.isArray(rows) || rows.length < PAGE_ROWS) return activities
        after = behind(page.at(-1)?.activityId ?? 0, after)
      }
    },
    async readActivity(activityId, calling) {
      // Its own method leaves out whom it was with, and what else it belongs to.
      const params = { filter: { ID: activityId }, select: ACTIVITY_SELECT, start: -1 }
      const rows = await read('crm.activity.list', params, calling)
      const [activity] = activitiesFromWire(rows, originatorId)
      if (activity) return activity
      // A list leaves out what we may not read as it leaves out what is gone; its own method tells them apart.
      try {
        await read('crm.activity.get', { id: activityId }, calling)
      } catch (error) {
        if (isGone(error)) return null
        throw error
      }
      throw new CrmError('unknown', 'unreadable-answer', 'The CRM has the activity and does not list it')
    },
  }
}
