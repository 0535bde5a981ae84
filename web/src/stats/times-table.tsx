import { useTranslation } from 'react-i18next'
import days from '../dashboard/days-table.module.css'
import { waited } from '../dashboard/words.ts'
import styles from './statistics.module.css'
import type { Stats } from './stats-queries.ts'

const TIMES = ['first_response', 'resolution'] as const
const MEASURES = ['avg_s', 'p50_s', 'p90_s'] as const

/** How long people waited. */
export function TimesTable({ stats }: { stats: Stats }) {
  const { t } = useTranslation()
  return (
    <section className={styles.part}>
      <h2>{t('stats.times.title')}</h2>
      <p>{t('dashboard.times.summary')}</p>
      <div className={styles.wide}>
        <table className={days.table}>
          <thead>
            <tr>
              <th scope="col">{t('stats.times.of')}</th>
              {MEASURES.map((measure) => (
                <th key={measure} scope="col">
                  {t(`stats.times.${measure}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {TIMES.map((time) => (
              <tr key={time}>
                <th scope="row">{t(`stats.times.${time}`)}</th>
                {MEASURES.map((measure) => {
                  const seconds = stats[time][measure]
                  return <td key={measure}>{seconds === null ? '–' : waited(seconds)}</td>
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  )
}
