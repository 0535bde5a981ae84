import { useTranslation } from 'react-i18next'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import styles from './bulk-bar.module.css'
import type { Outcome } from './change-many.ts'

type Props = { outcome: Outcome | null; onClose: () => void }

/** What became of each, those first that somebody has to look at. */
export function BulkResults({ outcome, onClose }: Props) {
  const { t } = useTranslation()
  const done = (outcome?.changed ?? 0) + (outcome?.unchanged ?? 0)
  return (
    <Dialog
      isOpen={outcome !== null}
      onClose={onClose}
      title={t('list.bulk.results')}
      actions={
        <Button look="primary" onClick={onClose}>
          {t('ui.close')}
        </Button>
      }
    >
      <div className={styles.results}>
        {outcome && outcome.failed.length > 0 && (
          <section>
            <h3>{t('list.bulk.failed', { count: outcome.failed.length })}</h3>
            <ul>
              {outcome.failed.map(({ id, number, title, message, code }) => (
                <li key={id}>
                  {number} <bdi>{title}</bdi>
                  <p>
                    {code === 'invalid-transition'
                      ? t('list.bulk.closedFirst')
                      : message || t('form.offline')}
                  </p>
                </li>
              ))}
            </ul>
          </section>
        )}
        {outcome && outcome.pending.length > 0 && (
          <section>
            <h3>{t('list.bulk.pending', { count: outcome.pending.length })}</h3>
            <ul>
              {outcome.pending.map(({ id, number, title }) => (
                <li key={id}>
                  {number} <bdi>{title}</bdi>
                </li>
              ))}
            </ul>
          </section>
        )}
        {done > 0 && <p>{t('list.bulk.done', { count: done })}</p>}
      </div>
    </Dialog>
  )
}
