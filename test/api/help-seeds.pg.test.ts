import { expect, test } from 'vitest'
import type { Client } from '#test/client.ts'
import { signedIn } from '#test/signed-in.ts'

/** Section 18: what the seeds ask of articles and questions, with their fields, and the facts that they expect. */

const { world, maria, joao } = await signedIn()
const rita = await world.signIn('9001')
const ENGLISH = { 'accept-language': 'en' }
const [ARTICLES, FAQ] = ['/api/v1/help/articles', '/api/v1/help/faq']
const [ADMIN, ADMIN_FAQ] = ['/api/v1/admin/help/articles', '/api/v1/admin/help/faq']
const FIRST = 1

type Row = {
  id: string
  seed: string
  who: Client
  method: string
  path: string
  body?: object
  status: number
  facts?: object
}

const visitor = world.visitor()
const written = {
  title: 'Reset your calendar',
  content: '# Steps\n\nOpen the settings.',
  category: 'account',
  tags: ['calendar'],
  slug: 'reset-your-calendar',
  meta_description: 'How to reset it',
}
const asked = { title: 'Is it free?', content: 'Yes.', category: 'account', display_order: 2 }
const line = {
  id: expect.any(Number),
  title: expect.any(String),
  slug: expect.any(String),
  category: expect.any(String),
  is_featured: expect.any(Boolean),
  view_count: expect.any(Number),
}
const items = (one: object) => ({ items: expect.arrayContaining([expect.objectContaining(one)]) })

/** In this order: later rows speak of what earlier ones made. `{article}` and `{question}` are those that were written. */
const ROWS: Row[] = [
  {
    ...{ id: 'H-01', seed: 'IBORA GET /help/articles', who: visitor, method: 'GET' },
    ...{
      path: `${ARTICLES}?category=safety&search=emergency&featured_only=true`,
      status: 200,
      facts: items(line),
    },
  },
  {
    ...{ id: 'H-02', seed: 'IBORA GET /help/articles/{slug}', who: visitor, method: 'GET' },
    ...{ path: `${ARTICLES}/politica-de-cancelamento`, status: 200 },
    facts: {
      ...{ id: expect.any(Number), title: expect.any(String), content: expect.any(String) },
      ...{ category: 'rides', helpful_count: 0, not_helpful_count: 0 },
    },
  },
  {
    ...{ id: 'H-02', seed: 'IBORA GET /help/articles/{slug}, missing', who: visitor, method: 'GET' },
    ...{ path: `${ARTICLES}/nothing-here`, status: 404, facts: { detail: 'Article not found' } },
  },
  {
    ...{ id: 'H-03', seed: 'IBORA POST /help/articles/{article_id}/feedback', who: maria, method: 'POST' },
    ...{ path: `${ARTICLES}/${FIRST}/feedback`, body: { is_helpful: true, comment: 'Clear' } },
    ...{ status: 200, facts: { message: 'Feedback submitted' } },
  },
  {
    ...{ id: 'H-06', seed: 'ASTRO POST /api/admin/support/articles', who: joao, method: 'POST' },
    ...{ path: ADMIN, body: written, status: 201, facts: { status: 'draft', is_published: false } },
  },
  {
    ...{ id: 'H-06', seed: 'ASTRO GET /api/admin/support/articles, with drafts', who: joao, method: 'GET' },
    ...{
      path: `${ADMIN}?status=draft`,
      status: 200,
      facts: items({ slug: 'reset-your-calendar', status: 'draft' }),
    },
  },
  {
    ...{ id: 'H-06', seed: 'ASTRO PUT /api/admin/support/articles/:id', who: joao, method: 'PATCH' },
    ...{ path: `${ADMIN}/{article}`, body: { meta_description: 'Reset it', is_featured: true }, status: 200 },
    facts: { is_featured: true, version: 2 },
  },
  {
    ...{ id: 'H-06', seed: 'ASTRO POST /api/admin/support/articles/:id/publish', who: joao, method: 'POST' },
    ...{
      path: `${ADMIN}/{article}/publish`,
      status: 200,
      facts: { status: 'published', is_published: true },
    },
  },
  {
    ...{ id: 'H-05', seed: 'ASTRO GET /api/support/articles, popular', who: maria, method: 'GET' },
    ...{ path: `${ARTICLES}?tag=calendar&sort=popular`, status: 200 },
    facts: items({ tags: ['calendar'], meta_description: 'Reset it' }),
  },
  {
    ...{ id: 'H-05', seed: 'ASTRO GET /api/support/articles/:id', who: maria, method: 'GET' },
    ...{ path: `${ARTICLES}/{article}`, status: 200, facts: { slug: 'reset-your-calendar' } },
  },
  {
    ...{ id: 'H-05, Q-03', seed: 'ASTRO GET /api/support/articles/search', who: maria, method: 'GET' },
    ...{ path: '/api/v1/help/search?q=settings', status: 200 },
    facts: items({ slug: 'reset-your-calendar', view_count: 1 }),
  },
  {
    ...{ id: 'H-05', seed: 'ASTRO POST /api/support/articles/:id/helpful', who: maria, method: 'POST' },
    ...{
      path: `${ARTICLES}/{article}/feedback`,
      body: { helpful: true },
      status: 200,
      facts: { helpful_count: 1 },
    },
  },
  {
    ...{ id: 'Q-02', seed: 'ASTRO POST /api/admin/support/faq', who: joao, method: 'POST' },
    ...{ path: ADMIN_FAQ, body: asked, status: 201, facts: { kind: 'faq', display_order: 2 } },
  },
  {
    ...{ id: 'Q-02', seed: 'ASTRO PATCH /api/admin/support/faq/:id/reorder', who: joao, method: 'PATCH' },
    ...{
      path: `${ADMIN_FAQ}/{question}/reorder`,
      body: { order: 1 },
      status: 200,
      facts: { display_order: 1 },
    },
  },
  {
    ...{ id: 'Q-01', seed: 'ASTRO publish of a question', who: joao, method: 'POST' },
    ...{ path: `${ADMIN_FAQ}/{question}/publish`, status: 200, facts: { is_published: true } },
  },
  {
    ...{
      id: 'Q-01',
      seed: 'ASTRO GET /api/support/faq',
      who: visitor,
      method: 'GET',
      path: FAQ,
      status: 200,
    },
    facts: {
      categories: expect.arrayContaining([
        {
          category: { slug: 'account', label: 'Account' },
          items: expect.arrayContaining([expect.objectContaining({ title: 'Is it free?' })]),
        },
      ]),
    },
  },
  {
    ...{ id: 'Q-01', seed: 'ASTRO GET of a question, counted as read', who: maria, method: 'GET' },
    ...{ path: `${FAQ}/{question}`, status: 200, facts: { title: 'Is it free?' } },
  },
  {
    ...{ id: 'Q-01', seed: 'ASTRO POST /api/support/faq/:id/helpful', who: maria, method: 'POST' },
    ...{
      path: `${FAQ}/{question}/feedback`,
      body: { helpful: false },
      status: 200,
      facts: { not_helpful_count: 1 },
    },
  },
  {
    ...{ id: 'Q-02', seed: 'ASTRO GET /api/admin/support/faq', who: joao, method: 'GET', path: ADMIN_FAQ },
    ...{ status: 200, facts: items({ title: 'Is it free?', view_count: 1 }) },
  },
  {
    ...{ id: 'Q-01', seed: 'ASTRO unpublish of a question', who: joao, method: 'POST' },
    ...{ path: `${ADMIN_FAQ}/{question}/unpublish`, status: 200, facts: { status: 'draft' } },
  },
  {
    ...{ id: 'Q-02', seed: 'ASTRO DELETE /api/admin/support/faq/:id', who: rita, method: 'DELETE' },
    ...{ path: `${ADMIN_FAQ}/{question}`, status: 204 },
  },
  {
    ...{ id: 'H-06', seed: 'ASTRO archive of an article', who: joao, method: 'POST' },
    ...{ path: `${ADMIN}/{article}/archive`, status: 200, facts: { status: 'archived' } },
  },
  {
    ...{ id: 'H-06', seed: 'ASTRO DELETE /api/admin/support/articles/:id', who: rita, method: 'DELETE' },
    ...{ path: `${ADMIN}/{article}`, status: 204 },
  },
  {
    ...{
      id: 'Q-03, H-04',
      seed: 'ASTRO GET /api/support/categories of the help center',
      who: visitor,
      method: 'GET',
    },
    ...{
      path: '/api/v1/help/categories',
      status: 200,
      facts: items({ slug: 'rides', label: 'Rides', articles: 2 }),
    },
  },
]

const made: Record<string, number> = {}

test.each(ROWS)('$id: $seed', async ({ who, method, path, body, status, facts }) => {
  const target = path.replace(/\{(\w+)\}/, (_, name: string) => String(made[name]))
  const answer = await who.send(method, target, body, {
    ...ENGLISH,
    ...(method === 'PATCH' && { 'if-match': '*' }),
  })
  expect(answer.status, answer.text).toBe(status)
  if (facts) expect(answer.body).toMatchObject(facts)
  const { id } = (answer.body || {}) as { id?: number }
  if (status === 201 && id) made[path === ADMIN ? 'article' : 'question'] = id
})
