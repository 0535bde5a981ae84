import { expect, test } from 'vitest'
import type { MessageId, TicketId, UserId } from '#src/ids.ts'
import type { News, Said } from './news.ts'
import { type TeamMember, whoIsTold } from './who-is-told.ts'

const [MARIA, PEDRO, JOAO, ANA, RITA] = [1, 2, 3, 4, 5] as UserId[] as [
  UserId,
  UserId,
  UserId,
  UserId,
  UserId,
]
const TEAM: TeamMember[] = [
  { id: JOAO, department: 'ti', email: 'joao@example.com' },
  { id: ANA, department: 'ti', email: 'ana@example.com' },
  { id: RITA, department: 'diretoria', email: 'rita@example.com' },
]
const news = (kind: string, more: Partial<News> = {}): News => ({
  ...{ seq: 7, kind, ticketId: 9 as TicketId, actorId: MARIA, isInternal: false, data: {}, toldWith: 1 },
  ...{
    ownerId: MARIA,
    watcherIds: [],
    responsibleId: null,
    responsibleCrmId: null,
    department: 'TI',
    changerId: null,
  },
  message: null,
  ...more,
})
const said = (authorId: UserId | null, more: Partial<Said> = {}): Said => ({
  ...{ id: 12 as MessageId, kind: 'comment', isInternal: false, direction: null },
  ...{ authorId, authorName: 'Alguém', toEmail: null },
  ...more,
})
const told = (...together: News[]) =>
  Object.fromEntries(whoIsTold(together, TEAM).map(({ userId, kind }) => [userId, kind]))
const changed = (changes: object, more: Partial<News> = {}) =>
  news('ticket-changed', { data: { changes }, ...more })

test('T-12: of a new ticket the team of its department hears, all of the team where there is nobody of it, and its author never', () => {
  expect(told(news('ticket-opened'))).toEqual({ 3: 'ticket_created', 4: 'ticket_created' })
  expect(told(news('ticket-opened', { department: 'Frota' }))).toEqual({
    3: 'ticket_created',
    4: 'ticket_created',
    5: 'ticket_created',
  })
  expect(told(news('ticket-opened', { actorId: JOAO, ownerId: JOAO }))).toEqual({ 4: 'ticket_created' })
  expect(told(news('ticket-opened', { actorId: JOAO })), 'filed for her').toEqual({
    1: 'ticket_created',
    4: 'ticket_created',
  })
  const data = { assignee_id: ANA }
  expect(told(news('ticket-opened', { data })), 'somebody has it already').toEqual({ 4: 'assigned' })
})

test('what is said reaches the other side: the requester, or whoever works on it, or the team', () => {
  const byJoao = news('message-added', { actorId: JOAO, message: said(JOAO) })
  expect(told(byJoao)).toEqual({ 1: 'agent_reply' })
  const byMaria = news('message-added', { message: said(MARIA) })
  expect(told(byMaria)).toEqual({ 3: 'requester_reply', 4: 'requester_reply' })
  expect(told({ ...byMaria, responsibleId: RITA })).toEqual({ 5: 'requester_reply' })
  expect(
    told({ ...byMaria, ownerId: null, actorId: null, message: said(null), data: { sender_type: 'user' } }),
  ).toEqual({
    3: 'requester_reply',
    4: 'requester_reply',
  })
  const inCrm = { actorId: null, message: said(null), data: { sender_type: 'admin' } }
  expect(told(news('message-added', inCrm)), 'by somebody of the CRM').toEqual({ 1: 'agent_reply' })
  expect(told(news('message-added', { message: null })), 'gone by now').toEqual({})
})

test('of notes the requester hears nothing, whatever their event says, nor whoever is mentioned and may not see them', () => {
  const note = said(JOAO, { kind: 'note', isInternal: true })
  const data = { mentions: [ANA, MARIA, PEDRO, JOAO, 'x', 999] }
  expect(told(news('message-added', { actorId: JOAO, message: note, data }))).toEqual({ 4: 'mention' })
  expect(told(news('message-added', { actorId: JOAO, message: note, isInternal: true, data }))).toEqual({
    4: 'mention',
  })
  const open = news('message-added', { actorId: JOAO, message: said(JOAO), data })
  expect(told(open), 'Pedro cannot see it at all').toEqual({ 1: 'mention', 4: 'mention' })
})

test('whoever follows it hears what the requester would, and of what the requester says', () => {
  const watcherIds = [PEDRO, RITA]
  const byJoao = news('message-added', {
    actorId: JOAO,
    responsibleId: JOAO,
    watcherIds,
    message: said(JOAO),
  })
  expect(told(byJoao)).toEqual({ 1: 'agent_reply', 2: 'agent_reply', 5: 'agent_reply' })
  const byMaria = { ...byJoao, actorId: MARIA, message: said(MARIA) }
  expect(told(byMaria)).toEqual({ 2: 'requester_reply', 3: 'requester_reply', 5: 'requester_reply' })
  expect(told({ ...byJoao, message: said(JOAO, { kind: 'note', isInternal: true }) })).toEqual({})
  const resolved = changed({ status: 'resolved', resolved_at: 'x' }, { actorId: JOAO, watcherIds })
  expect(told(resolved)).toEqual({ 1: 'resolved', 2: 'resolved', 5: 'resolved' })
})

test('resolved is told once, to the requester; what is opened again to whoever works on it', () => {
  const resolved = changed({ status: 'resolved', resolved_at: '2026-01-15T10:00:00Z' }, { actorId: JOAO })
  expect(told(resolved)).toEqual({ 1: 'resolved' })
  expect(told({ ...resolved, actorId: MARIA }), 'by herself').toEqual({})
  expect(told(changed({ status: 'closed', closed_at: 'x' }, { actorId: null })), 'closed later').toEqual({})
  expect(told(changed({ status: 'closed', resolved_at: 'x' }, { actorId: JOAO }))).toEqual({ 1: 'resolved' })
  const merged = { status: 'closed', resolved_at: 'x', close_reason: 'merged' }
  expect(told(changed(merged, { actorId: JOAO })), 'it goes on in another one').toEqual({})
  expect(told(changed({ status: 'in_progress' }, { actorId: JOAO }))).toEqual({})
  const reopened = changed({ status: 'open', reopen_count: 1 })
  expect(told(reopened)).toEqual({ 3: 'reopened', 4: 'reopened' })
  expect(told({ ...reopened, responsibleId: ANA })).toEqual({ 4: 'reopened' })
  expect(told({ ...reopened, actorId: ANA, responsibleId: ANA })).toEqual({ 1: 'reopened' })
})

test('what is told together is one thing to each of them', () => {
  const answer = news('message-added', { actorId: JOAO, message: said(JOAO), responsibleId: JOAO })
  const done = changed(
    { status: 'resolved', resolved_at: 'x' },
    { seq: 8, actorId: JOAO, responsibleId: JOAO },
  )
  const mine = news('ticket-assigned', {
    seq: 9,
    actorId: JOAO,
    data: { assignee: { id: JOAO, name: 'João' } },
  })
  expect(told(answer, done, mine)).toEqual({ 1: 'resolved' })
  expect(whoIsTold([answer, done], TEAM)).toMatchObject([{ seq: 7, kind: 'resolved', messageId: 12 }])
})

test('of deadlines those hear who are named; of an assignment whoever has it now, but not by their own hand, also in the CRM', () => {
  const data = { people: [JOAO, RITA], target: 'resolution', level: '75', due_at: 'x', passed_at: 'y' }
  const mark = news('sla-warning', { actorId: null, isInternal: true, data })
  expect(told(mark)).toEqual({ 3: 'sla_warning', 5: 'sla_warning' })
  expect(whoIsTold([mark], TEAM)[0]?.data).toEqual({ target: 'resolution', level: '75', due_at: 'x' })
  const assigned = news('ticket-assigned', { actorId: RITA, data: { assignee: { id: ANA, name: 'Ana' } } })
  expect(told(assigned)).toEqual({ 4: 'assigned' })
  expect(told({ ...assigned, actorId: null, changerId: ANA })).toEqual({})
  expect(told({ ...assigned, data: { assignee: null } })).toEqual({})
})

test('a mail that went to somebody already is known to have gone to them', () => {
  const message = said(JOAO, {
    kind: 'email',
    direction: 'outgoing',
    toEmail: 'maria@example.com, x@example.com',
  })
  expect(whoIsTold([news('message-added', { actorId: JOAO, message })], TEAM)).toMatchObject([
    { userId: MARIA, kind: 'agent_reply', mailedTo: ['maria@example.com', 'x@example.com'] },
  ])
  const incoming = said(null, { kind: 'email', direction: 'incoming' })
  const byMail = news('message-added', { actorId: null, message: incoming, responsibleId: JOAO })
  expect(told(byMail)).toEqual({ 3: 'requester_reply' })
})
