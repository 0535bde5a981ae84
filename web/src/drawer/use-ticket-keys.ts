import { useEffect, useRef } from 'react'

type Keys = Partial<Record<string, () => void>>

/** Single keys while nobody writes and nothing else is open. */
export function useTicketKeys(keys: Keys): void {
  const latest = useRef(keys)
  latest.current = keys
  useEffect(() => {
    function onKey(event: KeyboardEvent): void {
      const { target, key, ctrlKey, metaKey, altKey, defaultPrevented } = event
      if (ctrlKey || metaKey || altKey || defaultPrevented) return
      const isTaken =
        target instanceof HTMLElement &&
        (target.isContentEditable ||
          target.closest('input:not([type=checkbox], [type=radio]), textarea, select, [role=menu]') !== null)
      const run = latest.current[key.toLowerCase()]
      if (isTaken || !run) return
      event.preventDefault()
      run()
    }
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  }, [])
}
