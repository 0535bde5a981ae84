import { lazy, Suspense, useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Icon } from '../ui/icon.tsx'
import { Keys } from '../ui/keys.tsx'
import styles from './command-keys.module.css'
import { useShortcuts } from './shortcuts.ts'

const Palette = lazy(() => import('./palette.tsx').then(({ Palette }) => ({ default: Palette })))
const ShortcutSheet = lazy(() =>
  import('./shortcut-sheet.tsx').then(({ ShortcutSheet }) => ({ default: ShortcutSheet })),
)

/** Search and commands from everywhere, and the sheet of keys. Quiet: for whoever knows the keys, without a button. */
export function CommandKeys({ isQuiet = false }: { isQuiet?: boolean }) {
  const { t } = useTranslation()
  const [open, setOpen] = useState<'palette' | 'keys' | null>(null)
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
    <>
      {!isQuiet && (
        <button
          type="button"
          className={styles.search}
          aria-haspopup="dialog"
          aria-keyshortcuts="Control+K Meta+K"
          onClick={() => setOpen('palette')}
        >
          <Icon name="search" />
          <span className={styles.word}>{t('shell.search')}</span>
          <Keys keys="mod+k" />
        </button>
      )}
      <Suspense>
        {open === 'palette' && <Palette onClose={close} onShowKeys={() => setOpen('keys')} />}
        {open === 'keys' && <ShortcutSheet onClose={close} />}
      </Suspense>
    </>
  )
}
