import { useTranslation } from 'react-i18next'
import { Chip } from '../ui/chip.tsx'
import { Moment } from '../ui/moment.tsx'
import type { InboxEvent } from './sync-api.ts'
import styles from './sync-part.module.css'
import table from './table.module.css'

const LOOKS = { waiting: 'azul', routed: 'azul', done: 'moss', parked: 'brick', ignored: 'plain' } as const

type Props = { events: readonly InboxEvent[]; onOpen: (id: number) => void }

export function EventTable({ events, onOpen }: Props) {
  const { t } = useTranslation()
  return (
    <div className={table.frame}>
      <table className={table.table}>
        <thead>
          <tr>
            <th scope="col">{t('admin.crm.event')}</th>
            <th scope="col">{t('admin.crm.deal')}</th>
            <th scope="col">{t('admin.crm.eventState')}</th>
            <th scope="col">{t('admin.crm.why')}</th>
            <th scope="col">{t('admin.crm.received')}</th>
          </tr>
        </thead>
        <tbody>
          {events.map((event) => (
            <tr key={event.id}>
              <th scope="row">
                <button type="button" className={table.open} onClick={() => onOpen(event.id)}>
                  {event.name}
                </button>
              </th>
              <td className={table.number}>{event.deal_id === null ? '–' : `#${event.deal_id}`}</td>
              <td>
                <Chip look={LOOKS[event.state]}>{t(`admin.crm.eventStates.${event.state}`)}</Chip>
              </td>
              <td className={styles.why}>{event.reason ?? ''}</td>
              <td className={table.number}>
                <Moment at={event.received_at} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
