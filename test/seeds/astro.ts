import { expect } from 'vitest'
import { EXE, formOf, PDF } from '#test/files/samples.ts'
import { aMoment, among, aNumber, type SeedRow } from './seed-row.ts'

const seed = 'ASTRO'
const TICKETS = '/api/v1/tickets'
const [ARTICLES, FAQ] = ['/api/v1/help/articles', '/api/v1/help/faq']
const [ADMIN, ADMIN_FAQ] = ['/api/v1/admin/help/articles', '/api/v1/admin/help/faq']
const filing = {
  ...{ title: 'Calendar sync is broken', category: 'Calendar Problems', priority: 'Low' },
  description: 'Meetings of next week are shown twice.',
}
const writing = {
  ...{ title: 'Reset your calendar', content: '# Steps\n\nOpen the settings.', category: 'account' },
  ...{ tags: ['calendar'], slug: 'reset-your-calendar', meta_description: 'How to reset it' },
}
const asking = { title: 'Is it free?', content: 'Yes.', category: 'account', display_order: 2 }
const times = { avg_s: expect.toBeOneOf([null, aNumber]), p50_s: expect.anything(), p90_s: expect.anything() }

const USER_TICKETS: SeedRow[] = [
  {
    ...{ seed, endpoint: 'GET /api/support/categories', ids: 'T-27, Q-03: of tickets', who: 'maria' },
    ...{ ours: 'GET /api/v1/meta', status: 200 },
    facts: {
      categories: expect.arrayContaining([expect.objectContaining({ slug: 'calendar' })]),
      priorities: expect.arrayContaining([expect.objectContaining({ code: 'urgent' })]),
      ...{ statuses: expect.any(Array), departments: expect.any(Array), limits: expect.any(Object) },
    },
  },
  {
    ...{ seed, endpoint: 'POST /api/support/tickets/upload', ids: 'F-08, X-04', who: 'maria' },
    ...{ ours: 'POST /api/v1/uploads', status: 201, keeps: { agenda: 'upload_id' } },
    ...{ body: () => formOf({ name: 'agenda.pdf', bytes: PDF }), facts: { mime: 'application/pdf' } },
  },
  {
    ...{ seed, endpoint: 'POST /api/support/tickets/upload', ids: 'F-08, X-04: no program', who: 'maria' },
    ...{ ours: 'POST /api/v1/uploads', body: () => formOf({ name: 'a.png', bytes: EXE }), status: 415 },
  },
  {
    ...{ seed, endpoint: 'POST /api/support/tickets', ids: 'T-15, T-16, D-15', who: 'maria' },
    ...{ ours: `POST ${TICKETS}`, body: { ...filing, attachments: ['{agenda}'] }, status: 201 },
    ...{ keeps: { calendar: 'id', calendarNumber: 'ticket_number' } },
    facts: { title: filing.title, category: 'calendar', priority: 'low', status: 'open' },
  },
  {
    ...{ seed, endpoint: 'GET /api/support/tickets', ids: 'T-25, D-22', who: 'maria' },
    ...{ ours: `GET ${TICKETS}?status=open&page=1&limit=20`, status: 200 },
    facts: { ...among({ title: filing.title, file_count: 1, message_count: 1 }), page: 1, limit: 20 },
  },
  {
    ...{ seed, endpoint: 'GET /api/support/tickets/:id', ids: 'T-25', who: 'maria' },
    ...{ ours: `GET ${TICKETS}/{calendar}`, status: 200 },
    facts: { messages: [{ message: filing.description }], files: [{ filename: 'agenda.pdf' }] },
  },
  {
    ...{ seed, endpoint: 'POST /api/support/tickets/:id/messages', ids: 'M-07', who: 'maria' },
    ...{ ours: `POST ${TICKETS}/{calendar}/messages`, body: { message: 'Since Monday.' }, status: 201 },
    facts: { sender_type: 'user', is_internal: false },
  },
]

const ADMIN_TICKETS: SeedRow[] = [
  {
    ...{ seed, endpoint: 'GET /api/admin/support/tickets', ids: 'T-25, T-26', who: 'rita' },
    ...{ ours: `GET ${TICKETS}?status=open&priority=low&category=calendar&assigned_to=0&q=maria` },
    ...{ status: 200, facts: among({ title: filing.title }) },
  },
  {
    ...{ seed, endpoint: 'GET /api/admin/support/tickets', ids: 'T-25, D-18: by its number', who: 'rita' },
    ...{
      ours: `GET ${TICKETS}?q={calendarNumber}`,
      status: 200,
      facts: { items: [{ title: filing.title }] },
    },
  },
  {
    ...{ seed, endpoint: 'PATCH /api/admin/support/tickets/:id/assign', ids: 'T-32, 0.3', who: 'rita' },
    ...{ ours: `PATCH ${TICKETS}/{calendar}`, status: 200 },
    body: { assignedTo: 3, assignedToName: 'João Tech' },
    facts: { assignee: { id: 3, name: 'João Tech' }, status: 'in_progress', assigned_at: aMoment },
  },
  {
    ...{ seed, endpoint: 'PATCH /api/admin/support/tickets/:id/assign', ids: 'T-32: whom there is' },
    ...{ who: 'rita', ours: `PATCH ${TICKETS}/{calendar}`, body: { assignedTo: 1 }, status: 422 },
    facts: { errors: [{ field: 'assigned_to' }] },
  },
  {
    ...{ seed, endpoint: 'PATCH /api/admin/support/tickets/:id/priority', ids: 'T-32, D-13', who: 'joao' },
    ...{ ours: `PATCH ${TICKETS}/{calendar}`, body: { priority: 'High' }, status: 200 },
    facts: { priority: 'high' },
  },
  {
    ...{ seed, endpoint: 'POST /api/admin/support/tickets/:id/internal-notes', ids: 'M-07', who: 'joao' },
    ...{ ours: `POST ${TICKETS}/{calendar}/messages`, status: 201, facts: { is_internal: true } },
    body: { message: 'Known bug 12', is_internal: true },
  },
  {
    ...{ seed, endpoint: 'POST /api/admin/support/tickets/:id/internal-notes', ids: 'M-07: the team alone' },
    ...{ who: 'maria', ours: `POST ${TICKETS}/{calendar}/messages`, status: 403 },
    body: { message: 'Known bug 12', is_internal: true },
  },
  {
    ...{ seed, endpoint: 'POST /api/admin/support/tickets/:id/messages', ids: 'M-07, 0.3', who: 'joao' },
    ...{ ours: `POST ${TICKETS}/{calendar}/messages`, body: { message: 'Update the app.' }, status: 201 },
    facts: { sender_type: 'admin', is_internal: false },
  },
  {
    ...{ seed, endpoint: 'GET /api/admin/support/tickets/:id', ids: 'T-25, M-08', who: 'joao' },
    ...{ ours: `GET ${TICKETS}/{calendar}`, status: 200 },
    facts: {
      ...{ status: 'waiting_for_user', first_response_at: aMoment },
      messages: expect.arrayContaining([expect.objectContaining({ message: 'Known bug 12' })]),
    },
  },
  {
    ...{ seed, endpoint: 'GET /api/support/tickets/:id', ids: 'M-08, M-12: without notes', who: 'maria' },
    ...{ ours: `GET ${TICKETS}/{calendar}`, status: 200 },
    facts: {
      messages: [
        { message: filing.description },
        { message: 'Since Monday.' },
        { message: 'Update the app.', is_internal: false },
      ],
    },
  },
  {
    ...{ seed, endpoint: 'PATCH /api/admin/support/tickets/:id/status', ids: 'T-32, D-11', who: 'joao' },
    ...{ ours: `PATCH ${TICKETS}/{calendar}`, body: { status: 'in_progress' }, status: 200 },
    facts: { status: 'in_progress' },
  },
  {
    ...{ seed, endpoint: 'PATCH /api/support/tickets/:id/close', ids: 'C-03, C-04, T-35', who: 'maria' },
    ...{ ours: `POST ${TICKETS}/{calendar}/close`, body: { rating: 4 }, status: 200 },
    facts: { status: 'closed', closed_at: aMoment, resolved_at: aMoment, rating: 4 },
  },
  ...[
    { action: 'assign', value: 4 },
    { action: 'status', value: 'in_progress' },
    { action: 'priority', value: 'High' },
    { action: 'close' },
  ].map(
    (wish): SeedRow => ({
      ...{ seed, endpoint: 'POST /api/admin/support/tickets/bulk-action', ids: `T-32, T-34: ${wish.action}` },
      ...{ who: 'rita', ours: `POST ${TICKETS}/bulk`, body: { ids: ['{printer}', 999_999], ...wish } },
      ...{ status: 200, facts: { results: [{ ok: true }, { ok: false, code: 'ticket-not-found' }] } },
    }),
  ),
  {
    ...{ seed, endpoint: 'GET /api/admin/support/stats', ids: 'G-03', who: 'rita' },
    ...{ ours: 'GET /api/v1/stats', status: 200 },
    facts: {
      ...{ first_response: times, resolution: times },
      csat: { avg: aNumber, satisfied_share: aNumber, distribution: expect.any(Object) },
    },
  },
  {
    ...{ seed, endpoint: 'GET /api/admin/support/stats', ids: 'G-03: tickets by day', who: 'rita' },
    ...{ ours: 'GET /api/v1/stats/trends?from={today}&to={today}', status: 200 },
    facts: { points: [{ from: expect.any(String), opened: aNumber, closed: aNumber }] },
  },
  {
    ...{ seed, endpoint: 'GET /api/admin/support/stats', ids: 'G-03: who works on them', who: 'rita' },
    ...{ ours: 'GET /api/v1/stats/agents', status: 200 },
    facts: { groups: expect.arrayContaining([expect.objectContaining({ group: '3', name: 'João Tech' })]) },
  },
  {
    ...{ seed, endpoint: 'GET /api/admin/support/stats', ids: 'G-03: top categories', who: 'rita' },
    ...{ ours: 'GET /api/v1/stats/categories', status: 200 },
    facts: {
      groups: expect.arrayContaining([expect.objectContaining({ tickets: aNumber, solved: aNumber })]),
    },
  },
]

const ADMIN_HELP: SeedRow[] = [
  {
    ...{ seed, endpoint: 'POST /api/admin/support/articles', ids: 'H-06', who: 'joao' },
    ...{ ours: `POST ${ADMIN}`, body: writing, status: 201, keeps: { article: 'id' } },
    facts: { status: 'draft', is_published: false },
  },
  {
    ...{ seed, endpoint: 'GET /api/admin/support/articles', ids: 'H-06: with drafts', who: 'joao' },
    ...{ ours: `GET ${ADMIN}?status=draft`, status: 200 },
    facts: among({ slug: 'reset-your-calendar', status: 'draft' }),
  },
  {
    ...{ seed, endpoint: 'GET /api/admin/support/articles', ids: 'H-06: the team alone', who: 'maria' },
    ...{ ours: `GET ${ADMIN}`, status: 403 },
  },
  {
    ...{ seed, endpoint: 'PUT /api/admin/support/articles/:id', ids: 'H-06', who: 'joao' },
    ...{ ours: `PATCH ${ADMIN}/{article}`, status: 200, facts: { is_featured: true, version: 2 } },
    body: { meta_description: 'Reset it', is_featured: true },
  },
  {
    ...{ seed, endpoint: 'PATCH /api/admin/support/articles/:id/publish', ids: 'H-06', who: 'joao' },
    ...{ ours: `POST ${ADMIN}/{article}/publish`, status: 200 },
    facts: { status: 'published', is_published: true },
  },
  {
    ...{ seed, endpoint: 'POST /api/admin/support/faq', ids: 'Q-02, Q-04', who: 'joao' },
    ...{ ours: `POST ${ADMIN_FAQ}`, body: asking, status: 201, keeps: { question: 'id' } },
    facts: { kind: 'faq', display_order: 2 },
  },
  {
    ...{ seed, endpoint: 'PUT /api/admin/support/faq/:id', ids: 'Q-02', who: 'joao' },
    ...{ ours: `PATCH ${ADMIN_FAQ}/{question}`, body: { content: 'Yes, it is.' }, status: 200 },
    facts: { version: 2 },
  },
  {
    ...{ seed, endpoint: 'PATCH /api/admin/support/faq/:id/reorder', ids: 'Q-02, Q-04', who: 'joao' },
    ...{ ours: `PATCH ${ADMIN_FAQ}/{question}/reorder`, body: { order: 1 }, status: 200 },
    facts: { display_order: 1 },
  },
  {
    ...{ seed, endpoint: 'PUT /api/admin/support/faq/:id', ids: 'Q-01: published', who: 'joao' },
    ...{ ours: `POST ${ADMIN_FAQ}/{question}/publish`, status: 200, facts: { is_published: true } },
  },
]

const USER_HELP: SeedRow[] = [
  {
    ...{ seed, endpoint: 'GET /api/support/articles', ids: 'H-05, H-07: popular ones', who: 'maria' },
    ...{ ours: `GET ${ARTICLES}?tag=calendar&sort=popular`, status: 200 },
    facts: among({ tags: ['calendar'], meta_description: 'Reset it' }),
  },
  {
    ...{ seed, endpoint: 'GET /api/support/articles/:id', ids: 'H-05, H-08', who: 'maria' },
    ...{ ours: `GET ${ARTICLES}/{article}`, status: 200, facts: { slug: 'reset-your-calendar' } },
  },
  {
    ...{
      seed,
      endpoint: 'GET /api/support/articles/search',
      ids: 'H-05, Q-03: a view counted',
      who: 'maria',
    },
    ...{ ours: 'GET /api/v1/help/search?q=settings', status: 200 },
    facts: among({ slug: 'reset-your-calendar', view_count: 1 }),
  },
  {
    ...{ seed, endpoint: 'POST /api/support/articles/:id/helpful', ids: 'H-05', who: 'maria' },
    ...{ ours: `POST ${ARTICLES}/{article}/feedback`, body: { helpful: true }, status: 200 },
    facts: { helpful_count: 1 },
  },
  {
    ...{
      seed,
      endpoint: 'GET /api/support/faq',
      ids: 'Q-01',
      who: 'visitor',
      ours: `GET ${FAQ}`,
      status: 200,
    },
    facts: {
      categories: expect.arrayContaining([
        {
          category: { slug: 'account', label: 'Account' },
          items: expect.arrayContaining([expect.objectContaining({ title: asking.title })]),
        },
      ]),
    },
  },
  {
    ...{ seed, endpoint: 'GET /api/support/faq', ids: 'Q-01: one of them, counted', who: 'maria' },
    ...{ ours: `GET ${FAQ}/{question}`, status: 200, facts: { title: asking.title } },
  },
  {
    ...{ seed, endpoint: 'POST /api/support/faq/:id/helpful', ids: 'Q-01', who: 'maria' },
    ...{ ours: `POST ${FAQ}/{question}/feedback`, body: { helpful: false }, status: 200 },
    facts: { not_helpful_count: 1 },
  },
  {
    ...{ seed, endpoint: 'GET /api/support/categories (help)', ids: 'Q-03, H-04', who: 'visitor' },
    ...{ ours: 'GET /api/v1/help/categories', status: 200 },
    facts: among({ slug: 'rides', label: 'Rides', articles: 2 }),
  },
]

const AFTERWARDS: SeedRow[] = [
  {
    ...{ seed, endpoint: 'GET /api/admin/support/faq', ids: 'Q-02: with what was read', who: 'joao' },
    ...{ ours: `GET ${ADMIN_FAQ}`, status: 200, facts: among({ title: asking.title, view_count: 1 }) },
  },
  {
    ...{ seed, endpoint: 'DELETE /api/admin/support/faq/:id', ids: 'Q-01: unpublished first', who: 'joao' },
    ...{ ours: `POST ${ADMIN_FAQ}/{question}/unpublish`, status: 200, facts: { status: 'draft' } },
  },
  {
    ...{ seed, endpoint: 'DELETE /api/admin/support/faq/:id', ids: 'Q-02', who: 'rita' },
    ...{ ours: `DELETE ${ADMIN_FAQ}/{question}`, status: 204 },
  },
  {
    ...{ seed, endpoint: 'DELETE /api/admin/support/articles/:id', ids: 'H-06: archived first', who: 'joao' },
    ...{ ours: `POST ${ADMIN}/{article}/archive`, status: 200, facts: { status: 'archived' } },
  },
  {
    ...{ seed, endpoint: 'DELETE /api/admin/support/articles/:id', ids: 'H-06', who: 'rita' },
    ...{ ours: `DELETE ${ADMIN}/{article}`, status: 204 },
  },
]

/** Tickets with a room each, an administration of its own, help center and questions. */
export const ASTRO: SeedRow[] = [
  ...USER_TICKETS,
  ...ADMIN_TICKETS,
  ...ADMIN_HELP,
  ...USER_HELP,
  ...AFTERWARDS,
]
