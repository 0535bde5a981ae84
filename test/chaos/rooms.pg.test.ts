import { setTimeout as pass } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { seededRandom } from '#sandbox/random.ts'
import { S3_ACCOUNT } from '#sandbox/s3/s3.ts'
import { hashPassword } from '#src/auth/passwords.ts'
import { Client } from '#test/client.ts'
import { filedTicket } from '#test/filed-ticket.ts'
import { freePorts, type Running, startProcess, temporaryFolder, waitUntil } from '#test/process.ts'
import { TEST_SECRETS } from '#test/settings.ts'
import { createWorld, type World } from '#test/world.ts'
import { startBalancer } from './balancer.ts'
import { startWatcher, type Watcher } from './watcher.ts'

const {
  clients: CLIENTS,
  changes: CHANGES,
  aSecond: A_SECOND,
  awayMs: AWAY_MS,
  cuts: CUTS,
} = process.env.CHAOS === 'full'
  ? { clients: 200, changes: 4_500, aSecond: 50, awayMs: 60_000, cuts: 400 }
  : { clients: 15, changes: 80, aSecond: 1_000, awayMs: 500, cuts: 30 }
const SEED = Number(process.env.CHAOS_SEED ?? 1)
const TICKETS = 6
const PATIENCE_MS = 600_000
const PASSWORD = 'uma-senha-de-verdade'

/** Two gateways more over the same database, each a process of its own. */
async function startBeside(world: World, port: number, dataDir: string): Promise<Running> {
  return startProcess({
    dataDir,
    settings: {
      ...TEST_SECRETS,
      ROLE: 'api',
      PORT: String(port),
      DATABASE_URL: world.databaseUrl,
      CRM_URL: `${world.sandbox.url}/rest/1/sandbox/`,
      CRM_EVENT_TOKEN: 'event-token-of-the-tests',
      S3_ENDPOINT: world.sandbox.s3Url,
      S3_ACCESS_KEY: S3_ACCOUNT.accessKey,
      S3_SECRET_KEY: S3_ACCOUNT.secretKey,
      SMTP_URL: world.sandbox.smtpUrl,
      MAIL_FROM: 'Central <central@example.com>',
      SOCKETS_PER_USER: '1000',
      WEB_ORIGINS: world.url,
    },
  })
}

/** What the team and requesters do, spread over all gateways that answer; one that dies is asked no more for a while. */
async function storm(
  people: { client: Client; isTeam: boolean }[],
  tickets: readonly { id: number }[],
  random: () => number,
) {
  const begun = performance.now()
  for (let n = 0; n < CHANGES; n += 1) {
    const aheadMs = (n / A_SECOND) * 1_000 - (performance.now() - begun)
    if (aheadMs > 0) await pass(aheadMs)
    const ticket = tickets[Math.floor(random() * tickets.length)]
    const person = people[n % people.length]
    if (!ticket || !person) continue
    const path = `/api/v1/tickets/${ticket.id}`
    const isNote = person.isTeam && random() < 0.2
    // What a dying gateway does not answer has happened or not; both are right.
    const done =
      person.isTeam && random() < 0.6
        ? person.client.patch(path, { tags: [`marca-${n}`] }, { 'if-match': '*' })
        : person.client.post(`${path}/messages`, {
            message: `Mensagem ${n}`,
            ...(isNote && { is_internal: true }),
          })
    await done.catch(() => undefined)
  }
}

test(
  `I6, R-16, R-18: ${CLIENTS} clients that lose the line again and again, behind three gateways of which two are killed amid a storm, end with what the database says, nothing twice, nothing out of order`,
  async () => {
    await using world = await createWorld({ SOCKETS_PER_USER: '1000' })
    await world.sql`update users set hashed_password = ${await hashPassword(PASSWORD)}`
    const random = seededRandom(SEED)
    const tickets = await Promise.all(Array.from({ length: TICKETS }, () => filedTicket(world)))
    using folders = new DisposableStack()
    const dataDirs = [1, 2].map(() => folders.use(temporaryFolder()).path)
    const first = await freePorts(2)
    const ports = [first, first + 1]
    const besides = await Promise.all(
      dataDirs.map((dataDir, at) => startBeside(world, ports[at] ?? 0, dataDir)),
    )
    await using balancer = await startBalancer([Number(new URL(world.url).port), ...ports])
    const [maria, joao, ana] = await Promise.all(
      ['1001', '2001', '2002'].map((one) => world.signIn(one, PASSWORD)),
    )
    if (!maria || !joao || !ana) throw new Error('nobody signed in')
    const anywhere = (client: Client) => {
      const there = new Client(balancer.url, world.url)
      for (const [name, value] of client.cookies) there.cookies.set(name, value)
      return there
    }

    await using watching = new AsyncDisposableStack()
    watching.defer(async () => void (await Promise.all(besides.map((one) => one.stop()))))
    const watchers: Watcher[] = Array.from({ length: CLIENTS }, (_, who) => {
      const isOfDashboard = who % 3 === 0
      const client = anywhere(isOfDashboard ? joao : who % 3 === 1 ? maria : ana)
      const ticketId = isOfDashboard ? null : (tickets[who % tickets.length]?.id ?? null)
      return watching.use(
        startWatcher({ who: who + 1, url: balancer.url, client, ticketId, isTeam: who % 3 !== 1 }),
      )
    })
    const allLive = () =>
      waitUntil(async () => {
        await pass(20)
        return watchers.every((one) => one.isLive())
      })
    await allLive()

    let isOver = false
    const cutting = (async () => {
      for (let n = 0; n < CUTS && !isOver; n += 1) {
        balancer.cut(1 + Math.floor(random() * CLIENTS), random() * AWAY_MS)
        await pass((CHANGES / A_SECOND / CUTS) * 1_000 + 10)
      }
    })()
    const killing = (async () => {
      for (const [at, dataDir] of dataDirs.entries()) {
        await besides[at]?.stop('SIGKILL')
        besides[at] = await startBeside(world, ports[at] ?? 0, dataDir)
      }
    })()
    const people = [
      { client: anywhere(joao), isTeam: true },
      { client: anywhere(maria), isTeam: false },
      { client: anywhere(ana), isTeam: true },
    ]
    await Promise.all([storm(people, tickets, random), storm(people, tickets, random)])
    isOver = true
    await Promise.all([cutting, killing])
    await world.settle({ hurry: true })
    await allLive()

    expect(watchers.flatMap(({ who, wrong }) => wrong.map((one) => `${who}: ${one}`))).toEqual([])
    expect(watchers.reduce((sum, one) => sum + one.lost(), 0)).toBeGreaterThan(CLIENTS / 4)
    const rows = await world.sql<
      { id: number; title: string; status: string; tags: string[]; version: number }[]
    >`
    select id, title, status, tags, version from deals`
    const said = await world.sql<{ id: number; ticket_id: number; is_internal: boolean }[]>`
    select id, ticket_id, is_internal from activities where deleted_at is null`
    expect(said.length).toBeGreaterThan(TICKETS)
    for (const watcher of watchers)
      await expect
        .poll(() => shownBy(watcher), { timeout: 60_000, message: `what ${watcher.who} sees` })
        .toEqual(expectedOf(watcher))

    function expectedOf({ tickets: shown, messages, isTeam }: Watcher) {
      return {
        tickets: Object.fromEntries(
          rows.filter(({ id }) => shown.has(id)).map(({ id, ...row }) => [id, row]),
        ),
        messages: Object.fromEntries(
          [...messages.keys()].map((id) => [
            id,
            said
              .filter((one) => one.ticket_id === id && (isTeam || !one.is_internal))
              .map((one) => one.id)
              .sort((a, b) => a - b),
          ]),
        ),
      }
    }
  },
  PATIENCE_MS,
)

const shownBy = ({ tickets, messages }: Watcher) => ({
  tickets: Object.fromEntries(tickets),
  messages: Object.fromEntries([...messages].map(([id, there]) => [id, [...there].sort((a, b) => a - b)])),
})
