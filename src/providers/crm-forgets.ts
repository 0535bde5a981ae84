import type { ActivityId, CommentId, ContactId, CrmFileId } from '#src/ids.ts'
import type { Calling } from './crm-provider.ts'

/** What a CRM takes away of a person, as far as it lets us. Any number of times; what is gone already is left so. */
export type CrmForgets = {
  /** From now on it says this. Its files go with `withFiles`, or stay as they are. */
  rewriteComment(
    commentId: CommentId,
    comment: { text: string; withFiles: boolean },
    calling: Calling,
  ): Promise<void>
  /** What is not named stays as it is. */
  rewriteActivity(
    activityId: ActivityId,
    activity: { subject: string; text?: string },
    calling: Calling,
  ): Promise<void>
  /** For good, and not into a trash. */
  removeFile(fileId: CrmFileId, calling: Calling): Promise<void>
  /** Called so from now on, without addresses and numbers; false: it is none that we made, and is left alone. */
  emptyContact(contactId: ContactId, name: string, calling: Calling): Promise<boolean>
}
