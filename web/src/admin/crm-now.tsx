import { useTranslation } from 'react-i18next'
import { currentLocale } from '../texts.ts'
import { Moment } from '../ui/moment.tsx'
import { Backfills } from './backfills.tsx'
import styles from './crm-now.module.css'
import { Progress } from './progress.tsx'
import type { SyncStatus } from './sync-api.ts'
import table from './table.module.css'
import { TableFrame } from './table-frame.tsx'

/** How far behind, what waits in which lane, and what goes on by itself. */
export function CrmNow({ status }: { status: SyncStatus }) {
  const { t } = useTranslation()
  const { lag, crm, inbox, spill } = status
  const progress = status.progress.filter(({ name }) => !name.startsWith('backfill:'))
  const seconds = (value: number | null) =>
    value === null
      ? '–'
      : new Intl.NumberFormat(currentLocale(), {
          style: 'unit',
          unit: 'second',
          maximumFractionDigits: value < 10 ? 1 : 0,
        }).format(value)
  const numbers = [
    [t('admin.crm.p50'), seconds(lag.p50_seconds)],
    [t('admin.crm.p99'), seconds(lag.p99_seconds)],
    [t('admin.crm.oldest'), seconds(lag.oldest_waiting_seconds)],
    [t('admin.crm.eventsInHour'), String(lag.events)],
    [t('admin.crm.free'), String(crm.free_requests)],
    [t('admin.crm.breaker'), t(`admin.crm.state.${crm.state}`)],
  ] as const
  return (
    <div className={styles.now}>
      <dl className={styles.numbers}>
        {numbers.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <section className={styles.part} aria-labelledby="lanes">
        <h2 id="lanes">{t('admin.crm.lanes')}</h2>
        <TableFrame label={t('admin.crm.lanes')}>
          <table className={table.table}>
            <thead>
              <tr>
                <th scope="col">{t('admin.crm.lane')}</th>
                <th scope="col">{t('admin.crm.waiting')}</th>
                <th scope="col">{t('admin.crm.running')}</th>
                <th scope="col">{t('admin.crm.stopped')}</th>
              </tr>
            </thead>
            <tbody>
              {status.queue.map(({ lane, waiting, running, dead }) => (
                <tr key={lane}>
                  <th scope="row">{t(`admin.crm.laneNames.${lane}`)}</th>
                  <td className={table.number}>{waiting}</td>
                  <td className={table.number}>{running}</td>
                  <td className={table.number}>
                    {dead > 0 ? <strong className={styles.dead}>{dead}</strong> : 0}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </TableFrame>
        <p className={table.muted}>
          {t('admin.crm.inbox', {
            waiting: inbox.waiting + inbox.routed,
            parked: inbox.parked,
            spill: spill.segments,
          })}
        </p>
      </section>
      <Backfills status={status} />
      <section className={styles.part} aria-labelledby="progress">
        <h2 id="progress">{t('admin.crm.progress')}</h2>
        <ul className={styles.progress}>
          {progress.map((one) => (
            <li key={one.name}>
              <Progress {...one} />
              <span className={table.muted}>
                <Moment at={one.updated_at} />
              </span>
            </li>
          ))}
        </ul>
      </section>
    </div>
  )
}
