import { expect, test } from 'vitest'
import { ANA, JOAO, RITA } from '#test/tickets.ts'
import { brokenInvariants } from './broken-invariants.ts'
import { DESK_SETTINGS, type Hour, isQuiet, type Lived, livesAtTheDesk } from './desk-day.ts'
import { deskProblems } from './desk-problems.ts'
import { type FrailGateway, startFrailGateway } from './frail-gateway.ts'

const IS_WHOLE = process.env.CHAOS === 'full'
/** Where it dies within each hour, one after the other. */
const DEATHS: Record<Hour, readonly RegExp[]> = {
  filed: [/^before commit .*notices/, /^after commit .*team_presence/],
  answered: [/^after letter/],
  mailed: [/^after commit inbound_mails\+jobs/, /^after commit activities\+audit_log/, /^before letter/],
  split: [/^after commit .*ticket_links/],
  merged: [/^after crm .*comment\.add/],
  putOff: [/^after commit audit_log\+deals\+.*job_history/],
  solved: [/^after commit .*notice_cursor\+notices/],
  announced: [/^after commit .*close_notices/],
  closed: [/^after commit audit_log\+deals/],
}
/** What a day at the desk is made of; all else is begun by every start. */
const OWN =
  /\bletter\b|notice|inbound|ticket_links|activities|team_presence|deals|files|crm\.(?:item|timeline)\.[\w.]*(?:add|update)/

test(
  'I1, I5, I7: killed at every step of what a desk does, each thing is done once and everybody is told of it once',
  async () => {
    await using gateway = await startFrailGateway({
      CRM_RATE: '40',
      CRM_BURST: '200',
      CRM_WAIT_MS: '300',
      ...DESK_SETTINGS,
    })
    await gateway.control('PUT', 'limits', { enabled: true, rate: 40, burst: 200 })
    const { fuse, sql } = gateway
    await sql`insert into auto_assignment (department, is_on) values ('ti', true)`
    await sql`insert into team_presence (user_id, seen_at) values (${JOAO}, clock_timestamp() + interval '1 day')`
    await sql`insert into notice_preferences (user_id, letters) values (${ANA}, 'hourly')`
    const joao = await gateway.signIn('2001')
    const death = createDeath(gateway)
    const lives: Lived[] = []
    const steps = new Map<Hour, string[]>()
    const missed: string[] = []
    const live = async (name: string, dying: (hour: Hour) => readonly RegExp[]) => {
      const begins = (hour: Hour) => death.waitsFor(dying(hour))
      const ends = (hour: Hour) => {
        missed.push(...death.goes())
        if (!steps.has(hour)) steps.set(hour, namesOf(fuse.steps()))
      }
      lives.push(await livesAtTheDesk(gateway, joao, name, begins, ends))
    }
    await live('Davi Cansado', (hour) => DEATHS[hour])
    expect(missed).toEqual([])
    const most = IS_WHOLE ? Math.max(...steps.values().map((names) => names.length)) : 0
    for (let n = 0; n < most; n++) {
      const nth = (hour: Hour) => steps.get(hour)?.slice(n, n + 1) ?? []
      await live(`Pessoa ${n}`, (hour) => nth(hour).map((name) => new RegExp(`^${RegExp.escape(name)} #`)))
      if (process.env.CHAOS_LOG) process.stderr.write(`${n}/${most}, not met again: ${missed.splice(0)}\n`)
    }
    await isQuiet(gateway)
    const people = lives.map(({ person }) => person)
    expect(await brokenInvariants(gateway, people)).toEqual([])
    expect(await deskProblems(gateway, gateway.deaths())).toEqual([])
    for (const lived of lives) await isDoneOnce(gateway, lived)
  },
  IS_WHOLE ? 3_600_000 : 300_000,
)

const namesOf = (steps: readonly string[]) =>
  [...new Set(steps.map((step) => step.replace(/ #\d+$/, '')))].filter((step) => OWN.test(step))

/** Kills the gateway where it is told to, one after the other. */
function createDeath({ fuse }: FrailGateway) {
  let left: RegExp[] = []
  const next = () => {
    const [moment] = left
    if (!moment) return
    fuse.arm(
      (step) => moment.test(step),
      () => {
        left.shift()
        next()
      },
    )
  }
  return {
    waitsFor(moments: readonly RegExp[]) {
      left = [...moments]
      fuse.forget()
      next()
    },
    /** Where it has not died. */
    goes(): string[] {
      fuse.disarm()
      return left.map(({ source }) => source)
    },
  }
}

/** What came of a day, held against what should have: each of it once. */
async function isDoneOnce({ sql }: FrailGateway, lived: Lived): Promise<void> {
  const { email, unknown, tickets, byMail } = lived
  const { merged, goesOn, putOff, split } = tickets
  const all = [merged, goesOn, putOff, split].map(({ id }) => id)
  const audit = await sql`
    select action, subject_id from audit_log where subject = 'ticket' and subject_id = any(${all})
      and action in ('ticket-assigned-by-turn', 'ticket-merged', 'ticket-woken', 'ticket-closing-announced', 'ticket-closed-by-time')
    order by subject_id, id`
  expect(audit.map(({ action, subject_id }) => [subject_id, action])).toEqual([
    [merged.id, 'ticket-assigned-by-turn'],
    [merged.id, 'ticket-merged'],
    [goesOn.id, 'ticket-assigned-by-turn'],
    [goesOn.id, 'ticket-merged'],
    [goesOn.id, 'ticket-closing-announced'],
    [goesOn.id, 'ticket-closed-by-time'],
    [putOff.id, 'ticket-assigned-by-turn'],
    [putOff.id, 'ticket-woken'],
  ])
  const told = await sql`
    select kind, user_id = users.id and email = ${email} as is_theirs, user_id, count(*)::int as times
    from notices join users on users.id = user_id where ticket_id = any(${all}) group by 1, 2, 3 order by 2, 3, 1`
  expect(
    told.map(({ kind, is_theirs, user_id, times }) => [is_theirs ? 'theirs' : user_id, kind, times]),
  ).toEqual([
    [JOAO, 'assigned', 3],
    [JOAO, 'requester_reply', 1],
    [JOAO, 'ticket_created', 3],
    [ANA, 'ticket_created', 3],
    [RITA, 'ticket_created', 3],
    ['theirs', 'agent_reply', 1],
    ['theirs', 'resolved', 1],
    ['theirs', 'ticket_created', 1],
  ])
  const mails = await sql`
    select from_email, verdict from inbound_mails where from_email in (${email}, ${unknown}) and verdict <> 'ignored'`
  expect(mails.map(({ from_email, verdict }) => [from_email, verdict]).sort()).toEqual(
    [
      [email, 'message'],
      [unknown, 'answered'],
    ].sort(),
  )
  const said =
    await sql`select id from activities where body_text = ${byMail} and kind = 'comment' and ticket_id = ${merged.id}`
  expect(said).toHaveLength(1)
  const rows = await sql`
    select id, responsible_id, crm_status, status, close_reason, merged_into_id, snoozed_until, is_unread_by_team
    from deals where id = any(${all}) or title = ${split.title} order by id`
  const done = { responsible_id: JOAO, crm_status: 'synced', merged_into_id: null, snoozed_until: null }
  expect(rows).toMatchObject([
    { ...done, id: merged.id, status: 'closed', close_reason: 'merged', merged_into_id: goesOn.id },
    { ...done, id: goesOn.id, status: 'closed' },
    { ...done, id: putOff.id, status: 'in_progress', is_unread_by_team: true },
    { ...done, id: split.id, responsible_id: expect.anything() },
  ])
}
