import { randomUUID } from 'node:crypto'
import { areNoticesDue } from '#src/notices/make-notices.ts'
import { breath } from '#test/breath.ts'
import type { Answer, Client } from '#test/client.ts'
import { PNG } from '#test/files/samples.ts'
import { bring, MAIL_SECRET, mailOf } from '#test/mail-in/relay.ts'
import { Employee, markOf, type OwnTicket } from './employee.ts'
import type { FrailGateway } from './frail-gateway.ts'
import { insist } from './insist.ts'

/** What the life of `livesAtTheDesk` needs of a gateway. */
export const DESK_SETTINGS = { MAIL_INBOUND_SECRET: MAIL_SECRET, MAIL_UNKNOWN: 'reply', AUTO_CLOSE_DAYS: '7' }
export const SIX_DAYS_AGO = "date_trunc('milliseconds', clock_timestamp() - interval '6 days')"

const FILE = { name: 'tela.png', bytes: PNG }

/** One of those that a day is made of. */
export type Hour = keyof Day
type Day = ReturnType<typeof hoursOf>
/** All that came of it. */
export type Lived = {
  person: Employee
  email: string
  /** Which goes into the other one, which has to wait, and what was split off. */
  tickets: Record<'merged' | 'goesOn' | 'putOff', OwnTicket> & { split: { id: number; title: string } }
  byMail: string
  unknown: string
}

type Life = { gateway: FrailGateway; joao: Client; name: string; lived: Lived }

/**
 * Everything that happens at a desk, to a person of whom nobody has heard before, hour by hour; each is over, with all that it
 * promised, when the next one begins. Whoever was not answered asks again.
 */
export async function livesAtTheDesk(
  gateway: FrailGateway,
  joao: Client,
  name: string,
  begins: (hour: Hour) => void,
  ends: (hour: Hour) => void,
): Promise<Lived> {
  const client = await gateway.hire(name)
  const { body } = await client.get('/api/v1/users/me')
  const { email } = body as { email: string }
  const mark = randomUUID().slice(0, 8)
  const none = { id: 0, title: '' } as OwnTicket
  const lived: Lived = {
    ...{ person: new Employee(client, gateway), email, byMail: `Ainda não: ${mark}` },
    ...{ unknown: `de.fora.${mark}@example.org` },
    tickets: { merged: none, goesOn: none, putOff: none, split: none },
  }
  const hours = hoursOf({ gateway, joao, name, lived })
  for (const [hour, happens] of Object.entries(hours) as [Hour, () => Promise<void>][]) {
    begins(hour)
    await happens()
    await isQuiet(gateway)
    ends(hour)
  }
  return lived
}

const hoursOf = ({ gateway, joao, name, lived }: Life) => {
  const { tickets, person } = lived
  const { sql } = gateway
  const ask = (path: string, body: object, key?: string) =>
    insist(gateway, joao, () => joao.post(path, body, key ? { 'idempotency-key': key } : {}))
  const at = ({ id }: { id: number }, rest: string) => `/api/v1/tickets/${id}/${rest}`
  return {
    /** Given out by itself to who is here, and the team is told. */
    async filed() {
      const files = (title: string) => person.files(`${title} de ${name}`, [], { department: 'TI' })
      tickets.merged = await files('VPN')
      tickets.goesOn = await files('Rede')
      tickets.putOff = await files('Cadeira')
    },
    async answered() {
      await says(joao, tickets.merged, 'Tente de novo, por favor')
    },
    /** By mail, with a file; and somebody writes whom nobody knows. */
    async mailed() {
      const letter = await letterTo(gateway, lived.email)
      const reply = mailOf({ from: lived.email, answers: letter, content: withFile(lived.byMail) })
      await brings(reply)
      tickets.merged.comments.push({ text: lived.byMail, files: [markOf(FILE)] })
      await brings(mailOf({ from: lived.unknown, text: 'Quem lê isto?' }))
    },
    async split() {
      const [said] = await sql`select id from activities where body_text = ${lived.byMail}`
      const wish = { message_id: said?.id, title: `Tela de ${name}` }
      const answer = await ask(at(tickets.merged, 'split'), wish, randomUUID())
      tickets.split = known(answer, [201, 202]) as Lived['tickets']['split']
      const { ticket_number } = answer.body as { ticket_number: string }
      const made = { ...tickets.split, title: wish.title, ticketNumber: ticket_number, dealId: null }
      person.tickets.push({ ...made, files: [markOf(FILE)], comments: [], rating: null })
    },
    async merged() {
      known(await ask(at(tickets.merged, 'merge'), { into: tickets.goesOn.id }), [200])
      tickets.merged.comments.push({ text: 'e continua lá.', files: [] })
      tickets.goesOn.comments.push({ text: 'foi unido a este.', files: [] })
    },
    async putOff() {
      const until = new Date(Date.now() + 3_600_000).toISOString()
      known(await ask(at(tickets.putOff, 'snooze'), { until }), [200])
    },
    async solved() {
      await says(joao, tickets.goesOn, 'Feito', { status_after: 'resolved' })
    },
    /** At its next look: the one at its start. */
    async announced() {
      const { id } = tickets.goesOn
      await sql.unsafe(`update deals set resolved_at = ${SIX_DAYS_AGO} where id = ${id}`)
      await gateway.kill()
      await isThere(() => sql`select from close_notices where ticket_id = ${id}`)
    },
    async closed() {
      const { id } = tickets.goesOn
      await sql`update close_notices set closes_at = clock_timestamp(), resolved_at = resolved_at - interval '2 days'
        where ticket_id = ${id}`
      await sql`update deals set resolved_at = resolved_at - interval '2 days' where id = ${id}`
      await gateway.kill()
      await isThere(() => sql`select from deals where id = ${id} and status = 'closed'`)
    },
  }

  async function says(who: Client, ticket: OwnTicket, message: string, more: object = {}): Promise<void> {
    const body = { message, client_id: randomUUID(), ...more }
    known(await insist(gateway, who, () => who.post(at(ticket, 'messages'), body)), [200, 201, 202])
    ticket.comments.push({ text: message, files: [] })
  }
  /** As a relay does: what was taken before is not brought again. */
  async function brings(mail: string): Promise<void> {
    const answer = await insist(gateway, null, () => bring({ url: gateway.url, body: mail }))
    known(answer, [202, 409])
  }
}

/** Nothing is left to do, and all are told; what that promised is done, too. */
export async function isQuiet(gateway: FrailGateway): Promise<void> {
  do {
    await gateway.settle()
    while (await areNoticesDue(gateway.db)) await breath()
    await gateway.whenUp()
  } while ((await gateway.sql`select from jobs where state <> 'dead' and name <> 'sla-due'`).length > 0)
}

async function isThere(look: () => Promise<readonly unknown[]>): Promise<void> {
  while ((await look()).length === 0) await breath()
}

/** The conversation that the letter belongs to, as whoever answers it names it. */
async function letterTo({ sandbox }: FrailGateway, email: string): Promise<string> {
  const found = sandbox.mailbox
    .list()
    .find(({ to, subject }) => to.includes(email) && /respondeu/.test(subject))
  const raw = String(sandbox.mailbox.raw(found?.id ?? '')).replace(/\r\n\s+/g, ' ')
  return /^References: (\S+)/im.exec(raw)?.[1] ?? ''
}

const withFile = (text: string) =>
  [
    'Content-Type: multipart/mixed; boundary=B',
    '',
    '--B',
    'Content-Type: text/plain; charset=utf-8',
    '',
    text,
    '--B',
    `Content-Type: image/png; name=${FILE.name}`,
    `Content-Disposition: attachment; filename=${FILE.name}`,
    'Content-Transfer-Encoding: base64',
    '',
    Buffer.from(FILE.bytes).toString('base64'),
    '--B--',
  ].join('\r\n')

function known(answer: Answer, expected: readonly number[]): unknown {
  if (!expected.includes(answer.status)) throw new Error(`answered with ${answer.status}: ${answer.text}`)
  return answer.body
}
