import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../ui/button.tsx'
import { Confirm } from '../ui/confirm.tsx'
import { Empty } from '../ui/empty.tsx'
import { Failure, sentenceOf } from '../ui/failure.tsx'
import { Moment } from '../ui/moment.tsx'
import { toast } from '../ui/toast.ts'
import { Waiting } from '../ui/waiting.tsx'
import { MoreRows } from './more-rows.tsx'
import { deadJobsQuery, type ShownJob, syncApi } from './sync-api.ts'
import styles from './sync-part.module.css'
import table from './table.module.css'

/** Work that was tried often enough and waits for a person: to be tried again, or given up. */
export function DeadJobs() {
  const { t } = useTranslation()
  const queryClient = useQueryClient()
  const query = useInfiniteQuery(deadJobsQuery)
  const jobs = query.data?.pages.flatMap(({ items }) => items) ?? []
  const [asked, setAsked] = useState<ShownJob | 'all' | null>(null)
  const readAgain = () => queryClient.invalidateQueries({ queryKey: ['sync'] })
  const redrive = useMutation({
    mutationFn: syncApi.redrive,
    onSuccess: () => toast.done(t('admin.crm.redriven', { count: 1 })),
    onError: (error) => toast.error(sentenceOf(error, t('form.offline'))),
    onSettled: readAgain,
  })

  if (query.isPending) return <Waiting heights={[32, 48, 48, 48]} />
  if (query.isError && jobs.length === 0)
    return <Failure error={query.error} onRetry={() => void query.refetch()} />
  if (jobs.length === 0) return <Empty>{t('admin.crm.noDead')}</Empty>
  return (
    <div className={styles.part}>
      <div className={styles.bar}>
        <p className={table.muted}>{t('admin.crm.deadLead')}</p>
        <Button isSmall onClick={() => setAsked('all')}>
          {t('admin.crm.redriveAll')}
        </Button>
      </div>
      <div className={table.frame}>
        <table className={table.table}>
          <thead>
            <tr>
              <th scope="col">{t('admin.crm.job')}</th>
              <th scope="col">{t('admin.crm.why')}</th>
              <th scope="col">{t('admin.crm.attempts')}</th>
              <th scope="col">{t('admin.crm.promised')}</th>
              <th scope="col">
                <span className="visually-hidden">{t('admin.crm.doings')}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {jobs.map((job) => (
              <tr key={job.id}>
                <th scope="row">
                  <strong>{job.name}</strong>
                  <div className={table.muted}>
                    {job.key ?? '–'} · {t(`admin.crm.laneNames.${job.lane}`)}
                  </div>
                </th>
                <td className={styles.why}>{job.last_error ?? job.last_outcome ?? '–'}</td>
                <td className={table.number}>{job.attempts}</td>
                <td className={table.number}>
                  <Moment at={job.promised_at} />
                </td>
                <td className={table.right}>
                  <div className={styles.doings}>
                    <Button
                      isSmall
                      isBusy={redrive.isPending && redrive.variables === job.id}
                      onClick={() => redrive.mutate(job.id)}
                    >
                      {t('admin.crm.redrive')}
                    </Button>
                    <Button isSmall look="quiet" onClick={() => setAsked(job)}>
                      {t('admin.crm.giveUp')}
                    </Button>
                  </div>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <MoreRows query={query} />
      {asked === 'all' && (
        <Confirm
          title={t('admin.crm.redriveAll')}
          lead={t('admin.crm.redriveAllLead')}
          action={t('admin.crm.redriveAll')}
          onConfirm={async () => {
            toast.done(t('admin.crm.redriven', { count: await syncApi.redriveAll() }))
            await readAgain()
          }}
          onClose={() => setAsked(null)}
        />
      )}
      {asked !== null && asked !== 'all' && (
        <Confirm
          title={t('admin.crm.giveUpTitle', { name: asked.name })}
          lead={t('admin.crm.giveUpLead')}
          action={t('admin.crm.giveUp')}
          isDangerous
          onConfirm={async () => {
            await syncApi.giveUp(asked.id)
            await readAgain()
          }}
          onClose={() => setAsked(null)}
        />
      )}
    </div>
  )
}
