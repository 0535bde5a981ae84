import { isDatabaseAway } from '#src/db/connect.ts'
import type { Log } from '#src/log.ts'

export type Turns = {
  /** Once more, now or when the turn that is under way is over. */
  wake(): void
  /** Resolves when the last turn is over. */
  stop(): Promise<void>
}

/** Turns of one work, never two at a time: again at once while it says that there is more, or if somebody asked meanwhile. */
export function oneAtATime(work: () => Promise<boolean>, { name, log }: { name: string; log: Log }): Turns {
  let turn: Promise<void> | null = null
  let isWanted = false
  let isStopping = false
  let isFailing = false

  async function run(): Promise<void> {
    do {
      isWanted = false
      try {
        while (!isStopping && (await work()));
        if (isFailing) log.info({ work: name }, 'work goes on')
        isFailing = false
      } catch (error) {
        // Said once, and tried again when somebody asks.
        if (!isFailing)
          log[isDatabaseAway(error) ? 'warn' : 'error']({ err: error, work: name }, 'work failed')
        isFailing = true
      }
    } while (isWanted && !isStopping && !isFailing)
    turn = null
  }
  return {
    wake() {
      if (isStopping) return
      if (turn) isWanted = true
      else turn = run()
    },
    async stop() {
      isStopping = true
      await turn
    },
  }
}
