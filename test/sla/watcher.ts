import type { Priority, Status } from '#src/db/ticket-schema.ts'
import type { AppliedPolicy, ClockName } from '#src/sla/policy.ts'
import type { Happens } from './random-history.ts'
import { type Promised, WatchedClock } from './watched-clock.ts'

type Offices = { always: Promised['worked']; workedIn: (applied: AppliedPolicy) => Promised['worked'] }

const TARGET = {
  first_response: 'firstResponseMin',
  next_response: 'nextResponseMin',
  resolution: 'resolutionMin',
} as const
const over = (status: Status) => status === 'resolved' || status === 'closed'

/**
 * The clocks of a ticket once more, by somebody who knows nothing of sums: sits beside it, looks at the wall every minute, and makes a
 * stroke for each running clock if that minute is worked.
 */
export class Watcher {
  readonly first: WatchedClock
  next: WatchedClock
  readonly resolution: WatchedClock
  /** Next responses that others followed. */
  readonly past: WatchedClock[] = []
  now = 0
  #status: Status = 'open'
  #priority: Priority
  #applied: AppliedPolicy
  readonly #offices: Offices
  #away: { status: Status; states: WatchedClock['state'][] } | null = null

  constructor(priority: Priority, status: Status, applied: AppliedPolicy, offices: Offices) {
    this.#priority = priority
    this.#applied = applied
    this.#offices = offices
    this.first = new WatchedClock('first_response', this.#promised('first_response')).begin(0)
    this.next = new WatchedClock('next_response', this.#promised('next_response'))
    this.resolution = new WatchedClock('resolution', this.#promised('resolution')).begin(0)
    this.#becomes(status)
  }

  get clocks() {
    return [this.first, this.next, this.resolution]
  }

  waitsUntil(minute: number): void {
    while (this.now < minute) {
      for (const clock of this.clocks) clock.minuteGoesBy(this.now)
      this.now++
      for (const clock of this.clocks) clock.look(this.now)
    }
  }

  sees(event: Happens): void {
    switch (event.kind) {
      case 'team-replied':
        this.first.fulfil(this.now)
        this.next.fulfil(this.now)
        break
      case 'requester-wrote':
        if (this.#away || over(this.#status)) break
        this.#startNext()
        this.#resume(this.resolution)
        break
      case 'status':
        if (this.#away) this.#status = event.to
        else this.#becomes(event.to)
        break
      case 'priority':
        this.#priority = event.to
        this.#promiseAnew()
        break
      case 'policy':
        this.#applies(event.applied)
        break
      case 'deadline-set':
        this.resolution.setByHand(event.inMinutes === null ? null : this.now + event.inMinutes, this.now)
        break
      case 'merged':
      case 'moved-out':
        this.#leaves()
        break
      case 'came-back':
        this.#comesBack()
    }
    for (const clock of this.clocks) clock.look(this.now)
  }

  #becomes(to: Status): void {
    const from = this.#status
    this.#status = to
    if (to === from || (over(to) && over(from))) return
    if (over(to)) {
      this.first.fulfil(this.now)
      this.next.cancel(this.now)
      this.resolution.fulfil(this.now)
      return
    }
    if (over(from)) {
      this.#startNext()
      this.resolution.goOn(this.#promised('resolution'), this.now)
    }
    if (to === 'on_hold') {
      this.first.pause(this.now)
      this.next.pause(this.now)
    } else {
      this.#resume(this.first)
      if (to === 'waiting_for_user') this.next.cancel(this.now)
      else this.#resume(this.next)
    }
    if (this.#pauses()) this.resolution.pause(this.now)
    else this.#resume(this.resolution)
  }

  #applies(applied: AppliedPolicy): void {
    const before = this.#pauses()
    this.#applied = applied
    this.#promiseAnew()
    const after = this.#pauses()
    if (this.#away || before === after) return
    if (after) this.resolution.pause(this.now)
    else this.#resume(this.resolution)
  }

  #leaves(): void {
    if (this.#away) return
    this.#away = { status: this.#status, states: this.clocks.map(({ state }) => state) }
    for (const clock of this.clocks) clock.cancel(this.now)
  }

  #comesBack(): void {
    if (!this.#away) return
    const { status, states } = this.#away
    const meanwhile = this.#status
    this.#away = null
    this.#status = status
    this.clocks.forEach((clock, index) => {
      const state = states[index]
      if (state !== 'running' && state !== 'paused') return
      clock.goOn(this.#promised(clock.name), this.now)
      if (state === 'paused' && (clock !== this.resolution || this.#pauses())) clock.pause(this.now)
    })
    this.#becomes(meanwhile)
  }

  #startNext(): void {
    if (this.next.isOpen) return
    this.past.push(this.next)
    this.next = new WatchedClock('next_response', this.#promised('next_response')).begin(this.now)
  }

  #resume(clock: WatchedClock): void {
    clock.resume(this.#promised(clock.name), this.now)
  }

  #promiseAnew(): void {
    for (const clock of this.clocks) clock.promise(this.#promised(clock.name), this.now)
  }

  #promised(name: ClockName): Promised {
    const { policy } = this.#applied
    const isAlways = this.#priority === 'urgent' && policy.isUrgentAroundTheClock
    return {
      target: policy.targets[this.#priority]?.[TARGET[name]] ?? null,
      worked: isAlways ? this.#offices.always : this.#offices.workedIn(this.#applied),
    }
  }

  #pauses(): boolean {
    return this.#applied.policy.pauseStatuses.some((status) => status === this.#status)
  }
}
