import { useTranslation } from 'react-i18next'
import { SearchBox } from '../tickets/search-box.tsx'
import { Pick } from '../ui/pick.tsx'
import { type PeopleSearch, ROLES } from './people-search.ts'
import styles from './table.module.css'

type Props = { search: PeopleSearch; total: number | undefined; onChange: (search: PeopleSearch) => void }

/** Whom to show: by name, role, and whether they may come in. */
export function PeopleBar({ search, total, onChange }: Props) {
  const { t } = useTranslation()
  return (
    <div className={styles.bar}>
      <SearchBox
        value={search.q ?? ''}
        label={t('admin.people.search')}
        longest={64}
        onSearch={(q) => {
          const { q: _q, ...rest } = search
          onChange({ ...rest, ...(q && { q }) })
        }}
      />
      <Pick
        label={t('admin.people.role')}
        hasAny
        options={ROLES.map((role) => ({ value: role, name: t(`profile.role.${role}`) }))}
        picked={search.role ? [search.role] : []}
        onPick={([role]) => {
          const { role: _role, ...rest } = search
          onChange({ ...rest, ...(role && { role }) })
        }}
      />
      <Pick
        label={t('admin.people.state')}
        hasAny
        options={[
          { value: 'yes', name: t('admin.people.active') },
          { value: 'no', name: t('admin.people.inactive') },
        ]}
        picked={search.active === undefined ? [] : [search.active ? 'yes' : 'no']}
        onPick={([state]) => {
          const { active: _active, ...rest } = search
          onChange({ ...rest, ...(state && { active: state === 'yes' }) })
        }}
      />
      <span className={styles.muted} role="status">
        {total !== undefined && t('admin.people.count', { count: total })}
      </span>
    </div>
  )
}
