/** Something that runs until it is told to stop. */
export type Part = { stop(): Promise<void> }

/** What a process is made of: begun one after the other or side by side, stopped in the opposite order. */
export type Parts = {
  /** Aborted once we stop. What takes long to begin looks at it; what was begun all the same is stopped too. */
  stopping: AbortSignal
  /** Throws once we stop, so that nothing new is begun. */
  begin<T extends Part>(name: string, start: () => Promise<T>): Promise<T>
  /** For what is done and over: no part is stopped under its feet. Throws once we stop. */
  finish(work: () => Promise<void>): Promise<void>
  /** False: something could not be stopped, which `report` was told; everything else was. */
  stop(report: (name: string, error: unknown) => void): Promise<boolean>
}

export function createParts(): Parts {
  const stopping = new AbortController()
  const beginning = new Set<Promise<unknown>>()
  const begun: { name: string; part: Part }[] = []
  let ended: Promise<boolean> | undefined

  async function stopAll(report: (name: string, error: unknown) => void): Promise<boolean> {
    stopping.abort()
    await Promise.allSettled(beginning)
    let areAllStopped = true
    for (const { name, part } of begun.toReversed()) {
      await part.stop().catch((error: unknown) => {
        areAllStopped = false
        report(name, error)
      })
    }
    return areAllStopped
  }

  async function waitedFor<T>(work: () => Promise<T>): Promise<T> {
    stopping.signal.throwIfAborted()
    const working = work()
    beginning.add(working)
    return working.finally(() => beginning.delete(working))
  }

  return {
    stopping: stopping.signal,
    begin: (name, start) =>
      waitedFor(async () => {
        const part = await start()
        begun.push({ name, part })
        return part
      }),
    finish: waitedFor,
    stop(report) {
      ended ??= stopAll(report)
      return ended
    },
  }
}
