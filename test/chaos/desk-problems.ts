import { areNoticesDue } from '#src/notices/make-notices.ts'
import { type About, isAbout, mailsWithoutOutcome, mergesThatLeadNowhere } from '#test/invariants/desk.ts'
import type { FrailGateway } from './frail-gateway.ts'

/** What must hold of notices, letters, mails and merges, once nothing is left to do. */
export async function deskProblems({ sql, db, sandbox }: FrailGateway, deaths: number): Promise<string[]> {
  const jobs = await sql<About[]>`select name, key, payload from jobs`
  const mails = await sql<
    { id: number; verdict: string | null }[]
  >`select id::int, verdict from inbound_mails`
  const tickets = await sql<Parameters<typeof mergesThatLeadNowhere>[0]>`
    select id, ticket_number as what, merged_into_id as "mergedIntoId", status from deals`
  const twice = await sql`
    select user_id, notices.ticket_id, count(*)::int from notices join domain_events using (seq)
    group by 1, 2, told_with having count(*) > 1`
  const unsent = await sql<{ id: number; userId: number; mail: string }[]>`
    select id::int, user_id as "userId", mail from notices where mail in ('promised', 'gathered')`
  const forgotten = unsent.filter(
    ({ id, userId, mail }) =>
      !jobs.some(
        mail === 'promised' ? isAbout('send-notice', { noticeId: id }) : isAbout('send-digest', { userId }),
      ),
  )
  const apart = await sql`
    select id from deals where watcher_ids <> array(
      select user_id from ticket_watchers where ticket_id = deals.id
      order by array_position(deals.watcher_ids, user_id))`
  return [
    ...mailsWithoutOutcome(mails, jobs),
    ...mergesThatLeadNowhere(tickets),
    ...twice.map((row) => `told twice: ${JSON.stringify(row)}`),
    ...forgotten.map((row) => `no job will send the letter of notice ${JSON.stringify(row)}`),
    ...apart.map(({ id }) => `ticket ${id} is followed by others than it says`),
    ...((await areNoticesDue(db)) ? ['there are news of which nobody was told'] : []),
    ...(await letterProblems({ sql, sandbox }, deaths)),
  ]
}

/**
 * Each letter that was promised was sent, and none that was not. A mail server has no way to be asked: whoever died between its
 * yes and the note of it sends the same letter again, by the same Message-ID, and no more often than they died.
 */
async function letterProblems(
  { sql, sandbox: { mailbox } }: Pick<FrailGateway, 'sql' | 'sandbox'>,
  deaths: number,
): Promise<string[]> {
  const wanted = await sql<{ name: string }[]>`
    select 'notice-' || id as name from notices where mail = 'sent' and gathered_by is null
    union all select distinct 'digest-' || gathered_by from notices where mail = 'sent' and gathered_by is not null
    union all select 'mail-' || id from inbound_mails where verdict = 'answered'
    union all select 'closing-' || ticket_id from close_notices`
  const found = mailbox.list().map(({ id, subject, to }) => {
    const raw = String(mailbox.raw(id)).replace(/\r\n\s+/g, ' ')
    const [, name = 'none', moment] = /^Message-ID: <(\w+-\d+)(-\d+)?@localhost>/im.exec(raw) ?? []
    return { name, text: `${subject} to ${to} ${moment ?? ''}` }
  })
  const letters = Map.groupBy(found, ({ name }) => name)
  const names = new Set(wanted.map(({ name }) => name))
  return [
    ...[...names].filter((name) => !letters.has(name)).map((name) => `letter ${name} never came`),
    ...[...letters.keys()].filter((name) => !names.has(name)).map((name) => `nobody promised letter ${name}`),
    ...[...letters].flatMap(([name, copies]) =>
      new Set(copies.map(({ text }) => text)).size > 1 ? [`letter ${name} is not the same each time`] : [],
    ),
    ...(found.length - letters.size > deaths
      ? [`${found.length - letters.size} letters came once too often`]
      : []),
  ]
}
