import { expect, test } from 'vitest'
import { createBudgets } from './budgets.ts'

const AT = Date.UTC(2026, 10, 21)
const answer = (operatingS: number, resetsInS = 600) => ({
  result: null,
  operatingS,
  operatingResetAt: new Date(AT + resetsInS * 1_000),
})

function aged() {
  let nowMs = AT
  return { budgets: createBudgets(() => new Date(nowMs)), forward: (s: number) => (nowMs += s * 1_000) }
}

test('a method that is blocked is so until the portal forgets its oldest seconds, and no other one is', () => {
  const { budgets, forward } = aged()
  budgets.learn('crm.item.list', answer(480, 90))
  budgets.block('crm.item.list')
  expect(budgets.blockedUntil('crm.item.list')).toEqual(new Date(AT + 90_000))
  expect(budgets.blockedUntil('crm.item.get')).toBeNull()
  forward(90)
  expect(budgets.blockedUntil('crm.item.list')).toBeNull()
})

test('a method of which nothing is known is asked again after a minute', () => {
  const { budgets, forward } = aged()
  budgets.block('crm.item.list')
  forward(59)
  expect(budgets.blockedUntil('crm.item.list')).not.toBeNull()
  forward(1)
  expect(budgets.blockedUntil('crm.item.list')).toBeNull()
})

test('the last third of the seconds is for people, of a batch as of a method', () => {
  const { budgets, forward } = aged()
  for (const method of ['batch', 'crm.item.list']) {
    budgets.learn(method, answer(290))
    expect(budgets.reservedUntil(method)).toBeNull()
    budgets.learn(method, answer(300))
    expect(budgets.reservedUntil(method)).toEqual(new Date(AT + 600_000))
    expect(budgets.blockedUntil(method)).toBeNull()
  }
  expect(Object.fromEntries(budgets.usedSeconds())).toEqual({ batch: 300, 'crm.item.list': 300 })
  forward(600)
  expect(budgets.reservedUntil('batch')).toBeNull()
  expect(budgets.usedSeconds().size, 'what was forgotten is not told any more').toBe(0)
})

test('a portal that serves us beyond the limit we thought of has a higher one', () => {
  const { budgets } = aged()
  budgets.learn('crm.item.add', answer(1_000))
  budgets.learn('crm.item.list', answer(600))
  expect(budgets.reservedUntil('crm.item.list')).toBeNull()
})

test('a portal that counts nothing keeps nothing back', () => {
  const { budgets } = aged()
  budgets.learn('crm.item.list', { result: null })
  expect(budgets.reservedUntil('crm.item.list')).toBeNull()
})

test('a portal whose clock is hours ahead of ours blocks a method no longer than portals do', () => {
  const { budgets, forward } = aged()
  budgets.learn('crm.item.list', answer(480, 7_200))
  budgets.block('crm.item.list')
  forward(600)
  expect(budgets.blockedUntil('crm.item.list')).toBeNull()
})
