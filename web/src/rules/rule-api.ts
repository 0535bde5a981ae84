import { queryOptions } from '@tanstack/react-query'
import type { RuleBody, RuleChange, ShownRule } from '../../../src/rules/rule-body.ts'
import type { Trial, TrialResult } from '../../../src/rules/try-rules.ts'
import { call } from '../api.ts'

export type { RuleBody, TrialResult }
export type Rule = ShownRule
export type Standing = TrialResult['items'][number]['before']

const path = '/api/v1/admin/rules'
const match = ({ version }: Rule) => ({ 'If-Match': `"${version}"` })
export const rulesKey = ['rules']

export const rulesQuery = queryOptions({
  queryKey: rulesKey,
  queryFn: async () => (await call<{ items: Rule[] }>('GET', path)).items,
})
export const ruleApi = {
  add: (rule: RuleBody) => call<Rule>('POST', path, rule),
  change: (rule: Rule, change: RuleChange) => call<Rule>('PATCH', `${path}/${rule.id}`, change, match(rule)),
  drop: (rule: Rule) => call('DELETE', `${path}/${rule.id}`, undefined, match(rule)),
  order: (rules: readonly Rule[]) =>
    call('PUT', `${path}/order`, { order: rules.map(({ id, version }) => ({ id, version })) }),
  try: (trial: Partial<Trial>) => call<TrialResult>('POST', `${path}/try`, trial),
}
