import { useQuery } from '@tanstack/react-query'
import type { UseFormReturn } from 'react-hook-form'
import { useTranslation } from 'react-i18next'
import styles from '../admin/admin-form.module.css'
import { PRIORITIES } from '../admin/sla-api.ts'
import { entriesQuery } from '../replies/reply-api.ts'
import { teamQuery } from '../tickets/team-query.ts'
import { metaQuery } from '../tickets/ticket-queries.ts'
import { Field } from '../ui/field.tsx'
import { PickOne } from '../ui/pick-one.tsx'
import { TextArea } from '../ui/text-area.tsx'
import { NOBODY, type RuleValues } from './rule-values.ts'

/** What it makes of them. */
export function RuleEffects({ form }: { form: UseFormReturn<RuleValues> }) {
  const { t } = useTranslation()
  const { data: meta } = useQuery(metaQuery())
  const { data: team = [] } = useQuery(teamQuery)
  const { data: replies = [] } = useQuery(entriesQuery('reply'))
  const named = form.watch('effects.reply_id')
  const shared = replies.filter(({ is_shared }) => is_shared)
  const chosenReply = shared.find(({ id }) => String(id) === named)
  const errors = form.formState.errors.effects
  const chosen = form.getValues('effects.department')
  const departments = [...new Set([...(meta?.departments ?? []), ...(chosen ? [chosen] : [])])]
  return (
    <fieldset className={styles.group}>
      <legend>{t('rules.effects')}</legend>
      <p className={styles.hint}>{t('rules.effectsHint')}</p>
      <div className={styles.pair}>
        <PickOne
          label={t('tickets.filter.priority')}
          placeholder={t('rules.keep')}
          isOptional
          options={PRIORITIES.map((one) => [one, t(`tickets.priority.${one}`)] as const)}
          {...form.register('effects.priority')}
        />
        <PickOne
          // What was chosen can be shown once it can be chosen.
          key={`team ${team.length}`}
          label={t('tickets.filter.assignee')}
          placeholder={t('rules.keep')}
          isOptional
          options={[
            [NOBODY, t('rules.nobody')],
            ...team.map(({ id, full_name }) => [String(id), full_name] as const),
          ]}
          error={errors?.assignee_id}
          {...form.register('effects.assignee_id')}
        />
        <PickOne
          key={`departments ${departments.length}`}
          label={t('tickets.filter.department')}
          placeholder={t('rules.keep')}
          isOptional
          options={departments.map((name) => [name, name] as const)}
          {...form.register('effects.department')}
        />
        <Field
          label={t('rules.tags')}
          hint={t('rules.tagsHint')}
          isOptional
          maxLength={800}
          error={errors?.tags}
          {...form.register('effects.tags')}
        />
      </div>
      <PickOne
        key={`replies ${shared.length}`}
        label={t('rules.reply')}
        placeholder={t('rules.ownWords')}
        isOptional
        options={[
          ...shared.map(({ id, title }) => [String(id), title] as const),
          ...(named !== '' && !chosenReply ? [[named, `#${named}`] as const] : []),
        ]}
        error={errors?.reply_id}
        {...form.register('effects.reply_id')}
      />
      {chosenReply && (
        <p className={styles.said} dir="auto">
          {chosenReply.text}
        </p>
      )}
      {named === '' ? (
        <TextArea
          label={t('rules.replyText')}
          hint={t('rules.replyHint')}
          isOptional
          rows={4}
          maxLength={5_000}
          error={errors?.reply}
          {...form.register('effects.reply')}
        />
      ) : (
        <p className={styles.hint}>{t('rules.replyHint')}</p>
      )}
      {errors?.root?.message && <p className={styles.wrong}>{errors.root.message}</p>}
    </fieldset>
  )
}
