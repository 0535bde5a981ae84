import { formOf, PNG } from '#test/files/samples.ts'
import { aMoment, among, aNumber, type SeedRow } from './seed-row.ts'

const seed = 'RU-SPEC'
const TICKETS = '/api/v1/tickets'
const filing = { subject: 'Не работает принтер', message: 'С самого утра печатает только пустые листы.' }

/** Support with unread marks on both sides, and a socket for each ticket. */
export const RU_SPEC: SeedRow[] = [
  {
    ...{ seed, endpoint: 'POST /api/v1/support', ids: 'T-14, T-16', who: 'maria' },
    ...{ ours: `POST ${TICKETS}`, body: filing, status: 201, keeps: { printer: 'id' } },
    facts: {
      ...{ id: aNumber, requester: { id: 1 }, title: filing.subject, status: 'open', priority: 'medium' },
      ...{ assignee: null, is_read_by_user: true, is_read_by_admin: false, created_at: aMoment },
      ...{ updated_at: aMoment, resolved_at: null, closed_at: null, message_count: 1 },
    },
  },
  {
    ...{ seed, endpoint: 'GET /api/v1/support', ids: 'T-23, D-22, D-23', who: 'maria' },
    ...{ ours: `GET ${TICKETS}?skip=0&limit=100&status=open`, status: 200 },
    facts: { ...among({ title: filing.subject }), skip: 0, limit: 100, total: aNumber },
  },
  {
    ...{ seed, endpoint: 'GET /api/v1/support', ids: 'D-08: also those that wait', who: 'maria' },
    ...{ ours: `GET ${TICKETS}?status=waiting_for_user,open&status=resolved`, status: 200 },
    facts: among({ title: filing.subject }),
  },
  {
    ...{ seed, endpoint: 'GET /api/v1/support/{id}', ids: 'T-23', who: 'maria' },
    ...{ ours: `GET ${TICKETS}/{printer}`, status: 200 },
    facts: { messages: [{ message: filing.message, is_from_user: true }] },
  },
  {
    ...{ seed, endpoint: 'GET /api/v1/support/admin/tickets', ids: 'T-24: unassigned', who: 'ana' },
    ...{ ours: `GET ${TICKETS}?scope=all&assigned_to=0&user_id=1&status=open`, status: 200 },
    facts: among({ title: filing.subject, assignee: null }),
  },
  {
    ...{ seed, endpoint: 'GET /api/v1/support/admin/tickets/{id}', ids: 'A-20', who: 'ana' },
    ...{ ours: `GET ${TICKETS}/{printer}`, status: 200, facts: { title: filing.subject } },
  },
  {
    ...{ seed, endpoint: 'POST /api/v1/support/admin/tickets/{id}/read', ids: 'T-39', who: 'ana' },
    ...{ ours: `POST ${TICKETS}/{printer}/read`, status: 200, facts: { success: true } },
  },
  {
    ...{ seed, endpoint: 'GET /api/v1/support/admin/tickets/{id}', ids: 'T-38: both have read', who: 'ana' },
    ...{ ours: `GET ${TICKETS}/{printer}`, status: 200 },
    facts: { is_read_by_admin: true, is_read_by_user: true },
  },
  {
    ...{ seed, endpoint: 'POST /api/v1/support/admin/tickets/{id}/messages', ids: 'M-06', who: 'ana' },
    ...{ ours: `POST ${TICKETS}/{printer}/messages`, status: 201 },
    body: { message: 'Замените картридж, пожалуйста.', attachments: null },
    facts: { id: aNumber, ticket_id: aNumber, author: { id: 4 }, is_from_user: false, created_at: aMoment },
  },
  {
    ...{ seed, endpoint: 'GET /api/v1/support/{id}', ids: 'T-40, 0.3: unread, and being worked on' },
    ...{ who: 'maria', ours: `GET ${TICKETS}/{printer}`, status: 200 },
    facts: { is_read_by_user: false, status: 'in_progress' },
  },
  {
    ...{ seed, endpoint: 'POST /api/v1/support/{id}/read', ids: 'T-39, T-40', who: 'maria' },
    ...{ ours: `POST ${TICKETS}/{printer}/read`, status: 200, facts: { success: true } },
  },
  {
    ...{ seed, endpoint: 'POST /api/v1/support/{id}/messages', ids: 'F-09: the file first', who: 'maria' },
    ...{ ours: 'POST /api/v1/uploads', body: () => formOf({ name: 'лист.png', bytes: PNG }), status: 201 },
    keeps: { picture: 'upload_id' },
  },
  {
    ...{ seed, endpoint: 'POST /api/v1/support/{id}/messages', ids: 'M-06, F-09, F-11', who: 'maria' },
    ...{ ours: `POST ${TICKETS}/{printer}/messages`, status: 201 },
    body: { message: 'Вот такой лист.', attachments: ['{url}/api/v1/attachments/{picture}'] },
    facts: { is_from_user: true, files: [{ filename: 'лист.png' }] },
  },
  {
    ...{ seed, endpoint: 'POST /api/v1/support/{id}/messages', ids: 'F-11: of elsewhere', who: 'maria' },
    ...{ ours: `POST ${TICKETS}/{printer}/messages`, status: 422 },
    body: { message: 'Вот такой лист.', attachments: ['https://example.com/a.png'] },
  },
  {
    ...{ seed, endpoint: 'PATCH /api/v1/support/admin/tickets/{id}', ids: 'T-31, D-14', who: 'ana' },
    ...{ ours: `PATCH ${TICKETS}/{printer}`, status: 200 },
    body: { status: 'resolved', priority: 'urgent', assigned_to: 4 },
    facts: { status: 'resolved', priority: 'urgent', assignee: { id: 4 }, resolved_at: aMoment },
  },
  {
    ...{ seed, endpoint: 'PATCH /api/v1/support/admin/tickets/{id}', ids: 'T-31: the team alone' },
    ...{ who: 'maria', ours: `PATCH ${TICKETS}/{printer}`, body: { priority: 'urgent' }, status: 403 },
  },
  {
    ...{ seed, endpoint: 'POST /api/v1/support/{id}/messages', ids: '0.3: what was solved', who: 'maria' },
    ...{ ours: `POST ${TICKETS}/{printer}/messages`, body: { message: 'Опять пустые.' }, status: 201 },
  },
  {
    ...{ seed, endpoint: 'GET /api/v1/support/{id}', ids: '0.3: opened again', who: 'maria' },
    ...{ ours: `GET ${TICKETS}/{printer}`, status: 200, facts: { status: 'open', reopen_count: 1 } },
  },
  {
    ...{ seed, endpoint: 'GET /api/v1/support/admin/stats', ids: 'G-02', who: 'ana' },
    ...{ ours: 'GET /api/v1/stats', status: 200 },
    facts: { total: aNumber, open: aNumber, in_progress: aNumber, resolved: aNumber, closed: aNumber },
  },
]
