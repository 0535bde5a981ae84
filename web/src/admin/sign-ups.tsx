import { useInfiniteQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../ui/button.tsx'
import { Empty } from '../ui/empty.tsx'
import { Failure } from '../ui/failure.tsx'
import { Moment } from '../ui/moment.tsx'
import { Waiting } from '../ui/waiting.tsx'
import { AdminPage } from './admin-page.tsx'
import { ApproveSheet, RefuseSheet } from './decide-sheets.tsx'
import { type SignUp, signUpsQuery } from './sign-up-api.ts'
import table from './table.module.css'
import { TableFrame } from './table-frame.tsx'

/** Who waits to be let in. */
export function SignUps() {
  const { t } = useTranslation()
  const query = useInfiniteQuery(signUpsQuery)
  const waiting = query.data?.pages.flatMap(({ items }) => items) ?? []
  const [open, setOpen] = useState<{ what: 'approve' | 'refuse'; signUp: SignUp } | null>(null)
  const close = () => setOpen(null)
  return (
    <AdminPage title={t('shell.nav.signUps')} lead={t('admin.signUps.lead')}>
      {query.isPending && <Waiting heights={Array<number>(6).fill(40)} gap={4} />}
      {query.isError && waiting.length === 0 && (
        <Failure error={query.error} onRetry={() => void query.refetch()} />
      )}
      {query.isSuccess && waiting.length === 0 && <Empty>{t('admin.signUps.none')}</Empty>}
      {waiting.length > 0 && (
        <TableFrame label={t('shell.nav.signUps')}>
          <table className={table.table}>
            <thead>
              <tr>
                <th scope="col">{t('admin.people.name')}</th>
                <th scope="col">{t('admin.crm.doings')}</th>
                <th scope="col">{t('signUp.matricula')}</th>
                <th scope="col">{t('signUp.department')}</th>
                <th scope="col">{t('signUp.filial')}</th>
                <th scope="col">{t('admin.signUps.asked')}</th>
              </tr>
            </thead>
            <tbody>
              {waiting.map((signUp) => (
                <tr key={signUp.id}>
                  <th scope="row">
                    <bdi>{signUp.full_name}</bdi>
                    <div className={table.muted}>{signUp.email}</div>
                  </th>
                  <td>
                    <div className={table.bar}>
                      <Button isSmall onClick={() => setOpen({ what: 'approve', signUp })}>
                        {t('admin.signUps.approve')}
                      </Button>
                      <Button isSmall look="quiet" onClick={() => setOpen({ what: 'refuse', signUp })}>
                        {t('admin.signUps.refuse')}
                      </Button>
                    </div>
                  </td>
                  <td className={table.number}>{signUp.matricula}</td>
                  <td>{signUp.department}</td>
                  <td>{signUp.filial}</td>
                  <td>
                    <Moment at={signUp.asked_at} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </TableFrame>
      )}
      {query.hasNextPage && (
        <div className={table.more}>
          <Button isBusy={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
            {t('admin.more')}
          </Button>
        </div>
      )}
      {open?.what === 'approve' && <ApproveSheet signUp={open.signUp} onClose={close} />}
      {open?.what === 'refuse' && <RefuseSheet signUp={open.signUp} onClose={close} />}
    </AdminPage>
  )
}
