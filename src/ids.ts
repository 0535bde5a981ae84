/** Brands keep one kind of id from being passed for another; text becomes an id only in zod schemas, at a door. */
declare const kind: unique symbol
type Branded<Base, Kind extends string> = Base & { readonly [kind]: Kind }

export type UserId = Branded<number, 'user'>
export type SessionId = Branded<string, 'session'>
export type LetterId = Branded<string, 'letter'>
/** A ticket and its deal are one row; this is our number of it, and `DealId` the CRM's. */
export type TicketId = Branded<number, 'ticket'>
/** Of a row in `activities`: a comment, a mail, a note. */
export type MessageId = Branded<number, 'message'>
export type FileId = Branded<number, 'file'>
/** Of what two tickets are to each other. */
export type LinkId = Branded<number, 'link'>
/** How an upload is named to whoever made it. */
export type UploadId = Branded<string, 'upload'>
export type JobId = Branded<number, 'job'>
/** Of an event of the CRM, as we keep it. */
export type InboxId = Branded<number, 'inbox'>
export type CategoryId = Branded<number, 'category'>
/** Of a mail that came to us. */
export type InboundMailId = Branded<number, 'inbound mail'>
export type ExportId = Branded<number, 'export'>
export type ErasureId = Branded<number, 'erasure'>
/** Of an article of the help center, or of a question. */
export type ArticleId = Branded<number, 'article'>
export type SlaCalendarId = Branded<number, 'sla calendar'>
export type SlaPolicyId = Branded<number, 'sla policy'>
/** Of a mark that a clock has passed. */
export type SlaWarningId = Branded<number, 'sla warning'>
/** Of a link by which somebody rates without signing in. */
export type RatingLinkId = Branded<string, 'rating link'>
/** That somebody is told of something. */
export type NoticeId = Branded<number, 'notice'>
/** Of a browser that is told of things while nobody looks. */
export type DeviceId = Branded<number, 'device'>
/** Of what happens by itself to new tickets. */
export type RuleId = Branded<number, 'rule'>
/** Of a screen that somebody keeps as it was filtered. */
export type ViewId = Branded<number, 'view'>
/** Of a canned reply, or of a macro, which is one with changes. */
export type ReplyId = Branded<number, 'reply'>

/** Numbers that the CRM makes. A bare `id` is never one of these. */
export type DealId = Branded<number, 'deal'>
export type ActivityId = Branded<number, 'activity'>
export type CommentId = Branded<number, 'comment'>
/** Of a file that lies in the CRM. */
export type CrmFileId = Branded<number, 'crm file'>
export type ContactId = Branded<number, 'contact'>
/** An employee as the CRM knows them. */
export type CrmUserId = Branded<number, 'crm user'>
