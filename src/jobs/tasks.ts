import { z } from 'zod'
import type {
  ContactId,
  CrmFileId,
  DealId,
  DeviceId,
  ErasureId,
  ExportId,
  FileId,
  InboundMailId,
  LetterId,
  MessageId,
  NoticeId,
  SlaWarningId,
  TicketId,
  UserId,
} from '#src/ids.ts'
import { CRM_PARTS, SaidWith, TicketChange } from './change-shapes.ts'
import { GiveUp } from './ends.ts'
import { id } from './id-shape.ts'
import type { AnyTask, Tasks } from './worker.ts'

const message = z.strictObject({ ticketId: id<TicketId>(), activityId: id<MessageId>() })

/** All work that can be promised: its name, and what it is told. What does it is in work.ts. */
export const TASKS = {
  'ask-change': z.strictObject({
    ticketId: id<TicketId>(),
    actorId: id<UserId>(),
    change: TicketChange,
    /** What the ticket was to whoever asks, by the names of what they change; null: whatever it is. */
    seen: z.record(z.string(), z.unknown()).nullable(),
    /** Said with it, once it is done. */
    message: z
      // As those say it that were promised before it had more than a text.
      .union([z.string().transform((text): SaidWith => ({ text })), SaidWith])
      .optional(),
    requestId: z.string(),
    address: z.string(),
  }),
  /** Takes over what a pipeline has, or what of it changed since. */
  backfill: z.strictObject({ pipelineId: z.int().min(0), since: z.iso.datetime().nullable() }),
  'push-change': z.strictObject({ ticketId: id<TicketId>(), parts: z.array(z.enum(CRM_PARTS)) }),
  'push-comment': message,
  'push-email': message,
  /** Reads a deal and all that hangs on it, and makes the mirror equal. */
  'refresh-deal': z.strictObject({ dealId: id<DealId>() }),
  /** Brings the bytes of a file that hangs on something in the CRM. */
  'fetch-file': z.strictObject({ crmFileRowId: z.int().min(1) }),
  /** Our application asks to be told what happens in the CRM. */
  'subscribe-crm': z.strictObject({}),
  'push-ticket': z.strictObject({ ticketId: id<TicketId>() }),
  'scan-file': z.strictObject({ fileId: id<FileId>() }),
  /** Of a message, or with null those that came with the ticket itself. */
  'push-files': z.strictObject({ ticketId: id<TicketId>(), activityId: id<MessageId>().nullable() }),
  'send-letter': z.strictObject({ letterId: z.uuid().transform((id) => id as LetterId) }),
  /** What was decided about somebody who asked for an account. */
  'send-sign-up-letter': z.strictObject({ signUpId: id<UserId>() }),
  /** Somebody asked for an account: whoever may say yes hears of it. */
  'tell-approvers': z.strictObject({}),
  'send-waiting-letter': z.strictObject({ userId: id<UserId>(), at: z.iso.datetime() }),
  'send-mail': message,
  /** A mail came to us: what it is, and what is made of it. */
  'take-mail': z.strictObject({ mailId: id<InboundMailId>() }),
  /** All that a person may know of what is here about them, in one file. */
  'write-export': z.strictObject({ exportId: id<ExportId>() }),
  'tell-export': z.strictObject({ exportId: id<ExportId>() }),
  'erase-person': z.strictObject({ erasureId: id<ErasureId>() }),
  /** What hangs on the deal says what is left of it here, and these files are gone. */
  'erase-in-crm': z.strictObject({ ticketId: id<TicketId>(), files: z.array(id<CrmFileId>()) }),
  'erase-contact': z.strictObject({ contactId: id<ContactId>() }),
  'answer-mail': z.strictObject({ mailId: id<InboundMailId>() }),
  /** What was resolved then will be closed. */
  'send-closing': z.strictObject({ ticketId: id<TicketId>(), resolvedAt: z.iso.datetime() }),
  /** Somebody of its department who is here gets it. */
  'auto-assign': z.strictObject({ ticketId: id<TicketId>() }),
  /** A ticket was put off until then. */
  'wake-ticket': z.strictObject({ ticketId: id<TicketId>(), until: z.iso.datetime() }),
  /** A ticket's clocks have passed a mark by then, unless something happened meanwhile. */
  'sla-due': z.strictObject({ ticketId: id<TicketId>() }),
  /** Somebody is told of a mark that was passed. */
  'send-sla-letter': z.strictObject({ warningId: id<SlaWarningId>(), userId: id<UserId>() }),
  /** Somebody is told by a letter. */
  'send-notice': z.strictObject({ noticeId: id<NoticeId>() }),
  /** A browser is told of something; of nothing, where somebody wants to see whether it works. */
  'push-notice': z.strictObject({ deviceId: id<DeviceId>(), noticeId: id<NoticeId>().nullable() }),
  /** What was gathered for somebody, in one letter. */
  'send-digest': z.strictObject({ userId: id<UserId>() }),
  /** Calendars or policies are others now: open tickets of the range go on by what holds for them. */
  'sla-apply': z.strictObject({ after: z.int().min(0) }),
} as const satisfies Record<string, z.ZodType<object>>

export type TaskName = keyof typeof TASKS
export type PayloadOf<N extends TaskName> = z.output<(typeof TASKS)[N]>

/** Each with its shape: a payload that does not fit makes its job dead, and no other. */
export function withShapes(tasks: Tasks): Record<string, AnyTask> {
  const names = Object.keys(tasks) as TaskName[]
  return Object.fromEntries(
    names.map((name) => [name, { read: readerOf(TASKS[name]), run: tasks[name] as AnyTask['run'] }]),
  )
}

export const readerOf = (shape: z.ZodType) => (payload: unknown) => {
  const parsed = shape.safeParse(payload)
  if (parsed.success) return parsed.data
  const places = parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`)
  throw new GiveUp(`The payload does not fit: ${places.join('; ')}`)
}
