import { useTranslation } from 'react-i18next'
import { currentLocale } from '../texts.ts'
import styles from './connection-pill.module.css'
import { type Live, useLive } from './live.ts'

/** Whether what is shown is so right now. Quiet: nothing is said as long as it is. */
export function ConnectionPill({ isQuiet = false }: { isQuiet?: boolean }) {
  const { t } = useTranslation()
  const live = useLive()
  const time = live.since?.toLocaleTimeString(currentLocale(), { timeStyle: 'short' })
  const words: Record<Live['state'], string> = {
    connecting: '',
    live: isQuiet ? '' : t('live.live'),
    reconnecting: t('live.reconnecting'),
    offline: t('live.offline'),
  }
  const isStale = live.state === 'reconnecting' || live.state === 'offline'
  const text = [words[live.state], isStale && time && t('live.staleSince', { time })].filter(Boolean)
  return (
    <span
      className={isStale ? styles.stale : text.length > 0 ? styles.live : isQuiet ? undefined : styles.pill}
      role="status"
    >
      {text.map((part) => (
        <span key={part as string}>{part}</span>
      ))}
    </span>
  )
}
