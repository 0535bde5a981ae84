import type { TooltipContentProps } from 'recharts'
import styles from './chart-tip.module.css'
import { longDay } from './words.ts'

/** The rest is handed in by the chart. */
type Props = Partial<TooltipContentProps<number, string>> & {
  format: (value: number) => string
  /** What it points at, by its key. */
  title?: (key: string) => string
}

export function ChartTip({ active, label, payload, format, title = longDay }: Props) {
  if (!active || !payload?.length) return null
  return (
    <div className={styles.tip}>
      <strong>{title(String(label))}</strong>
      {payload.map(({ name, value }) => (
        <span key={name} className={styles.line}>
          <span>{name}</span>
          <span className={styles.value}>{typeof value === 'number' ? format(value) : '–'}</span>
        </span>
      ))}
    </div>
  )
}
