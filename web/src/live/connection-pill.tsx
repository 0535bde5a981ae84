import { useTranslation } from 'react-i18next'
import { currentLocale } from '../texts.ts'
import styles from './connection-pill.module.css'
import { useLive } from './live.ts'

/** Whether what is shown is so right now. */
export function ConnectionPill() {
  const { t } = useTranslation()
  const { state, since } = useLive()
  const time = since?.toLocaleTimeString(currentLocale(), { timeStyle: 'short' })
  const text =
    state === 'live'
      ? t('live.live')
      : time && state === 'offline'
        ? t('live.staleSince', { time })
        : t('live.reconnecting')
  if (state === 'connecting') return <span className={styles.pill} />
  return (
    <span className={state === 'live' ? styles.live : styles.stale} role="status">
      {state !== 'live' && time && state === 'reconnecting'
        ? `${text} · ${t('live.staleSince', { time })}`
        : text}
    </span>
  )
}
