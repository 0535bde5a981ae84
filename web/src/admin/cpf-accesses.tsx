import { useInfiniteQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { Button } from '../ui/button.tsx'
import { Moment } from '../ui/moment.tsx'
import { Pick } from '../ui/pick.tsx'
import { filterOf, isBackwards, readAccessSearch } from './access-search.ts'
import { ListState } from './list-state.tsx'
import { MoreRows } from './more-rows.tsx'
import { accessesQuery, type CpfAccess } from './privacy-api.ts'
import type { AccessSearch } from './privacy-search.ts'
import styles from './sync-part.module.css'
import table from './table.module.css'
import { TicketLink } from './ticket-link.tsx'

const PURPOSES = ['crm', 'export'] as const satisfies CpfAccess['purpose'][]

/** Each time that a CPF was given out in clear. */
export function CpfAccesses() {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const search = readAccessSearch(useSearch({ from: '/signed-in/admins/admin/privacidade' }))
  const query = useInfiniteQuery(accessesQuery(filterOf(search)))
  const accesses = query.data?.pages.flatMap(({ items }) => items) ?? []
  const person = accesses.find(({ user_id }) => user_id === search.user)?.user_name
  const change = (next: AccessSearch) => void navigate({ to: '.', search: next, replace: true })
  const isFiltered = Object.keys(search).length > 0
  const isWrong = isBackwards(search)
  const clear = <Button onClick={() => change({})}>{t('ui.clear')}</Button>
  return (
    <div className={styles.part}>
      <p className={table.muted}>{t('admin.privacy.accessesLead')}</p>
      <div className={styles.filters}>
        <Pick
          label={t('admin.privacy.purpose')}
          hasAny
          options={PURPOSES.map((purpose) => ({
            value: purpose,
            name: t(`admin.privacy.purposes.${purpose}`),
          }))}
          picked={search.purpose ? [search.purpose] : []}
          onPick={([purpose]) => {
            const { purpose: _, ...rest } = search
            change({ ...rest, ...(purpose && { purpose }) })
          }}
        />
        {(['from', 'to'] as const).map((end) => (
          <label key={end} className={styles.end}>
            {t(`admin.crm.${end}`)}
            <input
              type="date"
              value={search[end] ?? ''}
              aria-invalid={isWrong || undefined}
              onChange={({ target }) => {
                const { [end]: _, ...rest } = search
                change({ ...rest, ...(target.value && { [end]: target.value }) })
              }}
            />
          </label>
        ))}
        {search.user !== undefined && (
          <span>
            {t('admin.privacy.whose')}: <bdi>{person ?? `#${search.user}`}</bdi>
          </span>
        )}
        {isFiltered && accesses.length > 0 && (
          <Button isSmall look="quiet" onClick={() => change({})}>
            {t('ui.clear')}
          </Button>
        )}
        {isWrong && (
          <p className={styles.wrong} role="status">
            {t('admin.crm.backwards')}
          </p>
        )}
      </div>
      <ListState
        query={query}
        isEmpty={accesses.length === 0}
        none={t(isFiltered ? 'admin.privacy.noSuchAccess' : 'admin.privacy.noAccess')}
        action={isFiltered && clear}
      />
      {accesses.length > 0 && (
        <div className={table.frame}>
          <table className={table.table}>
            <thead>
              <tr>
                <th scope="col">{t('admin.privacy.whose')}</th>
                <th scope="col">{t('admin.privacy.who')}</th>
                <th scope="col">{t('admin.privacy.purpose')}</th>
                <th scope="col">{t('admin.privacy.ticket')}</th>
                <th scope="col">{t('admin.privacy.when')}</th>
              </tr>
            </thead>
            <tbody>
              {accesses.map((access) => (
                <tr key={access.id}>
                  <th scope="row">
                    <Whose access={access} onPick={(user) => change({ ...search, user })} />
                  </th>
                  <td>
                    <bdi>{access.actor_name ?? t('admin.privacy.itself')}</bdi>
                  </td>
                  <td>{t(`admin.privacy.purposes.${access.purpose}`)}</td>
                  <td className={table.number}>
                    <TicketLink id={access.ticket_id} number={access.ticket_number} />
                  </td>
                  <td className={table.number}>
                    <Moment at={access.at} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      <MoreRows query={query} />
    </div>
  )
}

/** Pressed, all accesses to the CPF of this person are listed. */
function Whose({ access, onPick }: { access: CpfAccess; onPick: (userId: number) => void }) {
  const { user_id: id, user_name: name } = access
  if (id === null) return '–'
  return (
    <button type="button" className={table.open} onClick={() => onPick(id)}>
      <bdi>{name ?? `#${id}`}</bdi>
    </button>
  )
}
