import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useForm } from 'react-hook-form'
import { useTranslation } from 'react-i18next'
import type { FormMeta } from '../tickets/ticket-api.ts'
import { Dialog } from '../ui/dialog.tsx'
import { Field } from '../ui/field.tsx'
import { Form } from '../ui/form.tsx'
import { PickOne } from '../ui/pick-one.tsx'
import { toast } from '../ui/toast.ts'
import styles from './admin-form.module.css'
import { PolicyEscalations } from './policy-escalations.tsx'
import { PolicyMatch } from './policy-match.tsx'
import { PolicyTargets } from './policy-targets.tsx'
import { type PolicyValues, policyBodyOf, policyValuesOf } from './policy-values.ts'
import { calendarsQuery, type SlaPolicy, slaApi, slaKey } from './sla-api.ts'
import { SlaPreview } from './sla-preview.tsx'
import { tieErrors } from './tie-errors.ts'

type Props = {
  policy: SlaPolicy | null
  nextPosition: number
  usual: FormMeta['priorities']
  onClose: () => void
}

/** For which tickets, by which hours, how soon, and who is told before it is too late. */
export function PolicySheet({ policy, nextPosition, usual, onClose }: Props) {
  const { t } = useTranslation()
  const queryClient = useQueryClient()
  const { data: calendars = [] } = useQuery(calendarsQuery)
  const form = useForm<PolicyValues>({ defaultValues: policyValuesOf(policy, nextPosition, usual) })
  const { errors } = form.formState
  const body = policyBodyOf(form.watch())
  const zone = calendars.find(({ id }) => id === body.calendar_id)?.time_zone

  const save = (values: PolicyValues) =>
    tieErrors(
      form,
      async () => {
        await slaApi.save('policies', policy, policyBodyOf(values))
        await queryClient.invalidateQueries({ queryKey: slaKey })
        toast.done(t('admin.sla.saved', { name: values.name }))
        onClose()
      },
      t('admin.sla.someWrong'),
    )

  return (
    <Dialog isOpen onClose={onClose} title={policy?.name ?? t('admin.sla.addPolicy')} isWide>
      <Form form={form} onSubmit={save} submit={t('profile.save')}>
        <div className={styles.pair}>
          <Field
            label={t('admin.sla.name')}
            maxLength={100}
            error={errors.name}
            {...form.register('name', { required: t('form.required') })}
          />
          <Field
            label={t('admin.sla.position')}
            hint={t('admin.sla.positionHint')}
            inputMode="numeric"
            maxLength={5}
            error={errors.position}
            {...form.register('position', {
              pattern: { value: /^\d+$/, message: t('admin.sla.numberWrong') },
            })}
          />
          <PickOne
            label={t('admin.sla.calendar')}
            placeholder={t('admin.sla.always')}
            isOptional
            options={calendars.map(({ id, name }) => [String(id), name] as const)}
            {...form.register('calendar_id')}
          />
        </div>
        <PolicyMatch form={form} />
        <PolicyTargets form={form} />
        <fieldset className={styles.group}>
          <legend>{t('admin.sla.rules')}</legend>
          {(['pause.waiting_for_user', 'pause.on_hold'] as const).map((name) => (
            <label key={name} className={styles.check}>
              <input type="checkbox" {...form.register(name)} />
              {t('admin.sla.pausedWhile', {
                status: t(`tickets.status.${name === 'pause.on_hold' ? 'on_hold' : 'waiting_for_user'}`),
              })}
            </label>
          ))}
          <label className={styles.check}>
            <input type="checkbox" {...form.register('is_urgent_around_the_clock')} />
            {t('admin.sla.urgentAlways')}
          </label>
          <label className={styles.check}>
            <input type="checkbox" {...form.register('is_active')} />
            {t('admin.sla.isActive')}
          </label>
        </fieldset>
        <PolicyEscalations form={form} />
        <SlaPreview
          policy={{ ...body, name: body.name || '–' }}
          timeZone={zone ?? Intl.DateTimeFormat().resolvedOptions().timeZone}
        />
      </Form>
    </Dialog>
  )
}
