import { and, asc, eq, inArray, isNotNull, isNull, or, sql } from 'drizzle-orm'
import { activities, files } from '#src/db/activity-schema.ts'
import { teamPresence } from '#src/db/assignment-schema.ts'
import type { Db } from '#src/db/connect.ts'
import { helpVotes } from '#src/db/help-schema.ts'
import { crmContacts, idempotencyKeys } from '#src/db/ledger-schema.ts'
import { ticketWatchers } from '#src/db/link-schema.ts'
import { inboundMails } from '#src/db/mail-schema.ts'
import { noticePreferences, notices, pushDevices } from '#src/db/notice-schema.ts'
import { erasures, privacyExports } from '#src/db/privacy-schema.ts'
import { replies } from '#src/db/reply-schema.ts'
import { accountLetters, sessions, signUps, users } from '#src/db/schema.ts'
import { telling } from '#src/db/tell.ts'
import { deals } from '#src/db/ticket-schema.ts'
import { savedViews } from '#src/db/view-schema.ts'
import type { ContactId, UserId } from '#src/ids.ts'
import { promise } from '#src/jobs/queue.ts'
import type { JobInHand, Task } from '#src/jobs/worker.ts'
import type { Ports } from '#src/ports.ts'
import { ERASED_NAME } from '#src/tickets/erased.ts'
import { keepWatchers } from '#src/tickets/keep-watchers.ts'
import { lockTicket } from '#src/tickets/queries.ts'
import { localVisit } from '#src/visit.ts'
import { promiseErasure } from './erase-in-crm.ts'
import { eraseTicket, forgetCrmFiles, NOTHING_SAID, removeFiles } from './erase-ticket.ts'

type Needed = Pick<Ports, 'db' | 'files' | 'clock' | 'cpfVault'>
type Sought = { userId: UserId; email: string; actorId: UserId }

const AT_ONCE = 200

/** Takes a person out of all that is here, piece by piece. Whoever dies in the middle has left the rest to the next attempt. */
export const erasePerson =
  (ports: Needed): Task<'erase-person'> =>
  async ({ erasureId }, job) => {
    const { db, cpfVault } = ports
    const [erasure] = await db.select().from(erasures).where(eq(erasures.id, erasureId))
    if (!erasure?.sought) return
    const { userId, askedById: actorId } = erasure
    const sought = { userId, actorId, email: cpfVault.open(erasure.sought, userId) }
    await eraseTickets(ports, sought, job)
    await eraseWords(ports, sought, job)
    await eraseMails(ports, sought, job)
    await stopFollowing(ports, sought, job)
    await eraseExports(ports, sought)
    await eraseFiles(ports, sought)
    const counts = await countLeft(db, userId)
    const contacts = await contactsOf(db, sought)
    await job.finish(async (tx) => {
      const { email } = sought
      await tx.delete(savedViews).where(and(eq(savedViews.ownerId, userId), eq(savedViews.isShared, false)))
      await tx.delete(replies).where(and(eq(replies.ownerId, userId), eq(replies.isShared, false)))
      await tx.delete(notices).where(eq(notices.userId, userId))
      await tx.update(notices).set({ actorName: ERASED_NAME }).where(eq(notices.actorId, userId))
      await tx.delete(noticePreferences).where(eq(noticePreferences.userId, userId))
      // The address that they asked with may have been another one.
      await tx.delete(signUps).where(or(eq(signUps.id, userId), eq(signUps.email, email)))
      await tx.delete(teamPresence).where(eq(teamPresence.userId, userId))
      await tx.delete(pushDevices).where(eq(pushDevices.userId, userId))
      await tx.delete(accountLetters).where(eq(accountLetters.userId, userId))
      await tx.delete(idempotencyKeys).where(eq(idempotencyKeys.userId, userId))
      await tx.delete(sessions).where(eq(sessions.userId, userId))
      for (const contactId of contacts)
        await promise(tx, 'erase-contact', { contactId }, { key: `contact:${contactId}`, lane: 'reconcile' })
      await tx.delete(crmContacts).where(eq(crmContacts.email, email))
      await tx.update(helpVotes).set({ comment: null }).where(eq(helpVotes.userId, userId))
      // Whom the CRM names is the CRM's to say.
      await tx
        .update(deals)
        .set({ responsible: ERASED_NAME, responsibleEmail: null })
        .where(and(eq(deals.responsibleId, userId), isNull(deals.responsibleCrmId)))
      await tx
        .update(erasures)
        .set({ doneAt: sql`clock_timestamp()`, sought: null, counts })
        .where(eq(erasures.id, erasureId))
    })
  }

/** Theirs, and those that the CRM knows by their address alone. */
const isTheirs = ({ userId, email }: Sought) =>
  or(
    eq(deals.userId, userId),
    and(isNull(deals.userId), sql`lower(${deals.requesterEmail}) = ${email.toLowerCase()}`),
  )

async function eraseTickets(ports: Needed, sought: Sought, job: JobInHand): Promise<void> {
  for (;;) {
    const rows = await ports.db
      .select({ id: deals.id })
      .from(deals)
      .where(and(isTheirs(sought), isNull(deals.erasedAt)))
      .orderBy(asc(deals.id))
      .limit(AT_ONCE)
    for (const { id } of rows) {
      job.signal.throwIfAborted()
      const how = { of: sought.userId, actorId: sought.actorId, visit: localVisit(`job-${job.id}`) }
      await eraseTicket(ports, id, how)
    }
    if (rows.length < AT_ONCE) return
  }
}

/** On tickets of others: what they said for the team is the others' too, and stays, without their name. */
async function eraseWords({ db, files: store }: Needed, { userId }: Sought, job: JobInHand): Promise<void> {
  for (;;) {
    job.signal.throwIfAborted()
    const rows = await db
      .select({ id: activities.id, source: activities.source, ticketId: activities.ticketId })
      .from(activities)
      .where(
        and(
          eq(activities.authorUserId, userId),
          sql`${activities.authorName} is distinct from ${ERASED_NAME}`,
        ),
      )
      .orderBy(asc(activities.id))
      .limit(AT_ONCE)
    if (rows.length === 0) return
    const idsOf = (isOwn: boolean) =>
      rows.flatMap(({ id, source }) => ((source === 'portal' || source === 'email') === isOwn ? id : []))
    const [own, others] = [idsOf(true), idsOf(false)]
    const gone =
      own.length === 0
        ? []
        : await db
            .select({
              id: files.id,
              key: files.key,
              crmFileId: files.crmFileId,
              activityId: files.activityId,
            })
            .from(files)
            .where(inArray(files.activityId, own))
    for (const { key } of gone) await store.drop(key)
    await db.transaction(async (tx) => {
      await removeFiles(
        tx,
        gone.map(({ id }) => id),
      )
      for (const [ticketId, said] of Map.groupBy(rows, (row) => row.ticketId)) {
        const ids = new Set(said.map(({ id }) => id))
        const here = gone.filter(({ activityId }) => activityId !== null && ids.has(activityId))
        const inCrm = await forgetCrmFiles(
          tx,
          own.filter((id) => ids.has(id)),
        )
        await promiseErasure(tx, ticketId, [...here.flatMap(({ crmFileId }) => crmFileId ?? []), ...inCrm])
      }
      if (own.length > 0) await tx.update(activities).set(NOTHING_SAID).where(inArray(activities.id, own))
      if (others.length > 0)
        await tx
          .update(activities)
          .set({ authorName: ERASED_NAME, authorEmail: null })
          .where(inArray(activities.id, others))
    })
  }
}

/** Those from their address, and those from any other one that something of theirs was made of. */
async function eraseMails(
  { db, files: store }: Needed,
  { userId, email }: Sought,
  job: JobInHand,
): Promise<void> {
  for (;;) {
    job.signal.throwIfAborted()
    const rows = await db
      .select({ id: inboundMails.id, key: inboundMails.key })
      .from(inboundMails)
      .leftJoin(activities, eq(activities.id, inboundMails.activityId))
      .where(
        or(
          eq(inboundMails.fromEmail, email),
          and(isNotNull(inboundMails.fromEmail), eq(activities.authorUserId, userId)),
        ),
      )
      .limit(AT_ONCE)
    if (rows.length === 0) return
    for (const { key } of rows) await store.drop(key)
    const ids = rows.map(({ id }) => id)
    await db.update(inboundMails).set({ fromEmail: null, subject: null }).where(inArray(inboundMails.id, ids))
  }
}

/** Whoever is gone follows nothing; who has put whom in copy stays a number. */
async function stopFollowing({ db, clock }: Needed, { userId, actorId }: Sought, job: JobInHand) {
  const followed = await db
    .select({ ticketId: ticketWatchers.ticketId })
    .from(ticketWatchers)
    .where(eq(ticketWatchers.userId, userId))
  for (const { ticketId } of followed) {
    job.signal.throwIfAborted()
    await db.transaction((tx) =>
      telling(tx, async (tell) => {
        const ticket = await lockTicket(tx, ticketId)
        const how = { actorId, visit: localVisit(`job-${job.id}`), tell, now: clock() }
        if (ticket) await keepWatchers(tx, ticket, { remove: [userId] }, how)
      }),
    )
  }
}

/** What they had brought and not used, and their picture. */
async function eraseFiles({ db, files: store }: Needed, { userId }: Sought): Promise<void> {
  const isUnused = and(eq(files.uploadedBy, userId), isNull(files.ticketId))
  const unused = await db.select({ id: files.id, key: files.key }).from(files).where(isUnused)
  for (const { key } of unused) await store.drop(key)
  const ids = unused.map(({ id }) => id)
  if (ids.length > 0) await db.delete(files).where(and(inArray(files.id, ids), isUnused))
  const isTheirs = eq(users.id, userId)
  const [person] = await db.select({ picture: users.profilePicture }).from(users).where(isTheirs)
  if (!person?.picture) return
  await store.drop(person.picture)
  await db.update(users).set({ profilePicture: null }).where(isTheirs)
}

async function eraseExports({ db, files: store }: Needed, { userId }: Sought): Promise<void> {
  const rows = await db.select().from(privacyExports).where(eq(privacyExports.userId, userId))
  for (const { key } of rows) if (key !== null) await store.drop(key)
  await db.update(privacyExports).set({ key: null }).where(eq(privacyExports.userId, userId))
}

/** As whom the CRM knows them: of their tickets, and by their address. */
async function contactsOf(db: Db, { userId, email }: Sought): Promise<ContactId[]> {
  const ofTickets = await db
    .selectDistinct({ contactId: deals.contactId })
    .from(deals)
    .where(eq(deals.userId, userId))
  const byAddress = await db
    .select({ contactId: crmContacts.contactId })
    .from(crmContacts)
    .where(eq(crmContacts.email, email))
  return [...new Set([...ofTickets, ...byAddress].flatMap(({ contactId }) => contactId ?? []))]
}

/** What there is of them, as numbers. */
async function countLeft(db: Db, userId: UserId): Promise<Record<string, number>> {
  const [row] = await db.execute<{ tickets: number; messages: number; in_crm: number }>(sql`
    select (select count(*)::int from ${deals} where ${deals.userId} = ${userId}) as tickets,
      (select count(*)::int from ${activities} where ${activities.authorUserId} = ${userId}) as messages,
      (select count(*)::int from ${deals} where ${deals.userId} = ${userId} and ${deals.dealId} is not null) as in_crm`)
  return { tickets: row?.tickets ?? 0, messages: row?.messages ?? 0, in_crm: row?.in_crm ?? 0 }
}
