import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { AdminPage } from '../admin/admin-page.tsx'
import table from '../admin/table.module.css'
import { dayOf } from '../dashboard/period.ts'
import { saveCsv } from '../dashboard/save-csv.ts'
import { currentLocale } from '../texts.ts'
import { Button } from '../ui/button.tsx'
import { Empty } from '../ui/empty.tsx'
import { Failure, sentenceOf } from '../ui/failure.tsx'
import { Segments } from '../ui/segments.tsx'
import { toast } from '../ui/toast.ts'
import { Waiting } from '../ui/waiting.tsx'
import { deflectionPath, deflectionQuery } from './help-api.ts'

const DAY_MS = 24 * 3_600_000
const SPANS = ['30', '90', 'ever'] as const
const COUNTS = ['shown', 'opened', 'solved', 'filed'] as const

/** Which articles save tickets. */
export function DeflectionReport() {
  const { t } = useTranslation()
  const [span, setSpan] = useState<(typeof SPANS)[number]>('30')
  const from = span === 'ever' ? null : dayOf(new Date(Date.now() - (Number(span) - 1) * DAY_MS))
  const { data, error, refetch } = useQuery(deflectionQuery(from))
  const number = new Intl.NumberFormat(currentLocale())
  const save = () =>
    saveCsv(deflectionPath(from, 'csv'), 'deflection.csv').catch((reason: unknown) =>
      toast.error(sentenceOf(reason, t('form.offline'))),
    )
  const cells = (counts: Record<(typeof COUNTS)[number], number>) =>
    COUNTS.map((name) => (
      <td key={name} className={`${table.number} ${table.right}`}>
        {number.format(counts[name])}
      </td>
    ))
  return (
    <AdminPage
      title={t('help.deflection.title')}
      lead={t('help.deflection.lead')}
      actions={
        <Button isSmall onClick={() => void save()}>
          {t('help.deflection.csv')}
        </Button>
      }
    >
      <div className={table.bar}>
        <Segments
          label={t('help.deflection.period')}
          value={span}
          options={SPANS.map((one) => [
            one,
            one === 'ever' ? t('help.deflection.ever') : t('help.deflection.days', { days: one }),
          ])}
          onChoose={setSpan}
        />
      </div>
      {error && !data && <Failure error={error} onRetry={() => void refetch()} />}
      {!error && !data && <Waiting heights={Array<number>(6).fill(40)} gap={4} />}
      {data?.items.length === 0 && <Empty>{t('help.deflection.none')}</Empty>}
      {data && data.items.length > 0 && (
        <div className={table.frame}>
          <table className={table.table}>
            <thead>
              <tr>
                <th scope="col">{t('help.deflection.article')}</th>
                {COUNTS.map((name) => (
                  <th key={name} scope="col" className={table.right}>
                    {t(`help.deflection.${name}`)}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {data.items.map(({ article_id, kind, title, ...counts }) => (
                <tr key={article_id}>
                  <th scope="row">
                    <Link
                      to="/artigos/$articleId"
                      params={{ articleId: String(article_id) }}
                      search={kind === 'faq' ? { kind } : {}}
                      className={table.open}
                    >
                      {title}
                    </Link>
                  </th>
                  {cells(counts)}
                </tr>
              ))}
              <tr>
                <th scope="row">{t('help.deflection.all')}</th>
                {cells(data.drafts)}
              </tr>
            </tbody>
          </table>
        </div>
      )}
    </AdminPage>
  )
}
