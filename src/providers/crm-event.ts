/** What an event can be about. Unknown: nothing of ours. */
export type CrmEventKind =
  | 'deal-changed'
  | 'deal-deleted'
  | 'activity-changed'
  | 'activity-deleted'
  | 'comment-changed'
  | 'comment-deleted'
  | 'fields-changed'
  | 'unknown'
/** Something happened to an object of the CRM; what, is to be read there. */
export type CrmEvent = {
  kind: CrmEventKind
  /** As the CRM calls it, in capitals. */
  name: string
  /** Of the deal, the activity or the comment; null: it names none that could be. */
  objectId: number | null
  /** As it came, but for its tokens. */
  body: string
}
