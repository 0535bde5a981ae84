import { useInfiniteQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { auditQuery } from '../tickets/ticket-queries.ts'
import { Button } from '../ui/button.tsx'
import { Empty } from '../ui/empty.tsx'
import { Failure } from '../ui/failure.tsx'
import { Moment } from '../ui/moment.tsx'
import { Waiting } from '../ui/waiting.tsx'
import { describeAudit } from './describe-audit.ts'
import { describeMoment } from './describe-moment.ts'
import { useFieldWords } from './field-words.ts'
import styles from './history.module.css'

/** Who changed what, the latest first, in sentences. */
export function History({ ticketId }: { ticketId: number }) {
  const { t } = useTranslation()
  const words = useFieldWords({ withStages: true })
  const query = useInfiniteQuery(auditQuery(ticketId))
  if (query.isPending) return <Waiting heights={[36, 36, 36, 36]} gap={12} />
  if (query.isError && !query.data)
    return <Failure error={query.error} onRetry={() => void query.refetch()} />
  const lines = query.data.pages.flatMap(({ items }) => items).flatMap(describeAudit)
  if (lines.length === 0) return <Empty>{t('drawer.history.empty')}</Empty>
  return (
    <>
      <ol className={styles.history}>
        {lines.map(({ key, at, actor, verb, changes, detail, relation, moment }) => (
          <li key={key}>
            <p className={styles.sentence}>
              <span>
                <strong dir="auto">{actor ?? t('drawer.history.nobody')}</strong>{' '}
                {t(`drawer.history.${verb}`)}
                {relation && <> {t(`together.relations.${relation}`)}</>}
                {moment && <> {describeMoment(moment)}</>}
                {detail && (
                  <>
                    {' '}
                    <bdi>{detail}</bdi>
                  </>
                )}
              </span>
              <Moment at={at} />
            </p>
            {changes.length > 0 && (
              <ul>
                {changes.map(({ field, from, to }) => (
                  <li key={field}>
                    {words.name(field)}: <bdi>{words.value(field, from)}</bdi> →{' '}
                    <bdi>{words.value(field, to)}</bdi>
                  </li>
                ))}
              </ul>
            )}
          </li>
        ))}
      </ol>
      {query.hasNextPage && (
        <Button
          look="quiet"
          isSmall
          isBusy={query.isFetchingNextPage}
          onClick={() => void query.fetchNextPage()}
        >
          {t('drawer.history.earlier')}
        </Button>
      )}
    </>
  )
}
