import { useEffect, useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Pick } from '../ui/pick.tsx'
import type { EventSearch } from './crm-search.ts'
import { EVENT_STATES, isBackwards } from './event-search.ts'
import styles from './sync-part.module.css'

const PAUSE_MS = 250

type Props = { search: EventSearch; onChange: (search: EventSearch) => void }

/** Which events: by what became of them, by deal, and by when they came. */
export function EventFilters({ search, onChange }: Props) {
  const { t } = useTranslation()
  const id = useId()
  const [deal, setDeal] = useState(search.deal ? String(search.deal) : '')
  useEffect(() => {
    const wanted = Number(deal)
    if (wanted === (search.deal ?? 0)) return
    const timer = setTimeout(
      () => onChange({ ...without(search, 'deal'), ...(wanted > 0 && { deal: wanted }) }),
      PAUSE_MS,
    )
    return () => clearTimeout(timer)
  })
  const isWrong = isBackwards(search)
  return (
    <div className={styles.filters}>
      <Pick
        label={t('admin.crm.eventState')}
        hasAny
        options={EVENT_STATES.map((state) => ({ value: state, name: t(`admin.crm.eventStates.${state}`) }))}
        picked={search.state ? [search.state] : []}
        onPick={([state]) => onChange({ ...without(search, 'state'), ...(state && { state }) })}
      />
      <input
        className={styles.number}
        inputMode="numeric"
        maxLength={9}
        value={deal}
        aria-label={t('admin.crm.dealNumber')}
        placeholder={t('admin.crm.dealNumber')}
        onChange={({ target }) => setDeal(target.value.replace(/\D/g, ''))}
      />
      {(['from', 'to'] as const).map((end) => (
        <label key={end} className={styles.end}>
          {t(`admin.crm.${end}`)}
          <input
            type="datetime-local"
            value={search[end] ?? ''}
            aria-invalid={isWrong || undefined}
            aria-describedby={isWrong ? `${id}-wrong` : undefined}
            onChange={({ target }) =>
              onChange({ ...without(search, end), ...(target.value && { [end]: target.value }) })
            }
          />
        </label>
      ))}
      {isWrong && (
        <p id={`${id}-wrong`} className={styles.wrong} role="status">
          {t('admin.crm.backwards')}
        </p>
      )}
    </div>
  )
}

function without(search: EventSearch, name: keyof EventSearch): EventSearch {
  const { [name]: _left, ...rest } = search
  return rest
}
