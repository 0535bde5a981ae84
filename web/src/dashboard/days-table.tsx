import { useTranslation } from 'react-i18next'
import type { DashboardDay } from './dashboard-queries.ts'
import styles from './days-table.module.css'
import { longDay } from './words.ts'

type Props = {
  days: readonly DashboardDay[]
  columns: readonly (readonly [name: string, show: (day: DashboardDay) => string])[]
}

/** The last day first. */
export function DaysTable({ days, columns }: Props) {
  const { t } = useTranslation()
  return (
    <table className={styles.table}>
      <thead>
        <tr>
          <th scope="col">{t('dashboard.day')}</th>
          {columns.map(([name]) => (
            <th key={name} scope="col">
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {days.toReversed().map((day) => (
          <tr key={day.day}>
            <th scope="row">{longDay(day.day)}</th>
            {columns.map(([name, show]) => (
              <td key={name}>{show(day)}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  )
}
