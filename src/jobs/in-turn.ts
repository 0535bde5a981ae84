export type InTurn = <T>(work: () => Promise<T>) => Promise<T>

/** Of what is handed to it, so many at a time are under way; the others wait for their turn. */
export function inTurn(most: number): InTurn {
  let running = 0
  const waiting: (() => void)[] = []
  return async (work) => {
    if (running < most) running += 1
    else await new Promise<void>((resolve) => waiting.push(resolve))
    try {
      return await work()
    } finally {
      const next = waiting.shift()
      if (next) next()
      else running -= 1
    }
  }
}
