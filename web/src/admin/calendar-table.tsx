import { useTranslation } from 'react-i18next'
import { IconButton } from '../ui/icon-button.tsx'
import { hoursText } from './hours-text.ts'
import type { SlaCalendar } from './sla-api.ts'
import table from './table.module.css'

type Props = {
  calendars: readonly SlaCalendar[]
  onOpen: (calendar: SlaCalendar) => void
  onDrop: (calendar: SlaCalendar) => void
}

export function CalendarTable({ calendars, onOpen, onDrop }: Props) {
  const { t } = useTranslation()
  return (
    <div className={table.frame}>
      <table className={table.table}>
        <thead>
          <tr>
            <th scope="col">{t('admin.sla.name')}</th>
            <th scope="col">{t('admin.sla.zone')}</th>
            <th scope="col">{t('admin.sla.monday')}</th>
            <th scope="col">{t('admin.sla.holidays')}</th>
            <th scope="col">
              <span className="visually-hidden">{t('admin.crm.doings')}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {calendars.map((calendar) => (
            <tr key={calendar.id}>
              <th scope="row">
                <button type="button" className={table.open} onClick={() => onOpen(calendar)}>
                  {calendar.name}
                </button>
              </th>
              <td>{calendar.time_zone}</td>
              <td className={table.number}>{hoursText(calendar.hours[1]) || '–'}</td>
              <td className={table.number}>{calendar.holidays.length}</td>
              <td className={table.right}>
                <IconButton
                  icon="trash"
                  isSmall
                  label={t('admin.sla.dropTitle', { name: calendar.name })}
                  onClick={() => onDrop(calendar)}
                />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
