import { useQuery } from '@tanstack/react-query'
import type { RefObject } from 'react'
import { useTranslation } from 'react-i18next'
import { ConnectionPill } from '../live/connection-pill.tsx'
import { useMay } from '../session.ts'
import type { TicketDetail } from '../tickets/ticket-api.ts'
import { metaQuery } from '../tickets/ticket-queries.ts'
import { WhoIsThere } from '../tickets/who-is-there.tsx'
import { IconButton } from '../ui/icon-button.tsx'
import { toast } from '../ui/toast.ts'
import { Snooze } from './snooze.tsx'
import styles from './ticket-drawer.module.css'
import { TitleLine } from './title-line.tsx'
import type { ChangeTicket } from './use-change-ticket.ts'

/** Until it is known how long it may be. */
const LONGEST = 200

type Props = {
  id: number
  ticket: TicketDetail | null
  heading: RefObject<HTMLHeadingElement | null>
  userId: number
  changing: ChangeTicket
  onClose: () => void
}

export function DrawerHead({ id, ticket, heading, userId, changing: { change }, onClose }: Props) {
  const { t } = useTranslation()
  const mayChange = useMay('ticket:change')
  const { data: meta } = useQuery(metaQuery())
  const copy = async () => {
    await navigator.clipboard.writeText(location.href)
    toast.done(t('drawer.linkCopied'))
  }
  return (
    <div className={styles.head}>
      <div className={styles.line}>
        <span className={styles.number}>
          {ticket && (
            <>
              {ticket.deal_id !== null && <strong>#{ticket.deal_id}</strong>} {ticket.ticket_number}
            </>
          )}
        </span>
        <WhoIsThere ticketId={id} userId={userId} />
        <span className={styles.pill}>
          <ConnectionPill isQuiet />
        </span>
        {ticket && mayChange && ticket.status !== 'closed' && <Snooze ticket={ticket} />}
        <IconButton icon="link" label={t('drawer.copyLink')} isSmall onClick={() => void copy()} />
        <IconButton icon="close" label={t('ui.close')} isSmall onClick={onClose} />
      </div>
      <TitleLine
        title={ticket?.title ?? null}
        longest={meta?.limits.title.most ?? LONGEST}
        heading={heading}
        onRename={(title) => change({ title })}
      />
    </div>
  )
}
