import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { News } from '../live/line.ts'
import { loadTexts } from '../texts.ts'
import { announce } from '../ui/announce.ts'
import { Popover } from '../ui/popover.tsx'
import styles from './bell.module.css'
import { noticesQuery } from './notice-api.ts'
import { NoticeList } from './notice-list.tsx'
import { sentenceOfKind } from './sentence-of.ts'

await loadTexts('notices')()

/**
 * How many things somebody was told of and has not read, on every page; what comes is said once to whoever listens.
 * `hear` is handed in, so that what every page begins with stays in one piece.
 */
export default function Bell({ hear }: { hear: (listener: (news: News) => void) => () => void }) {
  const { t } = useTranslation()
  const queryClient = useQueryClient()
  const [isOpen, setIsOpen] = useState(false)
  const notices = useInfiniteQuery(noticesQuery)
  const unread = notices.data?.pages[0]?.unread_count ?? 0
  useEffect(
    () =>
      hear((news) => {
        if (news.event !== 'notification') return
        void queryClient.invalidateQueries({ queryKey: noticesQuery.queryKey })
        if (news.about !== 'read' && news.kind)
          announce(`${sentenceOfKind(t, news.kind, news.actor?.name ?? null)}: ${news.ticket_number}`)
      }),
    [hear, queryClient, t],
  )
  const name = unread === 0 ? t('notices.title') : t('notices.unread', { count: unread })
  return (
    <div className={styles.bell}>
      <Popover
        align="end"
        label={t('notices.title')}
        isOpen={isOpen}
        onOpenChange={setIsOpen}
        trigger={
          // With a picture of its own: those of the first page are not made heavier by it.
          <button type="button" className={styles.button} aria-label={name} title={name}>
            <svg className={styles.icon} viewBox="0 0 20 20" aria-hidden="true">
              <path d="M5.5 13.5V9a4.5 4.5 0 0 1 9 0v4.5l1.5 1.5H4zM8.5 17.2a1.8 1.8 0 0 0 3 0" />
            </svg>
          </button>
        }
      >
        <NoticeList notices={notices} unread={unread} onDone={() => setIsOpen(false)} />
      </Popover>
      {unread > 0 && (
        // Its button says it too.
        <span className={styles.badge} aria-hidden="true">
          {unread > 99 ? '99+' : unread}
        </span>
      )}
    </div>
  )
}
