import { useInfiniteQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { Button } from '../ui/button.tsx'
import { Chip } from '../ui/chip.tsx'
import { Moment } from '../ui/moment.tsx'
import { AdminPage } from './admin-page.tsx'
import { ListState } from './list-state.tsx'
import { type InboundMail, type MailSearch, mailsQuery, readMailSearch } from './mail-api.ts'
import { MailBar } from './mail-bar.tsx'
import { MoreRows } from './more-rows.tsx'
import styles from './sync-part.module.css'
import table from './table.module.css'
import { TicketLink } from './ticket-link.tsx'

const LOOKS = { message: 'moss', ticket: 'moss', answered: 'azul', ignored: 'plain' } as const

/** Mail that came to us in the last weeks, and what became of it. */
export function Mails() {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const search = readMailSearch(useSearch({ from: '/signed-in/admins/admin/emails' }))
  const query = useInfiniteQuery(mailsQuery(search))
  const mails = query.data?.pages.flatMap(({ items }) => items) ?? []
  const change = (next: MailSearch) => void navigate({ to: '.', search: next, replace: true })
  const isFiltered = Object.keys(search).length > 0
  return (
    <AdminPage title={t('shell.nav.mails')} lead={t('admin.mails.lead')}>
      <MailBar search={search} total={query.data?.pages[0]?.total} onChange={change} />
      <ListState
        query={query}
        isEmpty={mails.length === 0}
        none={t(isFiltered ? 'admin.mails.noSuch' : 'admin.mails.none')}
        action={isFiltered && <Button onClick={() => change({})}>{t('ui.clear')}</Button>}
      />
      {mails.length > 0 && (
        <div className={table.frame}>
          <table className={table.table}>
            <thead>
              <tr>
                <th scope="col">{t('admin.mails.sender')}</th>
                <th scope="col">{t('admin.mails.verdict')}</th>
                <th scope="col">{t('admin.crm.why')}</th>
                <th scope="col">{t('admin.privacy.ticket')}</th>
                <th scope="col">{t('admin.crm.received')}</th>
              </tr>
            </thead>
            <tbody>
              {mails.map((mail) => (
                <Row key={mail.id} mail={mail} />
              ))}
            </tbody>
          </table>
        </div>
      )}
      <MoreRows query={query} />
    </AdminPage>
  )
}

function Row({ mail }: { mail: InboundMail }) {
  const { t } = useTranslation()
  const { from, subject, verdict, reason } = mail
  return (
    <tr>
      <th scope="row" className={styles.values}>
        <bdi>{from ?? t('admin.mails.nobody')}</bdi>
        {subject && (
          <div className={table.muted}>
            <bdi>{subject}</bdi>
          </div>
        )}
      </th>
      <td>
        <Chip look={verdict ? LOOKS[verdict] : 'azul'}>
          {t(verdict ? `admin.mails.verdicts.${verdict}` : 'admin.mails.waiting')}
        </Chip>
      </td>
      <td className={styles.why}>{reason && t(`admin.mails.reasons.${reason}`)}</td>
      <td className={table.number}>
        <TicketLink id={mail.ticket_id} number={mail.ticket_number} />
      </td>
      <td className={table.number}>
        <Moment at={mail.received_at} />
      </td>
    </tr>
  )
}
