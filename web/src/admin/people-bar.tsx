import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Pick } from '../ui/pick.tsx'
import { type PeopleSearch, ROLES } from './people-search.ts'
import styles from './table.module.css'

const PAUSE_MS = 250

type Props = { search: PeopleSearch; total: number | undefined; onChange: (search: PeopleSearch) => void }

/** Whom to show: by name, role, and whether they may come in. */
export function PeopleBar({ search, total, onChange }: Props) {
  const { t } = useTranslation()
  const [text, setText] = useState(search.q ?? '')
  const { q: _, ...others } = search
  useEffect(() => {
    const wanted = text.trim()
    if (wanted === (search.q ?? '')) return
    const timer = setTimeout(() => onChange({ ...others, ...(wanted && { q: wanted }) }), PAUSE_MS)
    return () => clearTimeout(timer)
  })
  return (
    <div className={styles.bar}>
      <input
        type="search"
        className={styles.search}
        value={text}
        maxLength={64}
        aria-label={t('admin.people.search')}
        placeholder={t('admin.people.search')}
        onChange={(event) => setText(event.target.value)}
      />
      <Pick
        label={t('admin.people.role')}
        options={ROLES.map((role) => ({ value: role, name: t(`profile.role.${role}`) }))}
        picked={search.role ? [search.role] : []}
        onPick={([role]) => {
          const { role: _role, ...rest } = search
          onChange({ ...rest, ...(role && { role }) })
        }}
      />
      <Pick
        label={t('admin.people.state')}
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
