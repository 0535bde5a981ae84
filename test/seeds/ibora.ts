import { expect } from 'vitest'
import { aMoment, among, aNumber, aText, type SeedRow } from './seed-row.ts'

const seed = 'IBORA'
const TICKETS = '/api/v1/tickets'
const HELP = '/api/v1/help/articles'
const subject = 'Motorista dirigiu em alta velocidade'
const description = 'Na corrida de ontem à noite ele passou por dois sinais fechados.'
const filing = { category: 'safety_concern', subject, description, ride_id: 77 }

/** Help center, tickets and chat of passengers. */
export const IBORA: SeedRow[] = [
  {
    ...{ seed, endpoint: 'POST /support/tickets', ids: 'T-09, T-10, T-16', who: 'maria' },
    ...{ ours: `POST ${TICKETS}`, body: filing, status: 201, keeps: { ride: 'id', rideDeal: 'deal_id' } },
    facts: {
      ...{ id: aNumber, category: 'safety_concern', priority: 'high', status: 'open', title: subject },
      ...{ description, related: { type: 'ride', id: '77' }, created_at: aMoment },
    },
  },
  {
    ...{ seed, endpoint: 'POST /support/tickets', ids: 'T-09: subject too short', who: 'maria' },
    ...{ ours: `POST ${TICKETS}`, body: { ...filing, subject: 'Motorista' }, status: 422 },
    facts: { errors: [{ field: 'subject', code: 'too-short' }] },
  },
  {
    ...{ seed, endpoint: 'POST /support/tickets', ids: 'T-09: description too short', who: 'maria' },
    ...{ ours: `POST ${TICKETS}`, body: { ...filing, description: 'Correu demais.' }, status: 422 },
    facts: { errors: [{ field: 'description', code: 'too-short' }] },
  },
  {
    ...{ seed, endpoint: 'POST /support/tickets', ids: 'T-09: unknown category', who: 'maria' },
    ...{ ours: `POST ${TICKETS}`, body: { ...filing, category: 'weather' }, status: 422 },
    facts: { errors: [{ field: 'category', message: 'Invalid category' }] },
  },
  {
    ...{ seed, endpoint: 'GET /support/tickets', ids: 'T-21', who: 'maria' },
    ...{ ours: `GET ${TICKETS}?status=open`, status: 200 },
    facts: among({ category: 'safety_concern', status: 'open', title: subject }),
  },
  {
    ...{ seed, endpoint: 'GET /support/tickets/{id}', ids: 'T-11, T-21', who: 'maria' },
    ...{ ours: `GET ${TICKETS}/{ride}`, status: 200 },
    facts: {
      ...{ id: aNumber, category: 'safety_concern', status: 'open', title: subject, created_at: aMoment },
      messages: [{ id: aNumber, author: { id: 1 }, message: description, created_at: aMoment }],
    },
  },
  {
    ...{ seed, endpoint: 'GET /support/tickets/{id}', ids: 'T-21, T-29: not hers', who: 'pedro' },
    ...{ ours: `GET ${TICKETS}/{ride}`, status: 404, facts: { detail: 'Ticket not found' } },
  },
  {
    ...{ seed, endpoint: 'POST /support/tickets/{id}/messages', ids: 'D-10: the team asks', who: 'joao' },
    ...{ ours: `POST ${TICKETS}/{ride}/messages`, status: 201 },
    body: { message: 'Lembra a placa do carro?', status_after: 'waiting_for_user' },
  },
  {
    ...{ seed, endpoint: 'POST /support/tickets/{id}/messages', ids: 'M-03', who: 'maria' },
    ...{ ours: `POST ${TICKETS}/{ride}/messages`, body: { message: 'É ABC1D23.' }, status: 201 },
    facts: { message: 'É ABC1D23.' },
  },
  {
    ...{ seed, endpoint: 'GET /support/tickets/{id}', ids: 'M-03: back to work', who: 'maria' },
    ...{ ours: `GET ${TICKETS}/{ride}`, status: 200, facts: { status: 'in_progress' } },
  },
  {
    ...{ seed, endpoint: 'POST /support/tickets/{id}/messages', ids: 'M-04: a note', who: 'joao' },
    ...{ ours: `POST ${TICKETS}/{ride}/messages`, status: 201, facts: { is_internal: true } },
    body: { message: 'Terceira queixa sobre este carro', is_internal: true },
  },
  {
    ...{ seed, endpoint: 'POST /support/tickets/{id}/rate', ids: 'C-02: not resolved', who: 'maria' },
    ...{ ours: `POST ${TICKETS}/{ride}/rating`, body: { rating: 5 }, status: 400 },
    facts: { detail: 'Ticket not resolved yet' },
  },
  {
    ...{ seed, endpoint: 'POST /support/tickets/{id}/messages', ids: 'T-33: solved', who: 'joao' },
    ...{ ours: `POST ${TICKETS}/{ride}/messages`, status: 201 },
    body: { message: 'O motorista foi suspenso.', status_after: 'resolved' },
  },
  {
    ...{ seed, endpoint: 'POST /support/tickets/{id}/rate', ids: 'C-02: one to five', who: 'maria' },
    ...{ ours: `POST ${TICKETS}/{ride}/rating`, body: { rating: 6 }, status: 422 },
    facts: { errors: [{ field: 'rating', message: 'Rating must be 1-5' }] },
  },
  {
    ...{ seed, endpoint: 'POST /support/tickets/{id}/rate', ids: 'C-02', who: 'maria' },
    ...{ ours: `POST ${TICKETS}/{ride}/rating`, body: { rating: 5, feedback: 'Rápido' }, status: 200 },
    facts: {
      message: 'Rating submitted',
      ticket: { status: 'closed', rating: 5, rating_feedback: 'Rápido', resolved_at: aMoment },
    },
  },
  {
    ...{ seed, endpoint: 'POST /support/tickets/{id}/rate', ids: 'C-02: no such ticket', who: 'maria' },
    ...{ ours: `POST ${TICKETS}/999999/rating`, body: { rating: 5 }, status: 404 },
    facts: { detail: 'Ticket not found' },
  },
  {
    ...{ seed, endpoint: 'GET /help/articles', ids: 'H-01', who: 'visitor' },
    ...{ ours: `GET ${HELP}?category=safety&search=emergency&featured_only=true`, status: 200 },
    facts: among({
      ...{ id: aNumber, title: aText, slug: aText, category: 'safety', is_featured: true },
      view_count: aNumber,
    }),
  },
  {
    ...{ seed, endpoint: 'GET /help/articles/{slug}', ids: 'H-02', who: 'visitor' },
    ...{ ours: `GET ${HELP}/politica-de-cancelamento`, status: 200 },
    facts: {
      ...{ id: aNumber, title: aText, content: aText, category: 'rides' },
      ...{ helpful_count: 0, not_helpful_count: 0 },
    },
  },
  {
    ...{ seed, endpoint: 'GET /help/articles/{slug}', ids: 'H-02: missing', who: 'visitor' },
    ...{ ours: `GET ${HELP}/nothing-here`, status: 404, facts: { detail: 'Article not found' } },
  },
  {
    ...{ seed, endpoint: 'POST /help/articles/{article_id}/feedback', ids: 'H-03, H-07', who: 'maria' },
    ...{ ours: `POST ${HELP}/1/feedback`, body: { is_helpful: true, comment: 'Claro' }, status: 200 },
    facts: { message: 'Feedback submitted', helpful_count: 1 },
  },
  {
    ...{ seed, endpoint: 'POST /help/articles/{article_id}/feedback', ids: 'H-03: missing', who: 'maria' },
    ...{ ours: `POST ${HELP}/999999/feedback`, body: { is_helpful: true }, status: 404 },
    facts: { detail: expect.stringContaining('not found') },
  },
]
