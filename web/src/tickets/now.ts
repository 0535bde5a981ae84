import { useSyncExternalStore } from 'react'

const TICK_MS = 10_000
const listeners = new Set<() => void>()
let now = Date.now()
let timer: ReturnType<typeof setInterval> | undefined

function tick(): void {
  now = Date.now()
  for (const one of listeners) one()
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  if (timer === undefined) tick()
  timer ??= setInterval(tick, TICK_MS)
  return () => {
    listeners.delete(listener)
    if (listeners.size > 0) return
    clearInterval(timer)
    timer = undefined
  }
}

/** One clock for everything that counts. Hand in what is shown of the time: only what looks different is drawn anew. */
export function useNow<T extends string | number | null>(show: (now: number) => T): T {
  return useSyncExternalStore(subscribe, () => show(timer === undefined ? Date.now() : now))
}
