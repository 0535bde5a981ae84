import type { Log } from '#src/log.ts'

/** Looks one at a time; whoever asks meanwhile gets another look afterwards. */
export function createLook(look: (isPoll: boolean) => Promise<void>, log: Log) {
  let looking: Promise<void> | null = null
  let isWanted = false
  let isStopped = false
  let isFailing = false
  const run = async (isPoll: boolean) => {
    do {
      isWanted = false
      try {
        await look(isPoll)
        if (isFailing) log.info('jobs are looked for again')
        isFailing = false
      } catch (error) {
        // Said once; the next look is at most a second away.
        if (!isFailing) log.warn({ err: error }, 'jobs cannot be looked for')
        isFailing = true
      }
    } while (isWanted && !isStopped && !isFailing)
    looking = null
  }
  return {
    now(isPoll = false): void {
      if (isStopped) return
      if (looking) isWanted = true
      else looking = run(isPoll)
    },
    async stop(): Promise<void> {
      isStopped = true
      await looking
    },
  }
}
