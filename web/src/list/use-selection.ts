import { useCallback, useMemo, useRef, useState } from 'react'

export type Selection = {
  ids: ReadonlySet<number>
  /** With `upTo`: everything between this one and the last that was chosen. */
  toggle: (id: number, upTo?: boolean) => void
  set: (ids: Iterable<number>) => void
}

const NONE: ReadonlySet<number> = new Set()

/** Which of the rows that are shown are chosen: nothing is changed that nobody sees. */
export function useSelection(shown: readonly number[]): Selection {
  const [chosen, setIds] = useState(NONE)
  const ids = useMemo(() => new Set(shown.filter((id) => chosen.has(id))), [shown, chosen])
  const anchor = useRef<number | null>(null)
  const rows = useRef(shown)
  rows.current = shown

  const toggle = useCallback((id: number, upTo = false) => {
    const from = rows.current.indexOf(anchor.current ?? id)
    const to = rows.current.indexOf(id)
    anchor.current = id
    setIds((before) => {
      const next = new Set(before)
      if (upTo && from >= 0 && to >= 0)
        for (const one of rows.current.slice(Math.min(from, to), Math.max(from, to) + 1)) next.add(one)
      else if (!next.delete(id)) next.add(id)
      return next
    })
  }, [])
  const set = useCallback((wanted: Iterable<number>) => setIds(new Set(wanted)), [])
  return { ids, toggle, set }
}
