import { expect } from 'vitest'
import { aMoment, among, aNumber, type SeedRow } from './seed-row.ts'

const seed = 'ES-CHAT'
const TICKETS = '/api/v1/tickets'
const filing = {
  ...{ user_id: 2, subject: 'Vuelo cambiado sin aviso', priority: 'urgent', category: 'flight' },
  description: 'Mi vuelo a Recife sale ahora un día después.',
}
const count = expect.any(Number)

/** Support chat of travellers, and its panel. */
export const ES_CHAT: SeedRow[] = [
  {
    ...{ seed, endpoint: 'POST /admin/api/support/create-ticket', ids: 'T-13, D-17', who: 'pedro' },
    ...{ ours: `POST ${TICKETS}`, body: filing, status: 201, keeps: { flight: 'id' } },
    facts: {
      ...{ ticket_number: expect.stringMatching(/^TKT-\d{8}-\d{5}$/), status: 'open', priority: 'urgent' },
      ...{ category: 'flight', requester: { id: 2 } },
    },
  },
  {
    ...{ seed, endpoint: 'POST /admin/api/support/create-ticket', ids: 'T-13: by itself', who: 'pedro' },
    ...{ ours: `POST ${TICKETS}`, status: 201, facts: { category: 'general', priority: 'medium' } },
    body: { subject: 'Una pregunta general', description: filing.description },
  },
  {
    ...{ seed, endpoint: 'POST /admin/api/support/create-ticket', ids: 'T-18: not in another’s name' },
    ...{ who: 'maria', ours: `POST ${TICKETS}`, body: filing, status: 403 },
  },
  {
    ...{ seed, endpoint: 'GET /admin/api/support/tickets', ids: 'T-22', who: 'ana' },
    ...{ ours: `GET ${TICKETS}?scope=all&status=open`, status: 200 },
    facts: among({ title: filing.subject, status: 'open' }),
  },
  {
    ...{ seed, endpoint: 'GET /admin/api/support/tickets', ids: 'A-19: for the team', who: 'maria' },
    ...{ ours: `GET ${TICKETS}?scope=all`, status: 403 },
  },
  {
    ...{ seed, endpoint: 'GET /admin/api/support/tickets', ids: 'A-19: after signing in', who: 'visitor' },
    ...{ ours: `GET ${TICKETS}?scope=all`, status: 401 },
  },
  {
    ...{ seed, endpoint: 'GET /admin/api/support/tickets/{id}', ids: 'T-22', who: 'ana' },
    ...{ ours: `GET ${TICKETS}/{flight}`, status: 200 },
    facts: { title: filing.subject, messages: [{ message: filing.description, sender_type: 'user' }] },
  },
  {
    ...{ seed, endpoint: 'PUT /admin/api/support/tickets/{id}/status', ids: 'T-30', who: 'ana' },
    ...{ ours: `PATCH ${TICKETS}/{flight}`, body: { status: 'in_progress', assigned_to: 4 }, status: 200 },
    facts: { status: 'in_progress', assignee: { id: 4 } },
  },
  {
    ...{ seed, endpoint: 'POST /admin/api/support/tickets/{id}/messages', ids: 'M-05, F-10', who: 'ana' },
    ...{ ours: `POST ${TICKETS}/{flight}/messages`, status: 201 },
    body: { message: 'Le hemos encontrado <b>otro</b> vuelo.', message_type: 'text' },
    facts: { sender_type: 'admin', message_type: 'text', files: [], created_at: aMoment, is_read: true },
  },
  {
    ...{ seed, endpoint: 'POST /admin/api/support/tickets/{id}/user-message', ids: 'M-05', who: 'pedro' },
    ...{ ours: `POST ${TICKETS}/{flight}/messages`, status: 201 },
    body: { user_id: 2, message: 'Perfecto, gracias.', message_type: 'text' },
    facts: { sender_type: 'user', author: { id: 2 } },
  },
  {
    ...{ seed, endpoint: 'POST /admin/api/support/tickets/{id}/user-message', ids: 'T-18, X-02: as oneself' },
    ...{ who: 'pedro', ours: `POST ${TICKETS}/{flight}/messages`, status: 422 },
    body: { user_id: 1, message: 'Perfecto, gracias.', message_type: 'text' },
    facts: { errors: [{ field: 'user_id', code: 'own-user' }] },
  },
  {
    ...{ seed, endpoint: 'GET /admin/api/support/statistics', ids: 'G-01', who: 'ana' },
    ...{ ours: 'GET /api/v1/stats', status: 200 },
    facts: {
      ...{ total: count, unread_messages: count },
      by_status: { open: count, in_progress: count, resolved: count, closed: count },
      by_priority: { low: count, medium: count, high: count, urgent: count },
    },
  },
  {
    ...{ seed, endpoint: 'GET /admin/api/support/user/{user_id}/tickets', ids: 'T-22', who: 'ana' },
    ...{ ours: `GET ${TICKETS}?requester_id=2`, status: 200 },
    facts: among({ title: filing.subject, requester: expect.objectContaining({ id: 2 }), id: aNumber }),
  },
  {
    ...{ seed, endpoint: 'GET /admin/api/support/user/{user_id}/tickets', ids: 'A-19, X-02: own ones' },
    ...{
      who: 'pedro',
      ours: `GET ${TICKETS}?user_id=2`,
      status: 200,
      facts: among({ title: filing.subject }),
    },
  },
  {
    ...{ seed, endpoint: 'GET /admin/api/support/user/{user_id}/tickets', ids: 'A-19, X-02: others’' },
    ...{ who: 'pedro', ours: `GET ${TICKETS}?requester_id=1`, status: 404 },
  },
]
