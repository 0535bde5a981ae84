import { useQueryClient } from '@tanstack/react-query'
import { useForm } from 'react-hook-form'
import { useTranslation } from 'react-i18next'
import styles from '../admin/admin-form.module.css'
import { tieErrors } from '../admin/tie-errors.ts'
import { Dialog } from '../ui/dialog.tsx'
import { Field } from '../ui/field.tsx'
import { Form } from '../ui/form.tsx'
import { toast } from '../ui/toast.ts'
import { type Rule, ruleApi, rulesKey } from './rule-api.ts'
import { RuleBench } from './rule-bench.tsx'
import { RuleConditions } from './rule-conditions.tsx'
import { RuleEffects } from './rule-effects.tsx'
import { type RuleValues, ruleBodyOf, ruleValuesOf } from './rule-values.ts'

/** For which tickets, what becomes of them, and what it would have done so far. */
export function RuleSheet({ rule, onClose }: { rule: Rule | null; onClose: () => void }) {
  const { t } = useTranslation()
  const queryClient = useQueryClient()
  const form = useForm<RuleValues>({ defaultValues: ruleValuesOf(rule) })
  const { errors } = form.formState

  const save = (values: RuleValues) =>
    tieErrors(
      form,
      async () => {
        const body = ruleBodyOf(values)
        await (rule ? ruleApi.change(rule, body) : ruleApi.add(body))
        await queryClient.invalidateQueries({ queryKey: rulesKey })
        toast.done(t('rules.saved', { name: body.name }))
        onClose()
      },
      t('admin.sla.someWrong'),
    )

  return (
    <Dialog isOpen onClose={onClose} title={rule?.name ?? t('rules.add')} isWide>
      <Form form={form} onSubmit={save} submit={t('profile.save')}>
        <Field
          label={t('rules.name')}
          maxLength={100}
          error={errors.name}
          {...form.register('name', { required: t('form.required') })}
        />
        <RuleConditions form={form} />
        <RuleEffects form={form} />
        <label className={styles.check}>
          <input type="checkbox" {...form.register('is_active')} />
          {t('rules.isActive')}
        </label>
        <RuleBench rule={() => ruleBodyOf(form.getValues())} insteadOf={rule?.id} />
      </Form>
    </Dialog>
  )
}
