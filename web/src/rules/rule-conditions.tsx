import type { UseFormReturn } from 'react-hook-form'
import { useTranslation } from 'react-i18next'
import { MatchPicks, useMatchChoices } from '../admin/match-picks.tsx'
import { LOCALE_NAMES } from '../texts.ts'
import { TextArea } from '../ui/text-area.tsx'
import type { RuleValues } from './rule-values.ts'

export function RuleConditions({ form }: { form: UseFormReturn<RuleValues> }) {
  const { t } = useTranslation()
  const by = useMatchChoices()
  const languages = Object.entries(LOCALE_NAMES).map(([value, name]) => ({ value, name }))
  return (
    <MatchPicks
      form={form}
      legend={t('rules.conditions')}
      hint={t('rules.conditionsHint')}
      choices={[
        { name: 'conditions.categories', ...by.categories },
        { name: 'conditions.priorities', ...by.priorities },
        { name: 'conditions.departments', ...by.departments },
        { name: 'conditions.requester_departments', ...by.requesterDepartments },
        { name: 'conditions.languages', label: t('rules.language'), options: languages },
      ]}
    >
      <TextArea
        label={t('rules.words')}
        hint={t('rules.wordsHint')}
        isOptional
        rows={3}
        maxLength={10_000}
        error={form.formState.errors.conditions?.words}
        {...form.register('conditions.words')}
      />
    </MatchPicks>
  )
}
