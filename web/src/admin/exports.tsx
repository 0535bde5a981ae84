import { useInfiniteQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { useUser } from '../session.ts'
import { Chip } from '../ui/chip.tsx'
import { Moment } from '../ui/moment.tsx'
import { ListState } from './list-state.tsx'
import { MoreRows } from './more-rows.tsx'
import { type ExportInList, exportsQuery } from './privacy-api.ts'
import styles from './sync-part.module.css'
import table from './table.module.css'

/** Files about people that were asked for; whose it is, and whoever asked, can fetch it here. */
export function Exports() {
  const { t } = useTranslation()
  const query = useInfiniteQuery(exportsQuery)
  const exports = query.data?.pages.flatMap(({ items }) => items) ?? []
  return (
    <div className={styles.part}>
      <p className={table.muted}>{t('admin.privacy.exportsLead')}</p>
      <ListState query={query} isEmpty={exports.length === 0} none={t('admin.privacy.noExport')} />
      {exports.length > 0 && (
        <div className={table.frame}>
          <table className={table.table}>
            <thead>
              <tr>
                <th scope="col">{t('admin.privacy.person')}</th>
                <th scope="col">{t('admin.privacy.state')}</th>
                <th scope="col">{t('admin.privacy.asker')}</th>
                <th scope="col">{t('admin.people.privacy.reason')}</th>
                <th scope="col">{t('admin.privacy.asked')}</th>
                <th scope="col">{t('admin.privacy.until')}</th>
              </tr>
            </thead>
            <tbody>
              {exports.map((one) => (
                <tr key={one.id}>
                  <th scope="row">
                    <bdi>{one.user_name}</bdi>
                  </th>
                  <td>
                    <State one={one} />
                  </td>
                  <td>
                    <bdi>{one.asked_by_name}</bdi>
                  </td>
                  <td className={styles.why}>{one.reason ?? t('admin.privacy.own')}</td>
                  <td className={table.number}>
                    <Moment at={one.requested_at} />
                  </td>
                  <td className={table.number}>{one.expires_at ? <Moment at={one.expires_at} /> : '–'}</td>
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

function State({ one }: { one: ExportInList }) {
  const { t } = useTranslation()
  const user = useUser()
  if (one.ready_at === null) return <Chip look="azul">{t('admin.privacy.writing')}</Chip>
  if (!one.is_there) return <Chip>{t('admin.privacy.expired')}</Chip>
  // To all others it is not there.
  if (user?.id !== one.asked_by && user?.id !== one.user_id)
    return <Chip look="moss">{t('admin.privacy.ready')}</Chip>
  return <a href={`/api/v1/privacy/exports/${one.id}/file`}>{t('admin.privacy.fetch')}</a>
}
