import styles from './days-table.module.css'
import { longDay } from './words.ts'

type Props<Row> = {
  rows: readonly Row[]
  /** What its rows begin with, and the day of each. */
  heading: string
  dayOf: (row: Row) => string
  columns: readonly (readonly [name: string, show: (row: Row) => string])[]
}

/** The last day first. */
export function DaysTable<Row>({ rows, heading, dayOf, columns }: Props<Row>) {
  return (
    <table className={styles.table}>
      <thead>
        <tr>
          <th scope="col">{heading}</th>
          {columns.map(([name]) => (
            <th key={name} scope="col">
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.toReversed().map((row) => (
          <tr key={dayOf(row)}>
            <th scope="row">{longDay(dayOf(row))}</th>
            {columns.map(([name, show]) => (
              <td key={name}>{show(row)}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  )
}
