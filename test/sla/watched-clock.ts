import type { ClockName } from '#src/sla/policy.ts'

/** What is promised: so many strokes, in minutes that are worked. */
export type Promised = { target: number | null; worked: (minute: number) => boolean }
export type Told = { percent: number; at: number; due: number }

const PERCENTS = [75, 90, 100, 150]

/** A sheet of paper with a stroke for each minute that was worked while the clock ran. Times are minutes. */
export class WatchedClock {
  readonly name: ClockName
  state: 'idle' | 'running' | 'paused' | 'fulfilled' | 'cancelled' = 'idle'
  started: number | null = null
  strokes = 0
  paused: number | null = null
  fulfilled: number | null = null
  breached: Told | null = null
  told: Told[] = []
  promised: Promised
  hand: { set: number; due: number } | null = null
  /** When it stopped, or was promised something else while it stood still. */
  #stoodStill = 0
  /** When its strokes were first as many as are promised. */
  #late: number | null = null
  #lastDue: number | null = null

  constructor(name: ClockName, promised: Promised) {
    this.name = name
    this.promised = promised
  }

  get isOpen() {
    return this.state === 'running' || this.state === 'paused'
  }

  begin(now: number): this {
    this.state = 'running'
    this.started = now
    return this
  }

  minuteGoesBy(minute: number): void {
    if (this.state === 'running' && this.promised.worked(minute)) this.strokes++
  }

  /** Whether there is anything to tell. */
  look(now: number): void {
    if (!this.isOpen) return
    if (!this.hand && this.#isReached(100, now)) this.#late ??= now
    for (const percent of PERCENTS) {
      if (this.#isTold(percent) || !this.#isReached(percent, now)) continue
      const told = { percent, at: now, due: this.due(now) ?? Number.NaN }
      this.told.push(told)
      if (percent === 100) this.breached ??= told
    }
  }

  /** When it is due, by waiting for it. */
  due(now: number): number | null {
    const { target } = this.promised
    if (this.hand) return this.hand.due
    if (this.state === 'idle') return null
    if (!this.isOpen) return this.#lastDue
    if (target === null) return null
    if (this.strokes >= target) return this.#late
    return this.#waitFor(target - this.strokes, this.state === 'running' ? now : this.#stoodStill)
  }

  /** What will be told if nothing happens any more. */
  ahead(now: number): Told[] {
    const due = this.due(now)
    if (due === null || !this.isOpen) return []
    return PERCENTS.filter((percent) => !this.#isTold(percent)).flatMap((percent) => {
      const at = this.#comesAt(percent, now)
      return at === null ? [] : [{ percent, at, due }]
    })
  }

  promise(promised: Promised, now: number): void {
    const isSame = promised.target === this.promised.target && promised.worked === this.promised.worked
    if (!this.isOpen || isSame) return
    this.promised = promised
    if (this.state === 'paused') this.#stoodStill = now
    this.#forget(now)
  }

  setByHand(due: number | null, now: number): void {
    if ((this.hand?.due ?? null) === due) return
    this.hand = due === null ? null : { set: now, due }
    this.told = []
    this.#late = null
    if (this.state === 'paused') this.#stoodStill = now
    if (this.isOpen || due !== null) return
    const left = this.promised.target === null ? null : this.promised.target - this.strokes
    this.#lastDue = left === null ? null : this.#waitFor(left, this.#stoodStill)
  }

  pause(now: number): void {
    if (this.state !== 'running') return
    this.state = 'paused'
    this.paused = now
    this.#stoodStill = now
  }

  resume(promised: Promised, now: number): void {
    if (this.state === 'paused') this.goOn(promised, now)
  }

  /** Also after it was over. */
  goOn(promised: Promised, now: number): void {
    if (this.state === 'idle' || this.state === 'running') return
    Object.assign(this, { state: 'running', paused: null, fulfilled: null, promised })
    this.#forget(now)
    this.look(now)
  }

  fulfil(now: number): void {
    if (!this.isOpen) return
    this.#stop('fulfilled', now)
    this.fulfilled = now
  }

  cancel(now: number): void {
    if (this.isOpen) this.#stop('cancelled', now)
  }

  #stop(state: 'fulfilled' | 'cancelled', now: number): void {
    this.#lastDue = this.due(now)
    this.#stoodStill = now
    this.paused = null
    this.state = state
  }

  /** What is not so by the new promise was not told of it. */
  #forget(now: number): void {
    const { target } = this.promised
    if (!this.hand && (target === null || this.strokes < target)) this.#late = null
    this.told = this.told.filter(({ percent }) => this.#isReached(percent, now))
  }

  #isTold(percent: number): boolean {
    return this.told.some((one) => one.percent === percent)
  }

  #isReached(percent: number, now: number): boolean {
    const { target } = this.promised
    if (!this.hand) return target !== null && this.strokes * 100 >= target * percent
    const { set, due } = this.hand
    return due <= set ? percent <= 100 : (now - set) * 100 >= (due - set) * percent
  }

  #comesAt(percent: number, now: number): number | null {
    const { target } = this.promised
    if (this.hand) {
      const { set, due } = this.hand
      return due <= set ? null : set + ((due - set) * percent) / 100
    }
    if (this.state === 'paused' || target === null) return null
    return this.#waitFor((target * percent) / 100 - this.strokes, now)
  }

  /** The first minute by which so many were worked. */
  #waitFor(strokes: number, from: number): number {
    let minute = from
    for (let left = strokes; left > 0; minute++) if (this.promised.worked(minute)) left--
    return minute
  }
}
