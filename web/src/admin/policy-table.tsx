import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { currentLocale } from '../texts.ts'
import { describeMinutes } from '../tickets/duration.ts'
import { Chip } from '../ui/chip.tsx'
import { IconButton } from '../ui/icon-button.tsx'
import { PRIORITIES, type SlaCalendar, type SlaPolicy } from './sla-api.ts'
import table from './table.module.css'
import { usePolicyOrder } from './use-policy-order.ts'

type Props = {
  policies: readonly SlaPolicy[]
  calendars: readonly SlaCalendar[]
  onOpen: (policy: SlaPolicy) => void
  onDrop: (policy: SlaPolicy) => void
}

/** In the order in which they are held against a ticket: the first that fits counts. */
export function PolicyTable({ policies, calendars, onOpen, onDrop }: Props) {
  const { t } = useTranslation()
  const order = usePolicyOrder(policies)
  const isMovable = policies.length > 1
  const move = (policy: SlaPolicy, to: number) =>
    !order.isPending && to >= 0 && to < policies.length && order.mutate({ policy, to })
  const pressed = useRef<HTMLElement | null>(null)
  // A row that is moved to its place loses the focus, and whoever moves it on by keys would begin anew.
  // biome-ignore lint/correctness/useExhaustiveDependencies: it is lost when they are drawn in another order
  useEffect(() => {
    if (document.activeElement === document.body) pressed.current?.focus()
  }, [policies])
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
          {policies.map((policy, at) => (
            <tr key={policy.id}>
              <td className={table.number}>
                {at + 1}
                {isMovable && (
                  <>
                    <IconButton
                      icon="chevron-up"
                      isSmall
                      label={t('admin.sla.moveUp', { name: policy.name })}
                      aria-disabled={at === 0}
                      onFocus={({ target }) => {
                        pressed.current = target
                      }}
                      onClick={() => move(policy, at - 1)}
                    />
                    <IconButton
                      icon="chevron-down"
                      isSmall
                      label={t('admin.sla.moveDown', { name: policy.name })}
                      aria-disabled={at === policies.length - 1}
                      onFocus={({ target }) => {
                        pressed.current = target
                      }}
                      onClick={() => move(policy, at + 1)}
                    />
                  </>
                )}
              </td>
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
