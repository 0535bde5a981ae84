import { once } from 'node:events'
import type { Load } from '#bench/contenders/contender.ts'
import { CONTENDERS, type ContenderName } from '#bench/contenders/contenders.ts'

/** One worker of a contender in a process of its own. */
export type WorkerTask = {
  contender: ContenderName
  url: string
  keys: number
  tells: 'all' | 'each'
  holds: boolean
}
export type Told = { begun: number } | { count: number; outOfOrder: number }

// Whoever forks us writes it.
const task = JSON.parse(process.argv[2] ?? '{}') as WorkerTask
const last = new Map<string, number>()
let [count, outOfOrder] = [0, 0]

function done({ key, number }: Load): Promise<void> | undefined {
  if (task.tells === 'each') process.send?.({ begun: number } satisfies Told)
  if (key !== null) {
    if ((last.get(key) ?? -1) > number) outOfOrder += 1
    last.set(key, number)
  }
  count += 1
  // Held until we are killed; the timer keeps nothing else.
  return task.holds ? new Promise(() => undefined) : undefined
}

const begun = once(process, 'message')
process.send?.('ready')
await begun
const atWork = await CONTENDERS[task.contender].work(task.url, task.keys, done)
process.send?.('at work')
await once(process, 'message')
process.send?.({ count, outOfOrder } satisfies Told)
await atWork.stop()
process.exit(0)
