import { useTranslation } from 'react-i18next'
import { Pick } from '../ui/pick.tsx'
import { type ListSearch, orderOf, SORTS, usualOrder } from './list-search.ts'
import styles from './ticket-table.module.css'

type Props = { search: ListSearch; onChange: (search: ListSearch) => void }

/** For phones, where the columns have no heads. */
export function SortPick({ search, onChange }: Props) {
  const { t } = useTranslation()
  const { sort } = orderOf(search)
  return (
    <div className={styles.phoneOnly}>
      <Pick
        label={t('list.sort')}
        options={SORTS.map((value) => ({ value, name: t(`list.sorts.${value}`) }))}
        picked={sort === null ? [] : [sort]}
        onPick={([next]) => next && onChange({ ...search, sort: next, order: usualOrder(next) })}
      />
    </div>
  )
}
