import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { currentLocale } from '../texts.ts'
import { categoriesQuery } from './category-api.ts'
import { ListState } from './list-state.tsx'
import { type Retention, retentionQuery } from './privacy-api.ts'
import { RetentionSheet } from './retention-sheet.tsx'
import styles from './sync-part.module.css'
import table from './table.module.css'

/** How long tickets of each category say who asked. */
export function RetentionPart() {
  const { t } = useTranslation()
  const query = useQuery(retentionQuery)
  const { data: categories } = useQuery(categoriesQuery)
  const [open, setOpen] = useState<Retention | null>(null)
  const rows = query.data ?? []
  const nameOf = ({ category_id, slug }: Retention) =>
    categories?.find(({ id }) => id === category_id)?.labels[currentLocale()] ?? slug
  return (
    <div className={styles.part}>
      <p className={table.muted}>{t('admin.privacy.retentionLead')}</p>
      <ListState query={query} isEmpty={rows.length === 0} none={t('admin.categories.none')} />
      {rows.length > 0 && (
        <div className={table.frame}>
          <table className={table.table}>
            <thead>
              <tr>
                <th scope="col">{t('admin.categories.name')}</th>
                <th scope="col">{t('admin.privacy.kept')}</th>
                <th scope="col">{t('admin.privacy.due')}</th>
              </tr>
            </thead>
            <tbody>
              {rows.map((row) => (
                <tr key={row.category_id}>
                  <th scope="row">
                    <button type="button" className={table.open} onClick={() => setOpen(row)}>
                      {nameOf(row)}
                    </button>
                  </th>
                  <td>
                    {row.months === null
                      ? t('admin.privacy.forever')
                      : t('admin.privacy.months', { count: row.months })}
                  </td>
                  <td className={table.number}>{row.months === null ? '–' : row.due}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {open && <RetentionSheet retention={open} name={nameOf(open)} onClose={() => setOpen(null)} />}
    </div>
  )
}
