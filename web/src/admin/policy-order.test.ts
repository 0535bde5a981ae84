import { expect, test } from 'vitest'
import { orderAfter } from './policy-order.ts'

const policies = (...positions: number[]) => positions.map((position, at) => ({ id: at + 1, position }))
const idsOf = (before: ReturnType<typeof policies>, id: number, to: number) =>
  orderAfter(before, before.find((one) => one.id === id) ?? { id, position: 0 }, to).map(
    ({ policy, position }) => [policy.id, position],
  )

test('who changes places with a neighbour takes that place, and nobody else is written', () => {
  expect(idsOf(policies(10, 20, 35, 40), 2, 2)).toEqual([
    [3, 20],
    [2, 35],
  ])
})

test('those between move up by one', () => {
  expect(idsOf(policies(10, 20, 30), 3, 0)).toEqual([
    [3, 10],
    [1, 20],
    [2, 30],
  ])
})

test('where two stand at one place, all get places of their own', () => {
  expect(idsOf(policies(1, 1, 5), 2, 0)).toEqual([
    [2, 10],
    [1, 20],
    [3, 30],
  ])
})
