import { useTranslation } from 'react-i18next'
import { Icon } from '../ui/icon.tsx'
import { Keys } from '../ui/keys.tsx'
import { useOpenPalette } from './command-keys.tsx'
import styles from './search-button.module.css'

export function SearchButton() {
  const { t } = useTranslation()
  return (
    <button
      type="button"
      className={styles.search}
      aria-haspopup="dialog"
      aria-keyshortcuts="Control+K Meta+K"
      onClick={useOpenPalette()}
    >
      <Icon name="search" />
      <span className={styles.word}>{t('shell.search')}</span>
      <Keys keys="mod+k" />
    </button>
  )
}
