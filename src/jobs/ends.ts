/** Thrown by a task: not now. It is no failure and counts as no attempt. */
export class Postpone extends Error {
  override readonly name = 'Postpone'
  readonly until: Date | number

  /** @param until a moment, or so many milliseconds from now */
  constructor(until: Date | number) {
    super('postponed')
    this.until = until
  }
}

/** Thrown by a task: never. The job is dead at once, and shown to a person with this reason. */
export class GiveUp extends Error {
  override readonly name = 'GiveUp'
}

/** The job is another worker's by now: what was to be committed was not. */
export class LeaseLost extends Error {
  override readonly name = 'LeaseLost'

  constructor() {
    super('the job is no longer ours')
  }
}
