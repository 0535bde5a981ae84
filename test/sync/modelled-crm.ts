import type { ActivityId, CommentId, CrmUserId, DealId } from '#src/ids.ts'
import type { CrmActivity, CrmComment, CrmDeal } from '#src/providers/crm-provider.ts'

/**
 * As much of a CRM as a deal and what hangs on it need: moments in whole seconds, numbers that are never given out twice, and
 * nothing that comes back once it is deleted. How one is spoken to is proven elsewhere.
 */
export class ModelledCrm {
  readonly dealId: DealId
  deal: CrmDeal | null
  comments = new Map<CommentId, CrmComment>()
  activities = new Map<ActivityId, CrmActivity>()
  #seconds = 1_800_000_000
  #nextId: number

  constructor(dealId: DealId, originKey: string | null = null) {
    this.dealId = dealId
    this.#nextId = dealId * 100
    const at = this.now()
    this.deal = {
      ...{ dealId, originKey, title: 'v0', pipelineId: 19, stageId: 'C19:NEW', outcome: 'open' as const },
      ...{
        responsibleId: null,
        contactIds: [],
        isTemplate: false,
        createdAt: at,
        modifiedAt: at,
        movedAt: at,
      },
      ...{ closedAt: null, beginDate: null, lastActivityAt: at, lastCommunicationAt: null },
      ...{ createdById: null, modifiedById: null, movedById: null, lastActivityById: null },
      fields: { description: 'first' },
      snapshot: {},
    }
  }

  now = () => new Date(this.#seconds * 1_000)
  pass(seconds: number): void {
    this.#seconds += seconds
  }
  changes(change: Partial<CrmDeal>): CrmDeal | null {
    if (this.deal) this.deal = { ...this.deal, ...change, modifiedAt: this.now() }
    return this.deal
  }
  deletes(): void {
    this.deal = null
    this.comments.clear()
    this.activities.clear()
  }
  comment(text: string, isOwn = false): CommentId | null {
    if (!this.deal) return null
    const commentId = ++this.#nextId as CommentId
    const authorId = (isOwn ? 1 : 42) as CrmUserId
    this.comments.set(commentId, { commentId, authorId, isOwn, text, files: [], createdAt: this.now() })
    this.#touch()
    return commentId
  }
  editsComment(id: CommentId, text: string): void {
    const comment = this.comments.get(id)
    if (comment) this.comments.set(id, { ...comment, text })
  }
  activity(subject: string): ActivityId | null {
    if (!this.deal) return null
    const activityId = ++this.#nextId as ActivityId
    const at = this.now()
    this.activities.set(activityId, {
      ...{ activityId, originKey: null, kind: 'call', direction: 'outgoing', subject, body: subject },
      ...{ bodyFormat: 'text', contacts: [], sender: null, authorId: 42 as CrmUserId, responsibleId: null },
      ...{ files: [], dealIds: [this.dealId], createdAt: at, modifiedAt: at, snapshot: {} },
    })
    this.#touch()
    return activityId
  }
  editsActivity(id: ActivityId, subject: string): void {
    const activity = this.activities.get(id)
    if (activity) this.activities.set(id, { ...activity, subject, body: subject, modifiedAt: this.now() })
  }
  /** Moves forward, but is no change of the deal. */
  #touch(): void {
    if (this.deal) this.deal = { ...this.deal, lastActivityAt: this.now() }
  }
}
