import { useSyncExternalStore } from 'react'

/** A value that lives outside of React, and whoever shows it. */
export function createStore<T>(first: T) {
  let value = first
  const listeners = new Set<() => void>()
  const subscribe = (listener: () => void) => {
    listeners.add(listener)
    return () => void listeners.delete(listener)
  }
  return {
    get: () => value,
    set(next: T) {
      if (Object.is(next, value)) return
      value = next
      for (const listener of listeners) listener()
    },
    use: <S>(select: (value: T) => S) => useSyncExternalStore(subscribe, () => select(value)),
  }
}
