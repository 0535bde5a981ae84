import { useMemo } from 'react'
import { useUser } from '../session.ts'
import type { Values } from './article-values.ts'
import type { HelpKind } from './help-api.ts'

/** What somebody has written and not saved: kept on this device, by the version that it was written into. */
export type Unsaved = {
  read: (version: number) => { values: Values; version: number } | null
  /** Null: there is nothing that is not saved. */
  keep: (values: Values | null, version: number) => void
  forget: () => void
  isThere: () => boolean
}

/** Of number and version 0 is what is not written yet. Whoever signs in here next finds what they wrote themselves. */
export function useUnsaved({ kind, id }: { kind: HelpKind; id: number }): Unsaved {
  const userId = useUser()?.id
  return useMemo(() => createUnsaved(`ponte-article-${userId}-${kind}-${id}-`), [userId, kind, id])
}

function createUnsaved(prefix: string): Unsaved {
  let isThere = false
  const versions = () =>
    Object.keys(localStorage)
      .filter((key) => key.startsWith(prefix))
      .map((key) => Number(key.slice(prefix.length)))
  return {
    read(version) {
      const all = versions()
      const wanted = all.includes(version) ? version : Math.max(...all)
      const kept = localStorage.getItem(`${prefix}${wanted}`)
      return kept === null ? null : { values: JSON.parse(kept) as Values, version: wanted }
    },
    keep(values, version) {
      isThere = values !== null
      if (values === null) localStorage.removeItem(`${prefix}${version}`)
      else localStorage.setItem(`${prefix}${version}`, JSON.stringify(values))
    },
    forget() {
      isThere = false
      for (const version of versions()) localStorage.removeItem(`${prefix}${version}`)
    },
    isThere: () => isThere,
  }
}
