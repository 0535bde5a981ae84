import { useEffect, useRef } from 'react'
import { sayTyping } from '../live/line.ts'

/** Six seconds after the last one it is over for the others. */
const AGAIN_MS = 3_000

/** Tells the others that somebody writes, as often as that has to be told and no more. */
export function useTypingSignal(ticketId: number, isInternal: boolean) {
  const toldAt = useRef(0)
  function stop(): void {
    if (toldAt.current === 0) return
    toldAt.current = 0
    sayTyping(ticketId, { state: 'stop' })
  }
  const latest = useRef(stop)
  latest.current = stop
  useEffect(() => () => latest.current(), [])
  return {
    stop,
    written(text: string) {
      if (text === '') return stop()
      if (Date.now() - toldAt.current < AGAIN_MS) return
      toldAt.current = Date.now()
      sayTyping(ticketId, { state: 'start', is_internal: isInternal })
    },
  }
}
