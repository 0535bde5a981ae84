import { expect, test } from 'vitest'
import type { Ticket } from '../tickets/ticket-api.ts'
import { newerTicket } from './newer-ticket.ts'

const AGENT = { id: 42, isTeam: true }
const MARIA = { id: 7, isTeam: false }

// Of a ticket only what news can be about.
const ticket = {
  id: 1,
  title: 'Sem rede',
  status: 'open',
  department: 'TI',
  requester: { id: 7 },
  assignee: null,
  is_unread: false,
  is_read_by_user: true,
  is_read_by_admin: true,
  version: 3,
} as Ticket

test('what is newer is taken, and what is older is not', () => {
  expect(newerTicket(ticket, { status: 'in_progress' }, 4, AGENT)).toMatchObject({
    status: 'in_progress',
    version: 4,
  })
  expect(newerTicket(ticket, { status: 'in_progress' }, 2, AGENT)).toBe(ticket)
})

test('what comes by itself has the version that was there before', () => {
  expect(newerTicket(ticket, { title: 'Sem rede no 3º andar' }, 3, AGENT).title).toBe('Sem rede no 3º andar')
  expect(newerTicket(ticket, { crm_status: 'failed', title: 'x' }, null, AGENT).version).toBe(3)
})

test('names of the portal and of the database do not get in', () => {
  const next = newerTicket(ticket, { closed: 'Y', opened: 'N', category_id: 3 }, 4, AGENT)
  expect(Object.keys(next)).toEqual(Object.keys(ticket))
})

test('whose it is is one thing, told in four parts', () => {
  const joao = { responsible_id: 42, responsible_crm_id: 9, responsible: 'João', responsible_email: 'j@x.br' }
  const assigned = newerTicket(ticket, joao, 4, AGENT)
  expect(assigned.assignee).toEqual({ id: 42, crm_id: 9, name: 'João', email: 'j@x.br' })
  expect(newerTicket(assigned, { responsible: 'João T.' }, 5, AGENT).assignee).toMatchObject({
    id: 42,
    name: 'João T.',
  })
  const nobody = {
    responsible_id: null,
    responsible_crm_id: null,
    responsible: null,
    responsible_email: null,
  }
  expect(newerTicket(assigned, nobody, 5, AGENT).assignee).toBeNull()
  expect(newerTicket(ticket, { assignee_department: 'RH' }, 4, AGENT).department).toBe('RH')
})

test('unread is for each reader their own', () => {
  const byTeam = { is_unread_by_team: true }
  expect(newerTicket(ticket, byTeam, 3, AGENT)).toMatchObject({ is_unread: true, is_read_by_admin: false })
  expect(newerTicket(ticket, byTeam, 3, MARIA)).toMatchObject({ is_unread: false, is_read_by_admin: false })
  expect(newerTicket(ticket, { is_unread: true }, 3, MARIA)).toMatchObject({ is_unread: true })
  const ofAgent = { ...ticket, requester: { ...ticket.requester, id: 42 } }
  expect(newerTicket(ofAgent, byTeam, 3, AGENT).is_unread).toBe(false)
})

test('whoever is in copy has a mark of their own, which is asked for', () => {
  const pedro = { id: 8, isTeam: false }
  expect(newerTicket(ticket, { is_unread: true }, 3, pedro)).toMatchObject({
    is_unread: false,
    is_read_by_user: false,
  })
})
