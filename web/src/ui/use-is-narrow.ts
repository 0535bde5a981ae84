import { useSyncExternalStore } from 'react'

const narrow = matchMedia('(max-width: 720px)')

/** A phone, or a window as small as one. */
export const useIsNarrow = () =>
  useSyncExternalStore(
    (listener) => {
      narrow.addEventListener('change', listener)
      return () => narrow.removeEventListener('change', listener)
    },
    () => narrow.matches,
  )
