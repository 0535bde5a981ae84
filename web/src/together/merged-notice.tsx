import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { TicketDetail } from '../tickets/ticket-api.ts'
import { Notice } from '../ui/notice.tsx'

/** Where the history of a merged ticket goes on, over whatever it is open. */
export function MergedNotice({ into }: { into: NonNullable<TicketDetail['merged_into']> }) {
  const { t } = useTranslation()
  const number = into.deal_id === null ? into.ticket_number : `#${into.deal_id}`
  const to =
    (['/quadro', '/lista'] as const).find((screen) => location.pathname.startsWith(screen)) ?? '/chamados'
  return (
    <Notice kind="info">
      {t('together.mergedInto', { number })}{' '}
      <Link to={`${to}/$ticketId`} params={{ ticketId: String(into.id) }}>
        {t('together.goThere', { number })}
      </Link>
    </Notice>
  )
}
