import { useTranslation } from 'react-i18next'
import { Brand } from '../ui/brand.tsx'
import { Button } from '../ui/button.tsx'
import { PageHeading } from '../ui/page-heading.tsx'
import styles from './crash.module.css'

/** Of what is there anyway: whatever broke may be what could not be fetched. */
export function Crash({ reset }: { reset: () => void }) {
  const { t } = useTranslation()
  return (
    <main className={styles.crash}>
      <Brand />
      <PageHeading title={t('crash.title')} />
      <p>{t('crash.lead')}</p>
      <Button look="primary" onClick={reset}>
        {t('crash.retry')}
      </Button>
    </main>
  )
}
