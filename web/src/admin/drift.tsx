import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { Button } from '../ui/button.tsx'
import { Empty } from '../ui/empty.tsx'
import { Failure, sentenceOf } from '../ui/failure.tsx'
import { Moment } from '../ui/moment.tsx'
import { Notice } from '../ui/notice.tsx'
import { Waiting } from '../ui/waiting.tsx'
import { MoreRows } from './more-rows.tsx'
import { driftQuery, syncApi } from './sync-api.ts'
import styles from './sync-part.module.css'
import table from './table.module.css'

/** Where this and the CRM say something else; both are shown, and what is wrong is read again. */
export function Drift() {
  const { t } = useTranslation()
  const queryClient = useQueryClient()
  const query = useInfiniteQuery(driftQuery)
  const findings = query.data?.pages.flatMap(({ items }) => items) ?? []
  const compare = useMutation({
    mutationFn: syncApi.compare,
    onSettled: () => queryClient.invalidateQueries({ queryKey: ['sync'] }),
  })
  const { data: report } = compare
  return (
    <div className={styles.part}>
      <div className={styles.bar}>
        <p className={table.muted}>{t('admin.crm.driftLead')}</p>
        <Button isSmall isBusy={compare.isPending} onClick={() => compare.mutate({ sample: 50, mend: true })}>
          {t('admin.crm.compare')}
        </Button>
      </div>
      {report && (
        <Notice kind={report.differing > report.mended ? 'info' : 'done'}>
          {t('admin.crm.compared', {
            compared: report.compared,
            differing: report.differing,
            mended: report.mended,
          })}
        </Notice>
      )}
      {compare.error && <Notice kind="error">{sentenceOf(compare.error, t('form.offline'))}</Notice>}
      {query.isPending && <Waiting heights={[32, 40, 40]} />}
      {query.isError && findings.length === 0 && (
        <Failure error={query.error} onRetry={() => void query.refetch()} />
      )}
      {query.isSuccess && findings.length === 0 && <Empty>{t('admin.crm.noDrift')}</Empty>}
      {findings.length > 0 && (
        <div className={table.frame}>
          <table className={table.table}>
            <thead>
              <tr>
                <th scope="col">{t('admin.crm.deal')}</th>
                <th scope="col">{t('admin.crm.field')}</th>
                <th scope="col">{t('admin.crm.ours')}</th>
                <th scope="col">{t('admin.crm.theirs')}</th>
                <th scope="col">{t('admin.crm.found')}</th>
                <th scope="col">
                  <span className="visually-hidden">{t('admin.crm.doings')}</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {findings.map((finding) => (
                <tr key={finding.id}>
                  <th scope="row" className={table.number}>
                    #{finding.deal_id}
                  </th>
                  <td>
                    {finding.object} · {finding.field}
                    {finding.why_not && <div className={styles.why}>{finding.why_not}</div>}
                  </td>
                  <td className={styles.values}>{finding.ours ?? '–'}</td>
                  <td className={styles.values}>{finding.theirs ?? '–'}</td>
                  <td className={table.number}>
                    <Moment at={finding.found_at} />
                  </td>
                  <td className={table.right}>
                    <Button
                      isSmall
                      isBusy={compare.isPending && compare.variables.deal_id === finding.deal_id}
                      onClick={() => compare.mutate({ deal_id: finding.deal_id, mend: true })}
                    >
                      {t('admin.crm.mend')}
                    </Button>
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
