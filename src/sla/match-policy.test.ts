import { expect, test } from 'vitest'
import { DEFAULT_POLICY } from './default-policy.ts'
import { type Matched, matchPolicy } from './match-policy.ts'
import type { Policy, PolicyMatch } from './policy.ts'

const ticket: Matched = {
  category: 'acessos',
  priority: 'high',
  department: 'Tecnologia da Informação',
  requesterDepartment: 'Logística',
}
const policy = (id: number, position: number, match: PolicyMatch, isActive = true): Policy => ({
  ...DEFAULT_POLICY.policy,
  id,
  position,
  match,
  isActive,
})
const found = (...policies: Policy[]) => matchPolicy(policies, ticket)?.id ?? null

test('L-04: the first policy that fits counts, by position and then by age; without one, the default holds', () => {
  const [acessos, everything] = [policy(1, 20, { categories: ['acessos'] }), policy(2, 10, {})]
  expect(found(acessos, everything)).toBe(2)
  expect(found({ ...acessos, position: 5 }, everything)).toBe(1)
  expect(found({ ...everything, position: 20 }, acessos)).toBe(1)
  expect(found()).toBeNull()
})

test('L-04: of each thing that a policy names one has to fit, and what it does not name does not matter', () => {
  expect(found(policy(1, 1, { categories: ['compras', 'acessos'], priorities: ['high'] }))).toBe(1)
  expect(found(policy(1, 1, { categories: ['acessos'], priorities: ['low'] }))).toBeNull()
  expect(found(policy(1, 1, { departments: ['RH'] }))).toBeNull()
  expect(found(policy(1, 1, { groups: ['Logística'], categories: [] }))).toBe(1)
  expect(matchPolicy([policy(1, 1, { categories: ['acessos'] })], { ...ticket, category: null })).toBeNull()
})

test('L-04: departments are the same however they are typed', () => {
  expect(found(policy(1, 1, { departments: [' tecnologia da informacao '] }))).toBe(1)
})

test('L-04: a policy that is switched off fits nothing', () => {
  expect(found(policy(1, 1, {}, false))).toBeNull()
})
