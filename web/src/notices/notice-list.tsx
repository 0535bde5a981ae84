import type { InfiniteData } from '@tanstack/react-query'
import { type UseInfiniteQueryResult, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { UnreadCount } from '../../../src/notices/list-notices.ts'
import type { Page } from '../tickets/ticket-api.ts'
import { Button } from '../ui/button.tsx'
import { Empty } from '../ui/empty.tsx'
import { Failure, sentenceOf } from '../ui/failure.tsx'
import { toast } from '../ui/toast.ts'
import { Waiting } from '../ui/waiting.tsx'
import { markNoticesRead, type Notice, noticesQuery } from './notice-api.ts'
import { NoticeLine } from './notice-line.tsx'
import styles from './notice-list.module.css'

type Props = {
  notices: UseInfiniteQueryResult<InfiniteData<Page<Notice> & UnreadCount>>
  unread: number
  /** Somebody went where one of them leads. */
  onDone: () => void
}

export function NoticeList({ notices, unread, onDone }: Props) {
  const { t } = useTranslation()
  const queryClient = useQueryClient()
  const { data, error, hasNextPage, isFetchingNextPage, fetchNextPage, refetch } = notices
  const items = data?.pages.flatMap((page) => page.items) ?? []
  const mark = (which: Parameters<typeof markNoticesRead>[0]) =>
    markNoticesRead(which).then(
      () => queryClient.invalidateQueries({ queryKey: noticesQuery.queryKey }),
      (error: unknown) => toast.error(sentenceOf(error, t('form.offline'))),
    )
  const newest = items[0]?.id
  return (
    <div className={styles.notices}>
      <div className={styles.head}>
        <h2>{t('notices.title')}</h2>
        {unread > 0 && newest !== undefined && (
          <Button look="quiet" isSmall onClick={() => void mark({ all: true, up_to: newest })}>
            {t('notices.readAll')}
          </Button>
        )}
      </div>
      {error && !data && <Failure error={error} onRetry={() => void refetch()} />}
      {!data && !error && <Waiting heights={[56, 56, 56]} />}
      {data && items.length === 0 && <Empty>{t('notices.none')}</Empty>}
      {items.length > 0 && (
        <ul className={styles.list}>
          {items.map((notice) => (
            <NoticeLine
              key={notice.id}
              notice={notice}
              onOpen={() => {
                if (notice.read_at === null) void mark({ ids: [notice.id] })
                onDone()
              }}
            />
          ))}
        </ul>
      )}
      <div className={styles.foot}>
        {hasNextPage && (
          <Button look="quiet" isSmall isBusy={isFetchingNextPage} onClick={() => void fetchNextPage()}>
            {t('notices.more')}
          </Button>
        )}
        <Link to="/perfil" hash="avisos" onClick={onDone}>
          {t('notices.choose')}
        </Link>
      </div>
    </div>
  )
}
