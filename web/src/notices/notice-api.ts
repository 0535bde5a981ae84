import type { Notice, UnreadCount, WhichNotices } from '../../../src/notices/list-notices.ts'
import type { NoticePreferences, NoticePreferencesChange } from '../../../src/notices/preferences.ts'
import { call } from '../api.ts'
import { type Page, queryOf } from '../tickets/ticket-api.ts'

export type { Notice, NoticePreferences }

type NoticePage = Page<Notice> & UnreadCount

export const noticesQuery = {
  queryKey: ['notices'],
  queryFn: ({ pageParam }: { pageParam: string | null }) =>
    call<NoticePage>(
      'GET',
      `/api/v1/notifications${queryOf({ limit: 15, ...(pageParam !== null && { cursor: pageParam }) })}`,
    ),
  initialPageParam: null as string | null,
  getNextPageParam: ({ next_cursor }: NoticePage) => next_cursor,
}

export const preferencesKey = ['notice-preferences']
export const readPreferences = () => call<NoticePreferences>('GET', '/api/v1/notifications/preferences')

export const markNoticesRead = (which: WhichNotices) =>
  call<UnreadCount>('POST', '/api/v1/notifications/read', which)

export const changePreferences = (change: NoticePreferencesChange) =>
  call<NoticePreferences>('PATCH', '/api/v1/notifications/preferences', change)
