import { useTranslation } from 'react-i18next'
import styles from './shortcut-switch.module.css'
import { switchShortcuts, useAreShortcutsOn } from './shortcuts.ts'

/** Kept on this device. */
export function ShortcutSwitch() {
  const { t } = useTranslation()
  const areOn = useAreShortcutsOn()
  return (
    <label className={styles.switch}>
      <input type="checkbox" checked={areOn} onChange={(event) => switchShortcuts(event.target.checked)} />
      {t('shell.keys.areOn')}
    </label>
  )
}
