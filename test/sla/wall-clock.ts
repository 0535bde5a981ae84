/** What the clock on the wall shows, minute by minute: asked of Intl for each, and kept, because it is asked for again. */
export type WallMinute = { date: string; weekday: number; minute: number }

export class WallClock {
  readonly startMs: number
  readonly #format: Intl.DateTimeFormat
  readonly #minutes: WallMinute[] = []

  constructor(timeZone: string, start: string) {
    this.startMs = Date.parse(`${start}Z`)
    this.#format = new Intl.DateTimeFormat('en-US', {
      timeZone,
      hourCycle: 'h23',
      weekday: 'short',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
    })
  }

  at(minute: number): WallMinute {
    while (this.#minutes.length <= minute) this.#minutes.push(this.#ask(this.#minutes.length))
    const known = this.#minutes[minute]
    if (!known) throw new Error(`There is no minute ${minute}`)
    return known
  }

  /** "Sun, 03/29/2026, 01:59" */
  #ask(minute: number): WallMinute {
    const text = this.#format.format(this.startMs + minute * 60_000)
    const [, weekday = '', month, day, year, hour, past] =
      /^(\w+), (\d+)\/(\d+)\/(\d+), (\d+):(\d+)$/.exec(text) ?? []
    const number = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'].indexOf(weekday) + 1
    return { date: `${year}-${month}-${day}`, weekday: number, minute: Number(hour) * 60 + Number(past) }
  }
}
