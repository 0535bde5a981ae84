import { expect, test } from 'vitest'
import { failureOnTheWay } from './failures.ts'

const outcomeOf = (code: string, syscall: string) => {
  const cause = Object.assign(new Error(code), { code, syscall })
  return failureOnTheWay(new TypeError('fetch failed', { cause })).outcome
}

test('a write whose connection broke may have arrived; one whose connection never stood did not', () => {
  expect(outcomeOf('EHOSTUNREACH', 'connect')).toBe('refused')
  expect(outcomeOf('ENOTFOUND', 'getaddrinfo')).toBe('refused')
  for (const syscall of ['read', 'write']) expect(outcomeOf('EHOSTUNREACH', syscall)).toBe('unknown')
})
