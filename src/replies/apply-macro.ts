import { and, eq, sql } from 'drizzle-orm'
import { authorizeTicket, type Caller } from '#src/auth/access.ts'
import { recordChange } from '#src/db/audit.ts'
import type { Tx } from '#src/db/connect.ts'
import { type MacroChanges, macroUses, replies } from '#src/db/reply-schema.ts'
import { DomainError } from '#src/errors.ts'
import type { JobId, ReplyId, TicketId } from '#src/ids.ts'
import { fillPlaceholders } from '#src/placeholders.ts'
import type { Once } from '#src/tickets/begin-change.ts'
import { type Changed, type ChangePorts, type Rules, seeThrough } from '#src/tickets/change-ticket.ts'
import { findChange, MOST_TAGS, type TicketWish } from '#src/tickets/find-change.ts'
import { findTicket, type TicketRow } from '#src/tickets/queries.ts'
import type { Speaker } from '#src/tickets/say.ts'
import type { TicketChange } from '#src/tickets/ticket-change.ts'
import type { Visit } from '#src/visit.ts'
import { isFor, readReplies } from './queries.ts'

type Input = { ticketId: TicketId; macroId: ReplyId; clientId: string }

/**
 * All of a macro, as one change with what is said: once the CRM has said yes, or not at all. Sent again with the same `clientId`, it
 * is the same application.
 */
export async function applyMacro(
  ports: ChangePorts,
  rules: Rules,
  caller: Caller & Speaker,
  { ticketId, macroId, clientId }: Input,
  visit: Visit,
): Promise<Changed> {
  const { db } = ports
  const ticket = authorizeTicket(caller, 'ticket:change', await findTicket(db, ticketId))
  const isIt = and(eq(replies.id, macroId), eq(replies.kind, 'macro'), isFor(caller))
  const [found] = await readReplies(db, isIt)
  if (!found) throw new DomainError('macro-not-found', { id: macroId })
  const { title, body, isInternal, changes } = found.row
  const change = await changeFor(ports, caller, title, changes)
  const text = fillPlaceholders(body, { ticket, agentName: caller.user.fullName })
  return seeThrough(ports, rules, {
    ...{ caller, ticketId, match: null, visit },
    changeOf(row) {
      if (row.status === 'closed') throw new DomainError('macro-on-closed')
      return { ...change, ...tagsAfter(row, title, changes) }
    },
    message: text === '' ? undefined : { text, isInternal, clientId, movesOn: changes.status === undefined },
    once: onceFor(caller, { ticketId, macroId, clientId }, { title, visit }),
  })
}

/** Whom and what it names may be gone since somebody made it. */
async function changeFor(
  ports: ChangePorts,
  { userId }: Caller,
  title: string,
  { add_tags: _added, remove_tags: _removed, assigned_to, ...same }: MacroChanges,
): Promise<TicketChange> {
  const wish: TicketWish = {
    ...same,
    ...(assigned_to !== undefined && { assigned_to: assigned_to === 'me' ? userId : assigned_to }),
  }
  try {
    return await findChange(ports, wish)
  } catch (error) {
    if (!(error instanceof DomainError) || error.code !== 'invalid-request') throw error
    throw outdated(title, error.fields[0]?.path.join('.') ?? '')
  }
}

const outdated = (title: string, field: string) => new DomainError('macro-outdated', { title, field })

function tagsAfter(
  { tags }: TicketRow,
  title: string,
  { add_tags: added = [], remove_tags: removed = [] }: MacroChanges,
): Pick<TicketChange, 'tags'> {
  if (added.length + removed.length === 0) return {}
  const next = [...new Set([...tags.filter((tag) => !removed.includes(tag)), ...added])]
  if (next.length > MOST_TAGS) throw outdated(title, 'add_tags')
  return { tags: next }
}

type Applied = { title: string; visit: Visit }

function onceFor(
  { userId }: Caller,
  { ticketId, macroId, clientId }: Input,
  { title, visit }: Applied,
): Once {
  return {
    async find(tx, row) {
      const isIt = and(eq(macroUses.userId, userId), eq(macroUses.clientId, clientId))
      const [used] = await tx.select().from(macroUses).where(isIt)
      if (!used) return null
      if (used.ticketId !== ticketId || used.macroId !== macroId)
        throw new DomainError('idempotency-key-reused')
      if (used.jobId !== null && (await isKnown(tx, used.jobId))) return { state: 'asked', jobId: used.jobId }
      return { state: 'done', row, isChanged: false }
    },
    async keep(tx, jobId) {
      const kept = await tx
        .insert(macroUses)
        .values({ userId, clientId, macroId, ticketId, jobId })
        .onConflictDoNothing()
        .returning({ ticketId: macroUses.ticketId })
      // On another ticket, at the same moment.
      if (kept.length === 0) throw new DomainError('idempotency-key-reused')
      // Of what it changes, the CRM may still say no: then that is told after it.
      await recordChange(tx, {
        ...{ actorId: userId, action: 'macro-applied', subject: 'ticket', subjectId: ticketId, visit },
        after: { macro: { id: macroId, name: title } },
      })
    },
  }
}

/** What became of it is remembered for a while. */
async function isKnown(tx: Tx, jobId: JobId): Promise<boolean> {
  const [known] = await tx.execute(sql`
    select from jobs where id = ${jobId} union all select from job_history where id = ${jobId}`)
  return known !== undefined
}
