import { useTranslation } from 'react-i18next'
import { currentLocale } from '../texts.ts'
import type { Preview } from './sla-api.ts'
import { placeOf, weekOf } from './week-days.ts'
import styles from './week-picture.module.css'

const DAY_MIN = 24 * 60

type Props = { preview: Preview; from: string; timeZone: string }

/** Seven days as rows: when work is done, where the ticket comes in, and where each promise ends. The same is said in words below. */
export function WeekPicture({ preview, from, timeZone }: Props) {
  const { t } = useTranslation()
  const days = weekOf(from, preview.worked, timeZone)
  const marks = [
    ['from', from],
    ['first', preview.first_response_due_at],
    ['end', preview.resolution_due_at],
  ] as const
  const dayName = (day: string) =>
    new Intl.DateTimeFormat(currentLocale(), {
      weekday: 'short',
      day: '2-digit',
      month: '2-digit',
      timeZone: 'UTC',
    })
      .format(new Date(day))
      .replace(/(\p{L})\./gu, '$1')
  const said = (at: string) =>
    new Intl.DateTimeFormat(currentLocale(), {
      ...{ weekday: 'short', day: '2-digit', month: '2-digit', hour: '2-digit', minute: '2-digit', timeZone },
    }).format(new Date(at))
  const percent = (minute: number) => `${(minute / DAY_MIN) * 100}%`
  return (
    <figure className={styles.picture}>
      <div className={styles.week} aria-hidden="true">
        {days.map(({ day, worked }) => (
          <div key={day} className={styles.day}>
            <span>{dayName(day)}</span>
            <div className={styles.track}>
              {worked.map((part) => (
                <i
                  key={part.from}
                  className={styles.worked}
                  style={{ left: percent(part.from), width: percent(part.to - part.from) }}
                />
              ))}
              {marks.map(([name, at]) => {
                const place = at && placeOf(at, timeZone)
                return (
                  place &&
                  place.day === day && (
                    <i key={name} className={styles[name]} style={{ left: percent(place.minute) }} />
                  )
                )
              })}
            </div>
          </div>
        ))}
        <div className={styles.scale}>
          {[0, 6, 12, 18, 24].map((hour) => (
            <span key={hour}>{hour}h</span>
          ))}
        </div>
      </div>
      <figcaption>
        <dl className={styles.words}>
          <div>
            <dt>
              <i className={styles.from} /> {t('admin.sla.filed')}
            </dt>
            <dd>{said(from)}</dd>
          </div>
          {preview.first_response_due_at && (
            <div>
              <dt>
                <i className={styles.first} /> {t('admin.sla.firstDue')}
              </dt>
              <dd>{said(preview.first_response_due_at)}</dd>
            </div>
          )}
          {preview.resolution_due_at && (
            <div>
              <dt>
                <i className={styles.end} /> {t('admin.sla.resolutionDue')}
              </dt>
              <dd>{said(preview.resolution_due_at)}</dd>
            </div>
          )}
        </dl>
      </figcaption>
    </figure>
  )
}
