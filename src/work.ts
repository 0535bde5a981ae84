import { sendLetter } from './accounts/send-letter.ts'
import { sendSignUpLetter } from './accounts/send-sign-up-letter.ts'
import { sweepAccounts } from './accounts/sweep.ts'
import { sendWaitingLetter, tellApprovers } from './accounts/tell-approvers.ts'
import { isDatabaseAway, isDiskFull } from './db/connect.ts'
import { pushFiles } from './files/push-files.ts'
import { scanFile } from './files/scan-file.ts'
import { sweepFiles } from './files/sweep-files.ts'
import { sweepRemoved } from './files/sweep-removed.ts'
import { trimViews } from './help/count-view.ts'
import { sweepPictures } from './help/sweep-pictures.ts'
import type { Verdict } from './jobs/backoff.ts'
import { trimHistory } from './jobs/trim-history.ts'
import type { Tasks } from './jobs/worker.ts'
import { answerMail } from './mail-in/answer-mail.ts'
import { takeMail } from './mail-in/take-mail.ts'
import { trimMails } from './mail-in/trim-mails.ts'
import { gateLetter } from './notices/gate-letter.ts'
import { pushNotice } from './notices/push-notice.ts'
import { sendDigest } from './notices/send-digest.ts'
import { sendNotice } from './notices/send-notice.ts'
import { trimNotices } from './notices/trim-notices.ts'
import type { Config, Ports } from './ports.ts'
import { eraseContact } from './privacy/erase-contact.ts'
import { eraseInCrm } from './privacy/erase-in-crm.ts'
import { erasePerson } from './privacy/erase-person.ts'
import { retainTickets } from './privacy/retention.ts'
import { tellExport } from './privacy/tell-export.ts'
import { trimExports } from './privacy/trim-exports.ts'
import { writeExport } from './privacy/write-export.ts'
import { CrmError } from './providers/crm-provider.ts'
import { FileStoreError } from './providers/file-store.ts'
import { MailError } from './providers/mailer.ts'
import { PushError } from './providers/push-sender.ts'
import { ScannerError } from './providers/scanner.ts'
import { trimTold } from './realtime/trim-told.ts'
import { trimUses } from './replies/trim-uses.ts'
import { sendSlaLetter } from './sla/send-sla-letter.ts'
import { slaDue } from './sla/sla-due.ts'
import { keepFacts } from './stats/keep-facts.ts'
import { catchUp } from './sync/catch-up.ts'
import { fetchFile } from './sync/fetch-file.ts'
import { refreshDeal } from './sync/refresh-deal.ts'
import { runBackfill } from './sync/run-backfill.ts'
import { createDriftSample, SAMPLE_EVERY_MS } from './sync/sample-drift.ts'
import { subscribeCrm } from './sync/subscribe-crm.ts'
import type { SyncObserver } from './sync/sync-metrics.ts'
import { createTellAbsence } from './sync/tell-absence.ts'
import { trimMirror } from './sync/trim-mirror.ts'
import { announceClosing, sendClosing } from './tickets/announce-closing.ts'
import { applyPolicies, beginClocks } from './tickets/apply-policies.ts'
import { askChange } from './tickets/ask-change.ts'
import { autoAssign, retryAssignments } from './tickets/auto-assign.ts'
import { closeResolved } from './tickets/close-resolved.ts'
import { noteReached } from './tickets/crm-status.ts'
import { escalate } from './tickets/escalate.ts'
import { pushChange } from './tickets/push-change.ts'
import { pushComment } from './tickets/push-comment.ts'
import { pushEmail } from './tickets/push-email.ts'
import { pushTicket } from './tickets/push-ticket.ts'
import { sweepRepetitions } from './tickets/repetition.ts'
import { sendMail } from './tickets/send-mail.ts'
import { wakeAtLast } from './tickets/snooze.ts'

/** Everything but what only exists once the work has begun. */
type Carried = Omit<Ports, 'jobs'>

/** What goes on without anybody asking: the name, how often at least, and what is done. */
export const workOf = (
  ports: Carried,
  { tickets, crm, timeZone }: Pick<Config, 'tickets' | 'crm' | 'timeZone'>,
  observer: SyncObserver,
) => ({
  ...catchUp(ports, { crm, timeZone }),
  'sweep-accounts': { everyMs: 3_600_000, run: () => sweepAccounts(ports) },
  'check-crm': { everyMs: 600_000, run: async () => void (await ports.crmCheck.run()) },
  'subscribe-crm': { everyMs: 3_600_000, run: () => subscribe(ports) },
  'tell-absence': { everyMs: 1_000, run: createTellAbsence(ports) },
  'refresh-dictionaries': { everyMs: 60_000, run: () => ports.dictionaries.refresh() },
  'sweep-files': { everyMs: 3_600_000, run: (signal: AbortSignal) => sweep(ports, signal) },
  'trim-macro-uses': { everyMs: 3_600_000, run: () => trimUses(ports) },
  'sweep-repetitions': { everyMs: 3_600_000, run: () => sweepRepetitions(ports.db) },
  'assign-waiting': {
    everyMs: 60_000,
    run: async (signal: AbortSignal) => void (await retryAssignments(ports.db, signal)),
  },
  'close-resolved': {
    everyMs: 3_600_000,
    run: async (signal: AbortSignal) => {
      const announced = await announceClosing(ports, tickets, signal)
      if (announced > 0) ports.log.info({ announced }, 'it was announced that tickets will be closed')
      const closed = await closeResolved(ports, tickets, signal)
      if (closed > 0) ports.log.info({ closed }, 'resolved tickets were closed')
    },
  },
  'sample-drift': { everyMs: SAMPLE_EVERY_MS, run: createDriftSample({ ...ports, ...crm, observer }) },
  'trim-mirror': {
    everyMs: 3_600_000,
    run: async (signal: AbortSignal) => void (await trimMirror(ports, signal)),
  },
  'retain-tickets': {
    everyMs: 3_600_000,
    run: async (signal: AbortSignal) => {
      const erased = await retainTickets(ports, signal)
      if (erased > 0) ports.log.info({ erased }, 'old tickets say nothing of people any more')
    },
  },
  'trim-exports': {
    everyMs: 3_600_000,
    run: async (signal: AbortSignal) => void (await trimExports(ports, signal)),
  },
  'trim-mails': {
    everyMs: 3_600_000,
    run: async (signal: AbortSignal) => void (await trimMails(ports, signal)),
  },
  'trim-notices': {
    everyMs: 3_600_000,
    run: async (signal: AbortSignal) => void (await trimNotices(ports, signal)),
  },
  'trim-views': {
    everyMs: 3_600_000,
    run: async (signal: AbortSignal) => void (await trimViews(ports, signal)),
  },
  'trim-told': {
    everyMs: 3_600_000,
    run: async (signal: AbortSignal) => void (await trimTold(ports, signal)),
  },
  'begin-clocks': {
    everyMs: 600_000,
    run: async (signal: AbortSignal) => {
      const begun = await beginClocks(ports, signal)
      if (begun > 0) ports.log.info({ begun }, 'clocks of tickets were begun')
    },
  },
  'keep-facts': {
    everyMs: 5_000,
    run: async (signal: AbortSignal) => void (await keepFacts(ports, signal)),
  },
  'trim-jobs': { everyMs: 3_600_000, run: () => trimHistory(ports) },
})

/** The CRM forgets what it was asked to tell when our application is removed, and knows nothing of new kinds of events. */
async function subscribe(ports: Carried): Promise<void> {
  try {
    await subscribeCrm(ports)
  } catch (error) {
    if (!(error instanceof CrmError)) throw error
    ports.log.debug({ err: error }, 'what the CRM tells us could not be checked')
  }
}

/** Nothing is lost while the store is away: what is left lies there until the next hour. */
async function sweep(ports: Carried, signal: AbortSignal): Promise<void> {
  try {
    const swept = await sweepFiles(ports, { signal })
    const removed = await sweepRemoved(ports, { signal })
    const pictures = await sweepPictures(ports, { signal })
    if (swept.unused + swept.orphans + removed + pictures > 0)
      ports.log.info({ ...swept, removed, pictures }, 'files were swept')
  } catch (error) {
    if (!(error instanceof FileStoreError)) throw error
    ports.log.warn({ err: error }, 'files are swept later')
  }
}

/** What was promised in a transaction: the name of the job, and what does it. */
export const tasksOf = (
  ports: Carried,
  { crm, tickets, mail, server, timeZone }: Config,
  observer: SyncObserver,
): Tasks => ({
  'push-change': pushChange(ports),
  'fetch-file': fetchFile(ports),
  'refresh-deal': refreshDeal(ports, { ...crm, observer }),
  'ask-change': askChange(ports, tickets),
  backfill: runBackfill(ports, crm),
  'scan-file': scanFile(ports),
  'subscribe-crm': () => subscribeCrm(ports),
  'push-ticket': pushTicket(ports),
  'push-files': pushFiles(ports, noteReached),
  'push-comment': pushComment(ports),
  'send-letter': sendLetter(ports, server),
  'send-sign-up-letter': sendSignUpLetter(ports, server),
  'tell-approvers': tellApprovers(ports),
  'send-waiting-letter': sendWaitingLetter(ports, server),
  'send-mail': sendMail(ports, { ourselves: mail.from, ...server }),
  'take-mail': takeMail(ports, { crm, tickets, mail, server, timeZone }),
  'answer-mail': answerMail(ports, server),
  'send-closing': sendClosing(ports, { ...server, timeZone }),
  'auto-assign': autoAssign(ports, tickets),
  'wake-ticket': wakeAtLast(ports),
  'write-export': writeExport(ports),
  'tell-export': tellExport(ports, server),
  'erase-person': erasePerson(ports),
  'erase-in-crm': eraseInCrm(ports),
  'erase-contact': eraseContact(ports),
  'sla-due': slaDue(ports, escalate),
  'sla-apply': applyPolicies(ports),
  'send-sla-letter': sendSlaLetter(
    ports,
    { ...server, timeZone },
    gateLetter(ports, { ...server, timeZone }),
  ),
  'send-notice': sendNotice(ports, { ...server, timeZone, senders: mail.senders }),
  'push-notice': pushNotice(ports, { ...server, timeZone }),
  'send-digest': sendDigest(ports, { ...server, timeZone, senders: mail.senders }),
  'push-email': pushEmail(ports, { sentBy: tickets.emailVia === 'smtp' ? 'us' : 'crm' }),
})

/** What a job that threw has done, and when it may be tried again. */
export function judge(error: unknown): Verdict {
  if (error instanceof CrmError) return { outcome: error.outcome, retryAt: error.retryAt }
  if (error instanceof MailError) return { outcome: error.isFinal ? 'rejected' : 'unknown' }
  if (error instanceof PushError) return { outcome: 'unknown', retryAt: error.retryAt }
  // Of the store everything may be asked any number of times.
  if (error instanceof FileStoreError || error instanceof ScannerError) return { outcome: 'refused' }
  // It may have committed, and its answer got lost.
  if (isDatabaseAway(error) || isDiskFull(error)) return { outcome: 'unknown' }
  return { outcome: 'failed' }
}

/** `signal`: we stop, so nothing new is begun, and what takes longer than seconds is put down for others. */
type Task = { everyMs: number; run: (signal: AbortSignal) => Promise<void> }

export type Worker = {
  /** Resolves when what was begun is done or put down. */
  stop(): Promise<void>
}

/** Runs each on its own, never twice at a time; one that fails is logged and tried again at its next turn. */
export function startWork(work: Readonly<Record<string, Task>>, log: Ports['log']): Worker {
  const stopping = new AbortController()
  const { signal } = stopping
  const startLoop = (name: string, { everyMs, run }: Task) => {
    let running: Promise<void> | null = null
    const turn = () => {
      if (running || signal.aborted) return
      running = run(signal)
        .catch((error: unknown) => log.error({ err: error, work: name }, 'work failed'))
        .finally(() => {
          running = null
        })
    }
    const timer = setInterval(turn, everyMs)
    turn()
    return async () => {
      clearInterval(timer)
      await running
    }
  }
  const stops = Object.entries(work).map(([name, task]) => startLoop(name, task))
  return {
    async stop() {
      stopping.abort()
      await Promise.all(stops.map((stop) => stop()))
    },
  }
}
