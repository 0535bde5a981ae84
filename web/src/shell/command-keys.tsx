import { createContext, lazy, type ReactNode, Suspense, use, useEffect, useState } from 'react'
import { loadTexts } from '../texts.ts'
import { useShortcuts } from './shortcuts.ts'

const words = loadTexts('commands')
const Palette = lazy(async () => {
  const [{ Palette }] = await Promise.all([import('./palette.tsx'), words()])
  return { default: Palette }
})
const ShortcutSheet = lazy(async () => {
  const [{ ShortcutSheet }] = await Promise.all([import('./shortcut-sheet.tsx'), words()])
  return { default: ShortcutSheet }
})

const OpenPalette = createContext<() => void>(() => undefined)
export const useOpenPalette = () => use(OpenPalette)

/** Search and commands from everywhere, and the sheet of keys. Outside of the pages: one that gives way to the next closes nothing. */
export function CommandKeys({ children }: { children: ReactNode }) {
  const [open, setOpen] = useState<'palette' | 'keys' | null>(null)
  const [openPalette] = useState(() => () => setOpen('palette'))
  useShortcuts({ '?': () => setOpen('keys') })
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const isPalette =
        (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey && event.code === 'KeyK'
      if (!isPalette) return
      event.preventDefault()
      setOpen('palette')
    }
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  }, [])
  const close = () => setOpen(null)
  return (
    <OpenPalette value={openPalette}>
      {children}
      <Suspense>
        {open === 'palette' && <Palette onClose={close} onShowKeys={() => setOpen('keys')} />}
        {open === 'keys' && <ShortcutSheet onClose={close} />}
      </Suspense>
    </OpenPalette>
  )
}
