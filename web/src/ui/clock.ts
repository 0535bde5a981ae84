import { useSyncExternalStore } from 'react'

/** One clock for all that shows how time goes by: it stands still while nobody looks. */
function createClock(everyMs: number) {
  const listeners = new Set<() => void>()
  let nowMs = Date.now()
  let timer: ReturnType<typeof setInterval> | null = null

  function tick(): void {
    nowMs = Date.now()
    for (const listener of listeners) listener()
  }
  function watch(): void {
    const isNeeded = listeners.size > 0 && !document.hidden
    if (isNeeded && timer === null) timer = setInterval(tick, everyMs)
    if (isNeeded || timer === null) return
    clearInterval(timer)
    timer = null
  }
  function subscribe(listener: () => void): () => void {
    if (listeners.size === 0) {
      nowMs = Date.now()
      document.addEventListener('visibilitychange', onVisibility)
    }
    listeners.add(listener)
    watch()
    return () => {
      listeners.delete(listener)
      if (listeners.size === 0) document.removeEventListener('visibilitychange', onVisibility)
      watch()
    }
  }
  function onVisibility(): void {
    if (!document.hidden) tick()
    watch()
  }
  /** Hand in what is shown of the time: only what looks different is drawn anew. */
  return <T = number>(show: (nowMs: number) => T = asItIs) =>
    useSyncExternalStore(subscribe, () => show(nowMs))
}

// Without a view of its own, T is number.
const asItIs = <T>(nowMs: number) => nowMs as T

/** For chips that count down; the moment of the last tick, in milliseconds. */
export const useSeconds = createClock(1_000)
/** For "há 5 min". */
export const useHalfMinutes = createClock(30_000)
