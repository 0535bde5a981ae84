import { useInfiniteQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { Chip } from '../ui/chip.tsx'
import { Moment } from '../ui/moment.tsx'
import { ListState } from './list-state.tsx'
import { MoreRows } from './more-rows.tsx'
import { erasuresQuery } from './privacy-api.ts'
import styles from './sync-part.module.css'
import table from './table.module.css'
import { TableFrame } from './table-frame.tsx'

/** Who was taken out, and whether all of it is done. */
export function Erasures() {
  const { t } = useTranslation()
  const query = useInfiniteQuery(erasuresQuery)
  const erasures = query.data?.pages.flatMap(({ items }) => items) ?? []
  return (
    <div className={styles.part}>
      <p className={table.muted}>{t('admin.privacy.erasuresLead')}</p>
      <ListState query={query} isEmpty={erasures.length === 0} none={t('admin.privacy.noErasure')} />
      {erasures.length > 0 && (
        <TableFrame label={t('admin.privacy.erasures')}>
          <table className={table.table}>
            <thead>
              <tr>
                <th scope="col">{t('admin.privacy.person')}</th>
                <th scope="col">{t('admin.privacy.state')}</th>
                <th scope="col">{t('admin.privacy.asker')}</th>
                <th scope="col">{t('admin.people.privacy.reason')}</th>
                <th scope="col">{t('admin.privacy.found')}</th>
                <th scope="col">{t('admin.privacy.asked')}</th>
              </tr>
            </thead>
            <tbody>
              {erasures.map((one) => (
                <tr key={one.id}>
                  <th scope="row" className={table.number}>
                    #{one.user_id}
                  </th>
                  <td>
                    <Chip look={one.done_at === null ? 'azul' : 'moss'}>
                      {t(one.done_at === null ? 'admin.privacy.underway' : 'admin.privacy.done')}
                    </Chip>
                  </td>
                  <td>
                    <bdi>{one.asked_by_name ?? `#${one.asked_by}`}</bdi>
                  </td>
                  <td className={styles.why}>{one.reason}</td>
                  <td>
                    {one.counts
                      ? t('admin.privacy.counts', {
                          tickets: one.counts.tickets ?? 0,
                          messages: one.counts.messages ?? 0,
                          inCrm: one.counts.in_crm ?? 0,
                        })
                      : '–'}
                  </td>
                  <td className={table.number}>
                    <Moment at={one.requested_at} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </TableFrame>
      )}
      <MoreRows query={query} />
    </div>
  )
}
