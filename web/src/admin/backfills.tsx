import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { BackfillLine } from './backfill-line.tsx'
import { BackfillSheet } from './backfill-sheet.tsx'
import styles from './backfills.module.css'
import part from './crm-now.module.css'
import type { SyncStatus } from './sync-api.ts'
import table from './table.module.css'

/** What the CRM had before us: whether it is here, and how far it has come if it is on its way. */
export function Backfills({ status }: { status: SyncStatus }) {
  const { t } = useTranslation()
  const [asked, setAsked] = useState<number | null>(null)
  return (
    <section className={part.part} aria-labelledby="backfills">
      <h2 id="backfills">{t('admin.backfill.title')}</h2>
      <p className={table.muted}>{t('admin.backfill.lead')}</p>
      <ul className={styles.backfills}>
        {status.backfills.map((backfill) => (
          <BackfillLine
            key={backfill.pipeline_id}
            backfill={backfill}
            isCrmUp={status.crm.state === 'up'}
            onBegin={() => setAsked(backfill.pipeline_id)}
          />
        ))}
      </ul>
      {asked !== null && <BackfillSheet pipelineId={asked} onClose={() => setAsked(null)} />}
    </section>
  )
}
