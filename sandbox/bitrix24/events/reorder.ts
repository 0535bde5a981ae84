import type { Delivery } from './queue.ts'

type Order = { window: number; chance: () => number }

const LONGEST_WAIT_MS = 1_000

/** Gathers a window full of events and lets them go in another order; what stays alone goes after a second. */
export function createReorder(push: (delivery: Delivery) => void) {
  let gathered: { delivery: Delivery; place: number }[] = []
  let timer: NodeJS.Timeout | undefined

  function flush(): void {
    clearTimeout(timer)
    timer = undefined
    const shuffled = gathered.toSorted((a, b) => a.place - b.place)
    gathered = []
    for (const { delivery } of shuffled) push(delivery)
  }
  return {
    add(delivery: Delivery, { window, chance }: Order): void {
      gathered.push({ delivery, place: chance() })
      if (gathered.length >= window) flush()
      else timer ??= setTimeout(flush, LONGEST_WAIT_MS)
    },
    isIdle: () => gathered.length === 0,
    stop: () => clearTimeout(timer),
  }
}
