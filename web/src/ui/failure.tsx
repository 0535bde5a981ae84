import { useTranslation } from 'react-i18next'
import { Problem } from '../api.ts'
import { Button } from './button.tsx'
import styles from './failure.module.css'
import { Notice } from './notice.tsx'

type Props = {
  error: unknown
  /** What is still there, if the usual sentence does not say it. */
  kept?: string
  onRetry?: () => void
}

/** In place of what could not be loaded: what happened, what was kept, and a way to try again. */
export function Failure({ error, kept, onRetry }: Props) {
  const { t } = useTranslation()
  const isOffline = !(error instanceof Problem) || error.code === 'offline'
  return (
    <Notice kind="error">
      <div className={styles.failure}>
        <div>
          <strong>{t('ui.errorTitle')}</strong>
          <p>{isOffline ? t('ui.errorOffline') : error.message}</p>
          {kept && <p>{kept}</p>}
        </div>
        {onRetry && <Button onClick={onRetry}>{t('ui.retry')}</Button>}
      </div>
    </Notice>
  )
}

/** What to tell somebody of it in one line. */
export const sentenceOf = (error: unknown, whenOffline: string) =>
  (error instanceof Problem && error.message) || whenOffline
