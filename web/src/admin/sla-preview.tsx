import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Problem } from '../api.ts'
import { useSettled } from '../shell/settled.ts'
import { sentenceOf } from '../ui/failure.tsx'
import { Select } from '../ui/select.tsx'
import { type CalendarBody, type PolicyBody, PRIORITIES, type Priority, slaApi, slaKey } from './sla-api.ts'
import styles from './sla-preview.module.css'
import { WeekPicture } from './week-picture.tsx'

type Props = { policy?: PolicyBody; calendar?: CalendarBody; timeZone: string }

/** What it would mean for a ticket, asked of the gateway as it is typed; nothing is kept. */
export function SlaPreview({ policy, calendar, timeZone }: Props) {
  const { t } = useTranslation()
  const [priority, setPriority] = useState<Priority>('high')
  const [from, setFrom] = useState(() => localMinute(new Date()))
  const at = new Date(from)
  const isMoment = !Number.isNaN(at.getTime())
  const wish = useSettled(
    JSON.stringify({
      ...(policy && { policy }),
      ...(calendar && { calendar }),
      priority,
      from: isMoment && at,
    }),
    400,
  )
  const { data, error } = useQuery({
    queryKey: [...slaKey, 'preview', wish],
    queryFn: async () => {
      // What was written just above.
      const asked = JSON.parse(wish) as Parameters<typeof slaApi.preview>[0]
      return { preview: await slaApi.preview(asked), from: asked.from }
    },
    enabled: isMoment,
    placeholderData: keepPreviousData,
    retry: false,
  })
  const isUnfinished = error instanceof Problem && error.code === 'invalid-request'
  return (
    <section className={styles.preview} aria-label={t('admin.sla.preview')}>
      <h3>{t('admin.sla.preview')}</h3>
      <div className={styles.when}>
        <Select
          label={t('tickets.filter.priority')}
          value={priority}
          options={PRIORITIES.map((one) => [one, t(`tickets.priority.${one}`)] as const)}
          onChoose={setPriority}
        />
        <label>
          {t('admin.sla.filed')}
          <input type="datetime-local" value={from} onChange={({ target }) => setFrom(target.value)} />
        </label>
      </div>
      {error && (
        <p role="status">
          {isUnfinished ? t('admin.sla.unfinished') : sentenceOf(error, t('ui.errorOffline'))}
        </p>
      )}
      {data && !error && <WeekPicture preview={data.preview} from={data.from} timeZone={timeZone} />}
    </section>
  )
}

/** As the field wants it: local, to the minute. */
function localMinute(at: Date): string {
  const local = new Date(at.getTime() - at.getTimezoneOffset() * 60_000)
  return local.toISOString().slice(0, 16)
}
