import { useTranslation } from 'react-i18next'
import { currentLocale } from '../texts.ts'
import { describeMinutes } from '../tickets/duration.ts'
import { Chip } from '../ui/chip.tsx'
import { IconButton } from '../ui/icon-button.tsx'
import { PRIORITIES, type SlaCalendar, type SlaPolicy, slaApi, slaKey } from './sla-api.ts'
import table from './table.module.css'
import { useOrder } from './use-order.tsx'

type Props = {
  policies: readonly SlaPolicy[]
  calendars: readonly SlaCalendar[]
  onOpen: (policy: SlaPolicy) => void
  onDrop: (policy: SlaPolicy) => void
}

/** In the order in which they are held against a ticket: the first that fits counts. */
export function PolicyTable({ policies, calendars, onOpen, onDrop }: Props) {
  const { t } = useTranslation()
  const place = useOrder(policies, { queryKey: slaKey, nameOf: ({ name }) => name, save: slaApi.order })
  return (
    <div className={table.frame}>
      <table className={table.table}>
        <thead>
          <tr>
            <th scope="col">{t('admin.sla.position')}</th>
            <th scope="col">{t('admin.sla.name')}</th>
            <th scope="col">{t('admin.sla.calendar')}</th>
            {PRIORITIES.map((priority) => (
              <th key={priority} scope="col">
                {t(`tickets.priority.${priority}`)}
              </th>
            ))}
            <th scope="col">
              <span className="visually-hidden">{t('admin.crm.doings')}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {policies.map((policy) => (
            <tr key={policy.id}>
              <td className={table.number}>{place(policy)}</td>
              <th scope="row">
                <button type="button" className={table.open} onClick={() => onOpen(policy)}>
                  {policy.name}
                </button>{' '}
                {!policy.is_active && <Chip>{t('admin.sla.off')}</Chip>}
              </th>
              <td>{calendars.find(({ id }) => id === policy.calendar_id)?.name ?? t('admin.sla.always')}</td>
              {PRIORITIES.map((priority) => {
                const minutes = policy.targets[priority]?.resolution_min
                return (
                  <td key={priority} className={table.number}>
                    {minutes === undefined ? '–' : describeMinutes(minutes, currentLocale())}
                  </td>
                )
              })}
              <td className={table.right}>
                <IconButton
                  icon="trash"
                  isSmall
                  label={t('admin.sla.dropTitle', { name: policy.name })}
                  onClick={() => onDrop(policy)}
                />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
