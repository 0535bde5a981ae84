import { expect, test } from 'vitest'
import type { SessionId, UserId } from '#src/ids.ts'
import { ROLES } from '#src/roles.ts'
import { authorize, type Caller } from './access.ts'

const as = (role: Caller['role']): Caller => ({ userId: 1 as UserId, sessionId: 'x' as SessionId, role })

test('A-05 A-20: reading and changing other people is for admins', () => {
  for (const action of ['users:read', 'users:change'] as const) {
    expect(() => authorize(null, action)).toThrow('not-signed-in')
    for (const role of ROLES) {
      if (role === 'admin') expect(authorize(as(role), action)).toMatchObject({ role })
      else expect(() => authorize(as(role), action)).toThrow('forbidden')
    }
  }
})

test('a profile is for whoever is signed in, signing in is for anyone', () => {
  expect(() => authorize(null, 'profile:read')).toThrow('not-signed-in')
  for (const role of ROLES) expect(authorize(as(role), 'profile:change')).toMatchObject({ role })
  expect(authorize(null, 'session:open')).toBeNull()
})
