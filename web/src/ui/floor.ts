import { createContext, useContext } from 'react'

/** Whether what floats stands on the page, or on something that floats itself. */
export const Floor = createContext<'page' | 'popup'>('page')

/**
 * Where menus and lists are put: into the main landmark, so that readers know where they are. Above a dialog it is the dialog,
 * since the page below is hidden from them.
 */
export function useFloor(): HTMLElement | undefined {
  const floor = useContext(Floor)
  return floor === 'page' ? (document.querySelector('main') ?? undefined) : undefined
}
