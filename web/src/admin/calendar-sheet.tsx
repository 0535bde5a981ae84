import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useFieldArray, useForm } from 'react-hook-form'
import { useTranslation } from 'react-i18next'
import { currentLocale } from '../texts.ts'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { Field } from '../ui/field.tsx'
import { Form } from '../ui/form.tsx'
import { IconButton } from '../ui/icon-button.tsx'
import { toast } from '../ui/toast.ts'
import styles from './admin-form.module.css'
import { type CalendarValues, calendarBodyOf, calendarValuesOf, EMPTY_CALENDAR } from './calendar-values.ts'
import { readHours } from './hours-text.ts'
import { type SlaCalendar, slaApi, slaKey, templatesQuery } from './sla-api.ts'
import { SlaPreview } from './sla-preview.tsx'
import { tieErrors } from './tie-errors.ts'

const WEEKDAYS = ['1', '2', '3', '4', '5', '6', '7'] as const
const ZONES = Intl.supportedValuesOf('timeZone')

/** Hours by weekday and days off, with what they would mean for a ticket beside them. */
export function CalendarSheet({ calendar, onClose }: { calendar: SlaCalendar | null; onClose: () => void }) {
  const { t } = useTranslation()
  const queryClient = useQueryClient()
  const { data: templates } = useQuery(templatesQuery)
  const form = useForm<CalendarValues>({
    defaultValues: calendar ? calendarValuesOf(calendar) : EMPTY_CALENDAR,
  })
  const { errors } = form.formState
  const holidays = useFieldArray({ control: form.control, name: 'holidays' })
  const body = calendarBodyOf(form.watch())
  const isHours = (text: string) => readHours(text) !== null || t('admin.sla.hoursWrong')

  const save = (values: CalendarValues) =>
    tieErrors(
      form,
      async () => {
        await slaApi.save('calendars', calendar, calendarBodyOf(values))
        await queryClient.invalidateQueries({ queryKey: slaKey })
        toast.done(t('admin.sla.saved', { name: values.name }))
        onClose()
      },
      t('admin.sla.someWrong'),
    )

  return (
    <Dialog isOpen onClose={onClose} title={calendar?.name ?? t('admin.sla.addCalendar')} isWide>
      <Form form={form} onSubmit={save} submit={t('profile.save')}>
        {!calendar && templates?.[0] && (
          <div>
            <Button isSmall onClick={() => form.reset(calendarValuesOf(templates[0]?.calendar ?? body))}>
              {t('admin.sla.template')}
            </Button>
          </div>
        )}
        <div className={styles.pair}>
          <Field
            label={t('admin.sla.name')}
            maxLength={100}
            error={errors.name}
            {...form.register('name', { required: t('form.required') })}
          />
          <Field
            label={t('admin.sla.zone')}
            list="zones"
            maxLength={64}
            error={errors.time_zone}
            {...form.register('time_zone', { required: t('form.required') })}
          />
          <datalist id="zones">
            {ZONES.map((zone) => (
              <option key={zone} value={zone} />
            ))}
          </datalist>
        </div>
        <fieldset className={styles.group}>
          <legend>{t('admin.sla.hours')}</legend>
          <p className={styles.hint}>{t('admin.sla.hoursHint')}</p>
          <div className={styles.pair}>
            {WEEKDAYS.map((day) => (
              <Field
                key={day}
                label={weekdayName(Number(day))}
                isOptional
                maxLength={200}
                error={errors.hours?.[day]}
                {...form.register(`hours.${day}`, { validate: isHours })}
              />
            ))}
          </div>
        </fieldset>
        <fieldset className={styles.group}>
          <legend>{t('admin.sla.holidays')}</legend>
          <p className={styles.hint}>{t('admin.sla.holidaysHint')}</p>
          {holidays.fields.map((field, index) => (
            <div key={field.id} className={styles.row}>
              <Field
                label={t('admin.sla.date')}
                maxLength={10}
                error={errors.holidays?.[index]?.date}
                {...form.register(`holidays.${index}.date`, { required: t('form.required') })}
              />
              <Field
                label={t('admin.sla.holidayName')}
                maxLength={100}
                error={errors.holidays?.[index]?.name}
                {...form.register(`holidays.${index}.name`, { required: t('form.required') })}
              />
              <Field
                label={t('admin.sla.leftHours')}
                isOptional
                maxLength={200}
                error={errors.holidays?.[index]?.hours}
                {...form.register(`holidays.${index}.hours`, { validate: isHours })}
              />
              <IconButton
                icon="trash"
                label={t('admin.sla.removeHoliday', { name: field.name || field.date })}
                onClick={() => holidays.remove(index)}
              />
            </div>
          ))}
          <div>
            <Button isSmall onClick={() => holidays.append({ date: '', name: '', hours: '' })}>
              {t('admin.sla.addHoliday')}
            </Button>
          </div>
        </fieldset>
        <SlaPreview calendar={body} timeZone={ZONES.includes(body.time_zone) ? body.time_zone : 'UTC'} />
      </Form>
    </Dialog>
  )
}

/** 5 January 2026 was a Monday. */
const weekdayName = (day: number) =>
  new Intl.DateTimeFormat(currentLocale(), { weekday: 'long', timeZone: 'UTC' }).format(
    Date.UTC(2026, 0, 4 + day),
  )
