import type { UseFormReturn } from 'react-hook-form'
import { useTranslation } from 'react-i18next'
import { MatchPicks, useMatchChoices } from './match-picks.tsx'
import type { PolicyValues } from './policy-values.ts'

export function PolicyMatch({ form }: { form: UseFormReturn<PolicyValues> }) {
  const { t } = useTranslation()
  const by = useMatchChoices()
  return (
    <MatchPicks
      form={form}
      legend={t('admin.sla.match')}
      hint={t('admin.sla.matchHint')}
      choices={[
        { name: 'match.categories', ...by.categories },
        { name: 'match.priorities', ...by.priorities },
        { name: 'match.departments', ...by.departments },
        { name: 'match.requester_departments', ...by.requesterDepartments },
      ]}
    />
  )
}
