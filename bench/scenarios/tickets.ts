import { setTimeout as delay } from 'node:timers/promises'
import { type Filed, type Helpdesk, openHelpdesk } from '#bench/helpdesk.ts'
import { COMMANDS_PER_REQUEST, LIMITS } from '#bench/portal.ts'
import { median, type Result } from '#bench/result.ts'

const ROUNDS = 5
const HALF = 3
const DURATION_MS = 5_000
const BACKLOG_ROUNDS = 3
const BACKLOG = 150
/** Behind the burst that has gathered while nobody called. */
const WINDOW_S = [10, 50] as const
const AWAY = [{ match: { method: '*' }, effect: 'reset' }]

/** `waitMs`: how long an answer may wait for the CRM; by 0 what we ourselves take is seen, by 8,000 what people wait. */
type Side = { label: string; waitMs: number; clients: number; isAway: boolean }

const SIDES: readonly Side[] = [0, 8_000].flatMap((waitMs) =>
  [false, true].map((isAway) => ({
    label: `CRM ${isAway ? 'away' : 'at its limit'}, waits ${waitMs / 1_000} s`,
    waitMs,
    clients: waitMs === 0 ? 8 : 50,
    isAway,
  })),
)

/** Tickets accepted a second, with the CRM at its real limit and with it away; and how fast it catches up when it is back. */
export async function tickets(): Promise<Result> {
  const runs: Run[] = []
  const backlogs: Backlog[] = []
  for (const waitMs of [0, 8_000]) {
    await using helpdesk = await openHelpdesk({ CRM_WAIT_MS: String(waitMs) })
    const own = SIDES.filter((side) => side.waitMs === waitMs)
    const [atLimit, away] = [false, true].map(
      (isAway) => own.find((side) => side.isAway === isAway) as Side,
    ) as [Side, Side]
    await measure(helpdesk, { ...atLimit, label: 'warm-up' })
    // What was tried in vain may still be under way for a minute: so the CRM goes once, in the middle of the other rounds.
    for (const side of [
      ...Array(HALF).fill(atLimit),
      ...Array(ROUNDS).fill(away),
      ...Array(ROUNDS - HALF).fill(atLimit),
    ] as Side[])
      runs.push(await measure(helpdesk, side))
    if (waitMs === 0)
      for (let round = 0; round < BACKLOG_ROUNDS; round++) backlogs.push(await catchUp(helpdesk))
    await helpdesk.drained()
    const wrong = await helpdesk.wrong()
    if (wrong.length > 0) throw new Error(`Not every ticket is one deal: ${wrong.slice(0, 5).join('; ')}`)
  }
  return describe(runs, backlogs)
}

type Run = Awaited<ReturnType<typeof measure>>

async function measure(helpdesk: Helpdesk, { label, clients, isAway }: Side) {
  await helpdesk.control('PUT', 'faults', isAway ? AWAY : [])
  if (!isAway) await helpdesk.drained()
  const filed: Filed[] = []
  const startedAt = performance.now()
  await Promise.all(
    Array.from({ length: clients }, async () => {
      while (performance.now() - startedAt < DURATION_MS) filed.push(await helpdesk.file())
    }),
  )
  const seconds = (performance.now() - startedAt) / 1_000
  const tookMs = filed.map((one) => one.tookMs).sort((a, b) => a - b)
  const at = (share: number) => tookMs[Math.floor(tookMs.length * share)] ?? 0
  const run = {
    label,
    accepted: filed.length,
    perSecond: filed.length / seconds,
    withDeal: filed.filter(({ status }) => status === 201).length,
    p50Ms: at(0.5),
    p99Ms: at(0.99),
  }
  process.stderr.write(`${JSON.stringify(run)}\n`)
  return run
}

type Backlog = Awaited<ReturnType<typeof catchUp>>

/** The CRM comes back to tickets that each have a file, and a new one comes just then. */
async function catchUp(helpdesk: Helpdesk) {
  await helpdesk.drained()
  await helpdesk.control('PUT', 'faults', AWAY)
  for (let count = 0; count < BACKLOG; count++) await helpdesk.file({ hasFile: true })
  // Whoever was late has become background work by then, and the breaker waits as long as it ever does.
  await delay(40_000)
  await helpdesk.control('DELETE', 'requests')
  await helpdesk.control('PUT', 'limits', LIMITS)
  await helpdesk.control('PUT', 'faults', [])
  const backAt = Date.now() / 1_000
  const fresh = await helpdesk.file()
  const firstDealS = await helpdesk.dealKnown(fresh)
  const laterS: number[] = []
  for (const afterS of [15, 30]) {
    await delay(Math.max(0, (backAt + afterS) * 1_000 - Date.now()))
    laterS.push(await helpdesk.dealKnown(await helpdesk.file()))
  }
  await helpdesk.drained()
  const requests = await helpdesk.requests()
  const [from, to] = WINDOW_S.map((second) => backAt + second) as [number, number]
  const inWindow = requests.filter(({ at }) => at >= from && at < to).length
  const backlog = {
    firstDealS,
    laterS,
    ofLimit: inWindow / (LIMITS.rate * (to - from)),
    refused: requests.filter(({ status }) => status === 503).length,
    drainedS: (requests.at(-1)?.at ?? backAt) - backAt,
    requests: requests.map(({ at, batch, status, method }) => [
      Number((at - backAt).toFixed(2)),
      method,
      batch,
      status,
    ]),
  }
  process.stderr.write(`${JSON.stringify({ ...backlog, requests: requests.length })}\n`)
  return backlog
}

function describe(runs: readonly Run[], backlogs: readonly Backlog[]): Result {
  const rows: Result['rows'] = {}
  for (const { label } of SIDES) {
    const own = runs.filter((run) => run.label === label)
    const middle = (pick: (run: Run) => number) => median(own.map(pick))
    rows[label] = {
      'accepted/s': middle((run) => run.perSecond).toFixed(1),
      'ms p50': middle((run) => run.p50Ms).toFixed(0),
      'ms p99': middle((run) => run.p99Ms).toFixed(0),
      'with a deal': middle((run) => run.withDeal / run.accepted).toFixed(2),
    }
  }
  rows[`CRM back to ${BACKLOG} tickets with files`] = {
    's to the first new deal (reach 5)': median(backlogs.map((one) => one.firstDealS)).toFixed(1),
    's to later ones, at worst': Math.max(...backlogs.flatMap((one) => one.laterS)).toFixed(1),
    'of the limit (reach 0.90)': median(backlogs.map((one) => one.ofLimit)).toFixed(2),
    '503s': backlogs.reduce((sum, one) => sum + one.refused, 0),
  }
  const limits = { ...LIMITS, commandsPerRequest: COMMANDS_PER_REQUEST }
  return { rows, raw: { runs, backlogs, limits, durationMs: DURATION_MS, windowS: WINDOW_S } }
}
