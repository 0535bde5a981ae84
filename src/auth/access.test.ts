import { describe, expect, test } from 'vitest'
import type { SessionId, UserId } from '#src/ids.ts'
import { ROLES, type Role } from '#src/roles.ts'
import {
  authorize,
  authorizeTicket,
  type Caller,
  EDITABLE_ACTIONS,
  type Exceptions,
  isByDefault,
  mayIn,
  permissionsOf,
} from './access.ts'

const as = (role: Role, exceptions: Exceptions = {}): Caller => ({
  userId: 1 as UserId,
  sessionId: 'x' as SessionId,
  role,
  department: 'TI',
  exceptions,
})

test('A-05 A-20: reading and changing other people is for admins', () => {
  for (const action of ['users:read', 'users:change'] as const) {
    expect(() => authorize(null, action)).toThrow('not-signed-in')
    for (const role of ROLES) {
      if (role === 'admin') expect(authorize(as(role), action)).toMatchObject({ role })
      else expect(() => authorize(as(role), action)).toThrow('forbidden')
    }
  }
})

test('a lead looks after what is their department’s, however it was typed; an admin after all; whose right was taken after nothing', () => {
  const actions = [
    'users:approve',
    'views:change-others',
    'replies:change-others',
    'assignment:read',
    'assignment:change',
  ] as const
  for (const action of actions) {
    for (const [department, isTheirs] of [
      ['TI', true],
      [' ti ', true],
      ['Compras', false],
      ['', false],
    ] as const) {
      expect(mayIn(as('lead'), action, department), `${action} ${department}`).toBe(isTheirs)
      expect(mayIn(as('agent', { [action]: true }), action, department)).toBe(isTheirs)
      expect(mayIn(as('admin'), action, department)).toBe(true)
      expect(mayIn(as('lead', { [action]: false }), action, department)).toBe(false)
      expect(mayIn(as('agent'), action, department)).toBe(false)
      expect(mayIn(as('requester', { [action]: true }), action, department)).toBe(false)
    }
  }
})

test('a profile is for whoever is signed in, signing in is for anyone', () => {
  expect(() => authorize(null, 'profile:read')).toThrow('not-signed-in')
  for (const role of ROLES) expect(authorize(as(role), 'profile:change')).toMatchObject({ role })
  expect(authorize(null, 'session:open')).toBeNull()
})

describe('permissions that admins changed', () => {
  const all = (value: unknown) =>
    Object.fromEntries(EDITABLE_ACTIONS.map((action) => [action, value])) as Exceptions

  test('count for agents and leads, in both directions', () => {
    for (const role of ['agent', 'lead'] as const)
      for (const action of EDITABLE_ACTIONS) {
        expect(authorize(as(role, all(true)), action)).toMatchObject({ role })
        expect(() => authorize(as(role, all(false)), action)).toThrow('forbidden')
      }
    const ticket = { userId: 7 as UserId, watcherIds: [] }
    expect(() => authorizeTicket(as('agent', { 'ticket:note': false }), 'ticket:note', ticket)).toThrow(
      'forbidden',
    )
    expect(authorizeTicket(as('agent', { 'ticket:note': false }), 'ticket:read', ticket)).toBe(ticket)
  })

  test('never lock an admin out, and never show a requester more', () => {
    for (const action of EDITABLE_ACTIONS) {
      expect(authorize(as('admin', all(false)), action)).toMatchObject({ role: 'admin' })
      expect(() => authorize(as('requester', all(true)), action)).toThrow('forbidden')
      expect(isByDefault('requester', action), action).toBe(false)
      expect(isByDefault('admin', action), action).toBe(true)
    }
  })

  test('do not reach what is fixed: giving roles, permissions themselves, what everybody may', () => {
    for (const action of ['users:change', 'permissions:read', 'permissions:change'] as const)
      expect(() => authorize(as('lead', { [action]: true }), action)).toThrow('forbidden')
    expect(authorize(as('agent', { 'profile:read': false }), 'profile:read')).toMatchObject({ role: 'agent' })
  })

  test('that cannot be read are a no', () => {
    for (const nonsense of [null, 'true', 1, {}])
      expect(() => authorize(as('agent', all(nonsense)), 'board:read')).toThrow('forbidden')
  })

  test('are what somebody is told that they may', () => {
    expect(permissionsOf(as('requester'))).toEqual([])
    expect(permissionsOf(as('agent'))).toContain('board:read')
    expect(permissionsOf(as('agent', { 'board:read': false }))).not.toContain('board:read')
    expect(permissionsOf(as('admin'))).toEqual(expect.arrayContaining([...EDITABLE_ACTIONS, 'users:change']))
  })
})

describe('somebody who follows a ticket', () => {
  const ticket = { userId: 8 as UserId, watcherIds: [1 as UserId] }
  const actions = ['ticket:mail', 'ticket:close', 'ticket:rate', 'ticket:reopen', 'ticket:share'] as const

  test('reads and writes, and does nothing else that requesters do', () => {
    for (const action of ['ticket:read', 'ticket:write'] as const)
      expect(authorizeTicket(as('requester'), action, ticket)).toBe(ticket)
    for (const action of actions)
      expect(() => authorizeTicket(as('requester'), action, ticket)).toThrow('forbidden')
  })

  test('is told of no ticket once they do not', () => {
    for (const action of [...actions, 'ticket:read'] as const)
      expect(() => authorizeTicket(as('requester'), action, { ...ticket, watcherIds: [] })).toThrow(
        'ticket-not-found',
      )
  })
})
