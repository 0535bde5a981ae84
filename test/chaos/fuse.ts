/**
 * Where a gateway can die: its connections go through proxies of the test, which ask the fuse before every step. Names
 * are what happens at it (`before commit deals+jobs`), and the same step again is counted: `#2`.
 */
export type Fuse = {
  /** False: the gateway is dead, and this did not get through. */
  passes(step: string): Promise<boolean>
  /** All steps since then, in their order. */
  forget(): void
  steps(): readonly string[]
  /** Blows once, at the first step that this says yes to; `number` counts from 1 since `forget`. */
  arm(isTheOne: (step: string, number: number) => boolean, blown?: () => void): void
  disarm(): void
  /** The step at which it blew. */
  blownAt(): string | null
}

export function createFuse(kill: () => Promise<void>): Fuse {
  const counts = new Map<string, number>()
  let seen: string[] = []
  let isTheOne: ((step: string, number: number) => boolean) | null = null
  let tell: () => void = () => undefined
  let blownAt: string | null = null
  let dying: Promise<void> | null = null

  return {
    async passes(name) {
      // What is under way when the gateway dies gets no further either.
      if (dying) {
        await dying
        return false
      }
      const count = (counts.get(name) ?? 0) + 1
      counts.set(name, count)
      const step = `${name} #${count}`
      seen.push(step)
      if (!isTheOne?.(step, seen.length)) return true
      isTheOne = null
      blownAt = step
      dying = kill()
      await dying
      dying = null
      tell()
      return false
    },
    forget() {
      counts.clear()
      seen = []
      blownAt = null
    },
    steps: () => seen,
    arm(decide, blown = () => undefined) {
      blownAt = null
      tell = blown
      isTheOne = decide
    },
    disarm() {
      isTheOne = null
    },
    blownAt: () => blownAt,
  }
}
