import * as fs from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { z } from '@hono/zod-openapi'
import { DomainError, PROBLEMS, type ProblemCode } from '#src/errors.ts'
import { escapeHtml } from '#src/html.ts'
import { newRoutes } from '#src/http/edge.ts'
import { endpoint } from '#src/http/endpoint.ts'
import { renderMarkdown } from '#src/http/markdown.ts'
import { PAGE_CSS, page } from '#src/http/page.ts'
import { PAGE_POLICY } from '#src/http/security-headers.ts'
import { fill, TEXTS } from '#src/http/texts/texts.ts'

const FOLDER = fileURLToPath(import.meta.resolve('../../docs/problems'))
const isCode = (text: string): text is ProblemCode => Object.hasOwn(PROBLEMS, text)

/** Where the `type` of a problem leads: what happened in the reader's language, then the page for developers. */
export function problemRoutes() {
  const routes = newRoutes()
  const html = { 'text/html': { schema: z.string() } }

  routes.get('/problems/page.css', (c) =>
    c.body(PAGE_CSS, 200, { 'Content-Type': 'text/css; charset=utf-8', 'Cache-Control': 'no-cache' }),
  )

  routes.openapi(
    endpoint({
      method: 'get',
      path: '/problems',
      action: 'public:read',
      tags: ['operations'],
      summary: 'All problem codes',
      responses: { 200: { description: 'A page for people', content: html } },
    }),
    (c) => {
      const { locale } = c.var.visit
      const rows = Object.entries(PROBLEMS).map(
        ([code, status]) =>
          `<li><a href="/problems/${code}"><code>${code}</code></a> ${status}, ${escapeHtml(TEXTS[locale].problems[code as ProblemCode].title)}</li>`,
      )
      c.header('Content-Security-Policy', PAGE_POLICY)
      return c.html(
        page({ title: 'Problems', locale, body: `<h1>Problems</h1><ul>${rows.join('')}</ul>` }),
        200,
      )
    },
  )

  routes.openapi(
    endpoint({
      method: 'get',
      path: '/problems/{code}',
      action: 'public:read',
      problems: ['not-found'],
      tags: ['operations'],
      summary: 'What a problem code means',
      request: { params: z.object({ code: z.string().max(64) }) },
      responses: { 200: { description: 'A page for people', content: html } },
    }),
    async (c) => {
      const { code } = c.req.valid('param')
      if (!isCode(code)) throw new DomainError('not-found')
      const { locale } = c.var.visit
      const { title, detail } = TEXTS[locale].problems[code]
      const explained = renderMarkdown(await fs.readFile(`${FOLDER}/${code}.md`, 'utf8'))
      const lead = `<h1>${escapeHtml(title)}</h1>\n<p class="lead">${escapeHtml(fill(detail))}</p>`
      c.header('Content-Security-Policy', PAGE_POLICY)
      return c.html(page({ title, locale, body: `${lead}\n${explained}` }), 200)
    },
  )

  return routes
}
