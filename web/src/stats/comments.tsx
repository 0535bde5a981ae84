import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useId } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../ui/button.tsx'
import { Failure } from '../ui/failure.tsx'
import { Moment } from '../ui/moment.tsx'
import { Waiting } from '../ui/waiting.tsx'
import styles from './statistics.module.css'
import { type Asked, commentsQuery, type StatsComment } from './stats-queries.ts'

/** What people wrote to their rating. */
export function Comments({ asked }: { asked: Asked }) {
  const { t } = useTranslation()
  const id = useId()
  const { data, error, isFetchingNextPage, hasNextPage, fetchNextPage, refetch } = useInfiniteQuery(
    commentsQuery(asked),
  )
  const comments = data?.pages.flatMap(({ items }) => items)
  return (
    <section className={styles.part} aria-labelledby={id}>
      <h2 id={id}>{t('stats.comments.title')}</h2>
      {!data &&
        (error ? <Failure error={error} onRetry={() => void refetch()} /> : <Waiting heights={[200]} />)}
      {comments?.length === 0 && <p>{t('stats.comments.none')}</p>}
      {comments && comments.length > 0 && (
        <ul className={styles.comments}>
          {comments.map((comment) => (
            <Comment key={comment.ticket_id} comment={comment} />
          ))}
        </ul>
      )}
      {hasNextPage && (
        <div>
          <Button isSmall isBusy={isFetchingNextPage} onClick={() => void fetchNextPage()}>
            {t('stats.comments.more')}
          </Button>
        </div>
      )}
    </section>
  )
}

function Comment({
  comment: { ticket_id, title, rating, comment, rated_at, agent },
}: {
  comment: StatsComment
}) {
  const { t } = useTranslation()
  return (
    <li>
      <span>{t('stats.csat.stars', { count: rating })}</span>
      <blockquote dir="auto">{comment}</blockquote>
      <span className={styles.about}>
        <Link to="/lista/$ticketId" params={{ ticketId: String(ticket_id) }}>
          <bdi>{title}</bdi>
        </Link>
        {agent && (
          <>
            {' · '}
            <bdi>{agent}</bdi>
          </>
        )}
        {rated_at && (
          <>
            {' · '}
            <Moment at={rated_at} />
          </>
        )}
      </span>
    </li>
  )
}
