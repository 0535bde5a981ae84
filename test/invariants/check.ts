import { parseArgs } from 'node:util'
import { DEMO_PASSWORD } from '#src/embedded/demo-people.ts'
import { readCrm } from './crm-state.ts'
import { mailsWithoutOutcome, mergesThatLeadNowhere, readMails } from './desk.ts'
import { compareStatistics } from './facts-agree.ts'
import { readTickets, signIn, storeProblems, wasFiledHere } from './gateway-view.ts'
import { keptPromises, readJobs } from './kept-promises.ts'
import { compareMirror, nothingBack, nothingNewer, sameAsCrm } from './mirror-equals-crm.ts'
import { oneDealEach } from './one-deal-each.ts'
import { readRooms, roomsTellTheTruth } from './rooms-tell-the-truth.ts'
import { readRequests, withinLimits } from './within-limits.ts'

/**
 * `npm run check:invariants -- --gateway URL --sandbox URL`: looks whether what must always hold does hold, and says so line by
 * line. Ends with 1 if anything is broken.
 */

type Finding = { name: string; problems: readonly string[]; about: string }

const MOST_LINES = 20

const { values } = parseArgs({
  options: {
    gateway: { type: 'string', default: 'http://localhost:3000' },
    sandbox: { type: 'string', default: 'http://localhost:3100' },
    matricula: { type: 'string', default: '9001' },
    password: { type: 'string', default: DEMO_PASSWORD },
  },
})

const gateway = await signIn(values.gateway, values)
const [tickets, jobs] = [await readTickets(gateway), await readJobs(gateway)]
const filed = tickets.filter(wasFiledHere)
const { requests, limits } = await readRequests(values.sandbox)
const waiting = filed.filter(({ pending }) => pending > 0)
const arrived = filed.filter(({ pending, failed }) => pending === 0 && failed === 0)
const mails = await readMails(gateway)
const underway = tickets.flatMap(({ ticketNumber: what, key, pending, failed }) => [
  ...(pending > 0 ? [{ what, key, crmStatus: 'pending' as const }] : []),
  ...(failed > 0 ? [{ what, key, crmStatus: 'failed' as const }] : []),
])
const files = filed.reduce((sum, { links }) => sum + links.length, 0)
const crm = await readCrm(values.sandbox)
const mirror = await compareMirror(gateway)
const rooms = await readRooms(
  gateway,
  tickets.map(({ id }) => id),
)
const statistics = await compareStatistics(gateway)
const here = new Set(tickets.map(({ dealId }) => dealId ?? 0))
const unfinished = new Set(
  filed.filter((one) => !arrived.includes(one)).map(({ ticketNumber }) => ticketNumber),
)
const settled = { ...crm, deals: crm.deals.filter(({ ticketNumber }) => !unfinished.has(ticketNumber ?? '')) }

const findings: Finding[] = [
  {
    name: 'I1',
    problems: [
      ...oneDealEach(arrived, settled),
      ...(await storeProblems(tickets)),
      ...mergesThatLeadNowhere(tickets.map((one) => ({ ...one, what: one.ticketNumber }))),
    ],
    about: `${arrived.length} tickets, ${files} files; ${waiting.length} on their way, ${unfinished.size - waiting.length} wait for a person`,
  },
  {
    name: 'I2',
    problems: sameAsCrm(mirror, crm.mirrored, here),
    about: `${mirror.compared} deals with all that hangs on them; ${mirror.waiting} differences wait for a job`,
  },
  {
    name: 'I3',
    problems: nothingNewer(mirror),
    about: `${mirror.compared} deals, as far as it shows from outside`,
  },
  { name: 'I4', problems: nothingBack(mirror), about: `${mirror.compared} deals` },
  { name: 'I5', problems: withinLimits(requests, limits), about: `${requests.length} requests` },
  { name: 'I6', problems: roomsTellTheTruth(rooms), about: `${rooms.length} rooms` },
  {
    name: 'I7',
    problems: [...keptPromises(jobs, underway), ...mailsWithoutOutcome(mails, jobs)],
    about: `${jobs.length} jobs, ${mails.length} mails that came in`,
  },
  { name: 'G-05', problems: statistics.problems, about: `statistics of ${statistics.tickets} tickets` },
]

for (const finding of findings) {
  const { name, problems, about } = finding
  process.stdout.write(`${name}  ${problems.length === 0 ? 'ok' : 'broken'}  ${about}\n`)
  for (const problem of problems.slice(0, MOST_LINES)) process.stdout.write(`    ${problem}\n`)
  if (problems.length > MOST_LINES) process.stdout.write(`    and ${problems.length - MOST_LINES} more\n`)
}
process.exitCode = findings.some(({ problems }) => problems.length > 0) ? 1 : 0
