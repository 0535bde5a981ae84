import { expect, test } from 'vitest'
import { slaState } from './state.ts'

const at = (time: string) => new Date(`2026-01-15T${time}:00Z`)
const filed = { isOver: false, createdAt: at('10:00'), dateDeadline: at('20:00') }

test('L-04: a clock is at risk in its last fifth, breached behind its end, and stands still once nothing is waited for', () => {
  expect(slaState(filed, at('10:00'))).toBe('ok')
  expect(slaState(filed, at('17:59'))).toBe('ok')
  expect(slaState(filed, at('18:00'))).toBe('at_risk')
  expect(slaState(filed, at('20:00'))).toBe('at_risk')
  expect(slaState(filed, at('20:01'))).toBe('breached')
  expect(slaState({ ...filed, isOver: true }, at('20:01'))).toBeNull()
  expect(slaState({ ...filed, dateDeadline: null }, at('20:01'))).toBeNull()
})
