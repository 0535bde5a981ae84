import type { Status } from '#src/db/ticket-schema.ts'
import { type Clock, isOpen, pauseClock, resumeClock, setByHand } from './clock.ts'
import { isOver, standingOf } from './clock-table.ts'
import { DEFAULT_POLICY } from './default-policy.ts'
import type { HistoryLine } from './history.ts'
import {
  beginLife,
  countLife,
  happen,
  isPausedByPolicy,
  mapClocks,
  type TicketLife,
  termsOf,
} from './ticket-life.ts'

/** The next line of a history; null before the ticket was created. */
export function live(life: TicketLife | null, line: HistoryLine): TicketLife | null {
  if (line.kind === 'created' && !life) {
    const { priority, status } = line.data
    return becomes(beginLife(priority, line.at), status, line.at)
  }
  return life && goOn(countLife(life, line.at), line)
}

function goOn(life: TicketLife, line: HistoryLine): TicketLife {
  const { at } = line
  switch (line.kind) {
    case 'created':
      return life
    case 'team-replied':
      return happen(life, 'team-replied', at)
    case 'requester-wrote':
      // Nobody waits for an answer about what is over; if it is to go on, it is reopened.
      return life.left || isOver(life.status) ? life : happen(life, 'requester-wrote', at)
    case 'status':
      return becomes(life, line.data.to, at)
    case 'priority':
      return happen({ ...life, priority: line.data.to }, 'terms-changed', at)
    case 'policy':
      return applies(life, line.data ?? DEFAULT_POLICY, at)
    case 'deadline-set':
      return setDeadline(life, line.data.dueAt, at)
    case 'merged':
    case 'moved-out':
      return life.left ? life : happen({ ...life, left: life }, 'left', at)
    case 'came-back':
      return comesBack(life, at)
    case 'breached':
      return keepBreach(life, line.data)
  }
}

function becomes(life: TicketLife, to: Status, at: Date): TicketLife {
  const { status: from } = life
  const next = { ...life, status: to }
  if (life.left || from === to) return next
  if (isOver(to)) return happen(next, 'resolved', at)
  return happen(isOver(from) ? happen(next, 'reopened', at) : next, standingOf(to), at)
}

function applies(life: TicketLife, applied: TicketLife['applied'], at: Date): TicketLife {
  const changed = happen({ ...life, applied }, 'terms-changed', at)
  if (isPausedByPolicy(life) === isPausedByPolicy(changed) || isOver(life.status)) return changed
  const { resolution } = changed.clocks
  const follows = isPausedByPolicy(changed) ? pauseClock(resolution, at) : unpause(changed, resolution, at)
  return { ...changed, clocks: { ...changed.clocks, resolution: follows } }
}

const unpause = (life: TicketLife, clock: Clock, at: Date) =>
  clock.phase === 'paused' ? resumeClock(clock, termsOf(life, clock.name), at) : clock

/** In the past as well: whoever sets it knows that it is over. */
function setDeadline(life: TicketLife, dueAt: string | null, at: Date): TicketLife {
  const resolution = setByHand(life.clocks.resolution, dueAt === null ? null : new Date(dueAt), at)
  return { ...life, clocks: { ...life.clocks, resolution } }
}

/** What was open goes on, without the time away; then comes what its status has become meanwhile. */
function comesBack(life: TicketLife, at: Date): TicketLife {
  const { left } = life
  if (!left) return life
  const clocks = mapClocks((name) => {
    const [then, now] = [left.clocks[name], life.clocks[name]]
    if (!isOpen(then)) return now
    const running = resumeClock(now, termsOf(life, name), at)
    const stands =
      then.phase === 'paused' && (name !== 'resolution' || isPausedByPolicy({ ...life, status: left.status }))
    return stands ? pauseClock(running, at) : running
  })
  return becomes({ ...life, clocks, left: null, status: left.status }, life.status, at)
}

/** Of a moment that has become known since, nothing may come that makes it untold. */
function keepBreach(life: TicketLife, told: Told): TicketLife {
  const [startedAt, dueAt] = [new Date(told.startedAt), new Date(told.dueAt)]
  const breach = { at: dueAt, dueAt }
  const clock = life.clocks[told.clock]
  if (clock.startedAt?.getTime() === startedAt.getTime()) {
    const kept = { ...clock, breach: clock.breach ?? breach }
    return { ...life, clocks: { ...life.clocks, [told.clock]: kept } }
  }
  const isKnown = life.pastBreaches.some(
    (one) => one.clock === told.clock && one.startedAt.getTime() === startedAt.getTime(),
  )
  const forgotten = isKnown ? [] : [{ clock: told.clock, startedAt, ...breach }]
  return { ...life, pastBreaches: [...life.pastBreaches, ...forgotten] }
}

type Told = Extract<HistoryLine, { kind: 'breached' }>['data']
