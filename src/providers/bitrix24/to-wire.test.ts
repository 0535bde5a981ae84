import { expect, test } from 'vitest'
import { resolveFields } from './field-map.ts'
import { fieldsToWire } from './to-wire.ts'

test('a moment is written as the portal writes it, in whole seconds and with an offset', () => {
  const map = resolveFields({ deadline: 'UF_CRM_1' }, { UF_CRM_1: { type: 'datetime' } })
  expect(fieldsToWire(map, { deadline: '2026-12-01T12:00:00.500-03:00' })).toEqual({
    UF_CRM_1: '2026-12-01T15:00:00+00:00',
  })
  for (const odd of [null, '', 'amanhã'])
    expect(fieldsToWire(map, { deadline: odd })).toEqual({ UF_CRM_1: odd })
})
