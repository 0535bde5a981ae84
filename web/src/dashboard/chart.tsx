import { type ReactElement, type ReactNode, useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ResponsiveContainer } from 'recharts'
import { Segments } from '../ui/segments.tsx'
import styles from './chart.module.css'

type Props = {
  title: string
  summary: string
  legend: readonly (readonly [look: 'full' | 'hollow' | 'line' | 'dashes', name: string])[]
  controls?: ReactNode
  /** In place of the summary, for whoever hears the picture. */
  said?: string
  /** In place of a picture with nothing in it. */
  nothing?: string | null
  table: ReactNode
  children: ReactElement
}

/** A picture of numbers, which can be read as a table by whoever wants them exactly or cannot see it. */
export function Chart({ title, summary, legend, controls, said, nothing = null, table, children }: Props) {
  const { t } = useTranslation()
  const id = useId()
  const [view, setView] = useState<'chart' | 'table'>('chart')
  return (
    <section className={styles.chart} aria-labelledby={id}>
      <div className={styles.head}>
        <div className={styles.title}>
          <h2 id={id}>{title}</h2>
          {summary && <p>{summary}</p>}
        </div>
        {view === 'chart' && controls}
        <Segments
          label={`${title}: ${t('dashboard.view.label')}`}
          value={view}
          options={[
            ['chart', t('dashboard.view.chart')],
            ['table', t('dashboard.view.table')],
          ]}
          onChoose={setView}
        />
      </div>
      {view === 'table' ? (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is reached by keys
        <section className={styles.table} aria-label={`${title}: ${t('dashboard.view.table')}`} tabIndex={0}>
          {table}
        </section>
      ) : (
        <figure className={styles.figure} role="img" aria-label={`${title}. ${nothing ?? said ?? summary}`}>
          <div className={styles.picture}>
            {nothing ? (
              <p className={styles.nothing}>{nothing}</p>
            ) : (
              <ResponsiveContainer width="100%" height="100%">
                {children}
              </ResponsiveContainer>
            )}
          </div>
          {legend.length > 0 && (
            <ul className={styles.legend}>
              {legend.map(([look, name]) => (
                <li key={look}>
                  <span className={styles[look]} aria-hidden="true" />
                  {name}
                </li>
              ))}
            </ul>
          )}
        </figure>
      )}
    </section>
  )
}
