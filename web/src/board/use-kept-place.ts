import { type RefObject, useLayoutEffect, useRef } from 'react'

/** Whoever has scrolled keeps what they look at in its place, though cards come and go above it. */
export function useKeptPlace(
  frame: RefObject<HTMLElement | null>,
  ids: readonly number[],
  pitchPx: number,
): void {
  const before = useRef(ids)
  useLayoutEffect(() => {
    const element = frame.current
    const old = before.current
    before.current = ids
    if (!element || old === ids || element.scrollTop === 0) return
    const first = Math.floor(element.scrollTop / pitchPx)
    for (const id of old.slice(first, first + 5)) {
      const at = ids.indexOf(id)
      if (at < 0) continue
      const grown = at - old.indexOf(id)
      if (grown !== 0) element.scrollTop += grown * pitchPx
      return
    }
  }, [frame, ids, pitchPx])
}
