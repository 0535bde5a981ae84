import type { ActivityId, CommentId, ContactId, CrmFileId, CrmUserId, DealId } from '#src/ids.ts'
import type { CrmChanges, CrmOffline } from './crm-changes.ts'
import type { CrmEvent } from './crm-event.ts'
import type { FieldCheck, FieldValues } from './crm-fields.ts'
import type { CrmForgets } from './crm-forgets.ts'
import type { CrmDepartment, CrmPerson, CrmPipeline, CrmStage } from './crm-lists.ts'

/** Whoever waits for it: a person, or nobody in particular. A part of the CRM's limit is kept for people. */
export type Priority = 'people' | 'background'

/**
 * What became of a call that did not succeed:
 *
 * - `refused`: it did not run; the same call may be made again, after `retryAt` where the CRM says when
 * - `rejected`: the CRM says no, and will say so again
 * - `unknown`: it may have run; look before making it again
 */
export type CallOutcome = 'refused' | 'rejected' | 'unknown'

/** Thrown by every call to a CRM. Its text never holds an address, since addresses of CRMs hold secrets. */
export class CrmError extends Error {
  override readonly name = 'CrmError'
  readonly outcome: CallOutcome
  /** The CRM's own code, or ours for what happened on the way: see the adapter's failures.ts. */
  readonly code: string
  readonly retryAt: Date | undefined

  constructor(outcome: CallOutcome, code: string, message: string, { retryAt }: { retryAt?: Date } = {}) {
    super(message)
    this.outcome = outcome
    this.code = code
    this.retryAt = retryAt
  }
}

/**
 * How the CRM stands as a whole. `away`: it does not answer, and is tried again every few seconds. `stopped`: it answers that
 * it will not work with us, until a person mends that.
 */
export type CrmState = 'up' | 'away' | 'stopped'

export type OutgoingTicket = {
  /** Ours, made before the first call: how a deal is found whose answer got lost. */
  originKey: string
  title: string
  pipelineId: number
  responsibleId: CrmUserId | null
  contactId: ContactId | null
  fields: FieldValues
}
export type OutgoingComment = {
  text: string
  /** Comments of this deal that are known to be other ones, though they may say the same. */
  notThese: readonly CommentId[]
  /** Small ones: they travel inside of the comment. */
  files?: readonly { name: string; bytes: Buffer }[]
}
/** What is named becomes so, all of it in one write; what is not named stays as it is. */
export type DealChange = {
  title?: string
  stageId?: string
  responsibleId?: CrmUserId
  fields?: FieldValues
}
export type Person = { name: string; email: string; phone: string | null }

export type CrmDeal = {
  dealId: DealId
  originKey: string | null
  title: string
  pipelineId: number
  stageId: string
  /** What the CRM itself says the stage means. */
  outcome: 'open' | 'won' | 'lost'
  responsibleId: CrmUserId | null
  contactIds: readonly ContactId[]
  /** A pattern that the CRM makes deals from, and none itself. */
  isTemplate: boolean
  createdAt: Date
  modifiedAt: Date
  movedAt: Date | null
  /** Null while it is in work, whatever the CRM expects. */
  closedAt: Date | null
  beginDate: Date | null
  /** When something was last said or done on it, which need not modify it. */
  lastActivityAt: Date | null
  lastCommunicationAt: Date | null
  createdById: CrmUserId | null
  modifiedById: CrmUserId | null
  movedById: CrmUserId | null
  lastActivityById: CrmUserId | null
  fields: FieldValues
  /** As it was read, without what is secret: the mirror can be rebuilt from it. */
  snapshot: unknown
}
export type CrmFile = { fileId: CrmFileId; name: string; sizeBytes: number }
/** Of what hangs on an activity the CRM may tell little more than its number. */
export type CrmAttachment = Pick<CrmFile, 'fileId'> &
  Partial<CrmFile> & {
    /** Of a picture inside of a mail. */
    contentId?: string
  }
export type CrmComment = {
  files: readonly CrmFile[]
  commentId: CommentId
  authorId: CrmUserId | null
  /** By the account that we act as: it may be one of ours. */
  isOwn: boolean
  text: string
  createdAt: Date
}
export type CrmActivity = {
  activityId: ActivityId
  /** Of one that we made: see OutgoingEmail. */
  originKey: string | null
  kind: 'email' | 'call' | 'meeting' | 'task' | 'other'
  direction: 'incoming' | 'outgoing' | null
  subject: string
  body: string
  bodyFormat: 'text' | 'bbcode' | 'html'
  /** Addresses or numbers of whoever it was with. */
  contacts: readonly string[]
  /** Of a mail, where the CRM tells it: as it stands in the letter. */
  sender: string | null
  authorId: CrmUserId | null
  responsibleId: CrmUserId | null
  files: readonly CrmAttachment[]
  /** All deals that it belongs to; an e-mail can belong to several. */
  dealIds: readonly DealId[]
  createdAt: Date
  modifiedAt: Date
  snapshot: unknown
}
export type OutgoingFile = {
  /** Ours, made before the first call: how a file is found whose answer got lost. */
  originKey: string
  name: string
  /** Read once and to its end, or cancelled. */
  stream: ReadableStream<Uint8Array>
  sizeBytes: number
}
export type OpenFile = { name: string; sizeBytes: number; stream: ReadableStream<Uint8Array> }
export type OutgoingEmail = {
  originKey: string
  subject: string
  html: string
  to: string
  /** `Name Surname <address>`; null: as the CRM sends mails of the employee in charge. */
  from: string | null
  contactId: ContactId | null
  responsibleId: CrmUserId
  /** By us: the CRM only notes that it was sent, or the customer would get it twice. */
  sentBy: 'us' | 'crm'
}
export type Calling = {
  priority: Priority
  /** The same was tried before and nobody knows what came of it: look first. */
  mayExist?: boolean
  /** When that was broken off: it may still be under way, so what is not found is not written before it surely ended. */
  brokenOffAt?: Date
}

/** What is needed of a CRM, whichever it is. Every verb throws CrmError. */
export type CrmProvider = CrmChanges &
  CrmForgets & {
    /** Null: only applications have it, and we come in otherwise. */
    offline: CrmOffline | null
    /** As the calls so far have found it; asks nothing. */
    state(): CrmState
    /** Once per ticket: with `mayExist`, or after a lost answer, the deal that is there is found by its originKey. */
    openDeal(ticket: OutgoingTicket, calling: Calling): Promise<DealId>
    /** null: the CRM has it no more. */
    readDeal(dealId: DealId, calling: Calling): Promise<CrmDeal | null>
    findDeal(originKey: string, calling: Calling): Promise<DealId | null>
    /**
     * The state after it. Closing with a rating is a move to a won stage together with the fields `rating` and
     * `ratingComment`. With `mayExist`, or after a lost answer, a deal that is so already is left alone.
     */
    changeDeal(dealId: DealId, change: DealChange, calling: Calling): Promise<CrmDeal>
    addComment(dealId: DealId, comment: OutgoingComment, calling: Calling): Promise<CommentId>
    readComments(dealId: DealId, calling: Calling): Promise<CrmComment[]>
    /** As a stream, of at most so many bytes; null: the CRM has it no more. */
    openFile(fileId: CrmFileId, limits: { mostBytes: number }, calling: Calling): Promise<OpenFile | null>
    /**
     * To the CRM's own store, as it comes: nothing of it is held. After an unknown outcome call again with `mayExist` and a new
     * stream, since one can be read but once. A file that the CRM holds in part is never taken for the whole.
     */
    uploadFile(file: OutgoingFile, calling: Calling): Promise<CrmFileId>
    /**
     * A mail that the CRM is to send is sent once at most: whoever does not know whether it was, asks a person. Rejected as
     * `mail-not-sent`, it was not sent, and nothing of it stays on the deal.
     */
    addEmail(dealId: DealId, email: OutgoingEmail, calling: Calling): Promise<ActivityId>
    /** Mails, calls and the like that belong to the deal, be it as their main owner or not. */
    readActivities(dealId: DealId, calling: Calling): Promise<CrmActivity[]>
    /** Those that a comment stands on; null: the CRM has it no more. */
    dealsOfComment(commentId: CommentId, calling: Calling): Promise<readonly DealId[] | null>
    /** null: the CRM has it no more. */
    readActivity(activityId: ActivityId, calling: Calling): Promise<CrmActivity | null>
    /** By e-mail; one person who asks twice at once may still become two contacts: serialise per e-mail. */
    findOrCreateContact(person: Person, calling: Calling): Promise<ContactId>
    /** Everybody whom the CRM lists, those who left included; robots and the like can own deals and are in no list. */
    people(calling: Calling): Promise<CrmPerson[]>
    departments(calling: Calling): Promise<CrmDepartment[]>
    /** Those that we may read, in their order. */
    pipelines(calling: Calling): Promise<CrmPipeline[]>
    stages(pipelineId: number, calling: Calling): Promise<CrmStage[]>
    /** Of these deals those that the CRM still has. */
    dealsThere(dealIds: readonly DealId[], calling: Calling): Promise<Set<DealId>>
    /**
     * From now on the CRM tells this address what happens; others that it tells are left alone. Any number of times. Returns
     * what it will not tell of.
     */
    subscribe(url: string, calling: Calling): Promise<string[]>
    /** null: it does not prove where it is from. */
    readEvent(body: string): Promise<CrmEvent | null>
    /** Holds what we were told about the CRM's fields against the CRM. */
    checkFields(calling: Calling): Promise<FieldCheck[]>
    /** Makes the fields that are named and not there; what is there stays as it is. Any number of times, by anybody at once. */
    createMissingFields(calling: Calling): Promise<FieldCheck[]>
  }
