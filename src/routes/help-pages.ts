import * as fs from 'node:fs'
import { fileURLToPath } from 'node:url'
import { z } from '@hono/zod-openapi'
import type { Context } from 'hono'
import type { KnownCaller } from '#src/accounts/read-caller.ts'
import { CategorySlug, HelpLocale, Tag } from '#src/help/article-body.ts'
import { countCategories } from '#src/help/categories.ts'
import { listArticles } from '#src/help/list-articles.ts'
import { articlePage, faqPage, foundPage, homePage, listPage } from '#src/help/pages/help-pages.ts'
import { FAQ_PATH, HELP_PATH, layout, type Page } from '#src/help/pages/layout.ts'
import { sitemap } from '#src/help/pages/sitemap.ts'
import { readArticle, readFaq } from '#src/help/read-article.ts'
import { searchHelp } from '#src/help/search-help.ts'
import { LONGEST_QUERY } from '#src/help/search-terms.ts'
import { callerIfAny } from '#src/http/caller.ts'
import { type Edge, newRoutes } from '#src/http/edge.ts'
import { endpoint } from '#src/http/endpoint.ts'
import { PAGE_POLICY } from '#src/http/security-headers.ts'
import type { Locale } from '#src/locale.ts'
import type { Config, Ports } from '#src/ports.ts'
import { knownVoter, noteView, searchOf } from './help.ts'

const tags = ['help']
const html = { 200: { description: 'A page for people', content: { 'text/html': { schema: z.string() } } } }
const lang = HelpLocale.optional()
const MOST_LISTED = { limit: 200, skip: 0 }
const FEW = { limit: 5, skip: 0 }

const read = (name: string) =>
  fs.readFileSync(fileURLToPath(import.meta.resolve(`../help/pages/${name}`)), 'utf8')

type Needed = Pick<Ports, 'db' | 'clock'>
type Rules = Pick<Config, 'server' | 'timeZone'>

/** The help center as pages: for anyone, whole without a script, and for search engines. */
export function helpPageRoutes(ports: Needed, { server, timeZone }: Rules, styles: readonly string[]) {
  const { db } = ports
  const { publicUrl } = server
  const routes = newRoutes()
  const show = (c: Context<Edge>, page: Page) => {
    c.header('Content-Security-Policy', PAGE_POLICY)
    c.header('Content-Language', page.locale)
    c.header('Vary', 'Accept-Language, Cookie')
    return c.html(layout(page, { publicUrl, styles }), 200)
  }
  const localeOf = (c: Context<Edge>, given: Locale | undefined) => given ?? c.var.visit.locale

  const serve = (name: string, type: string) => {
    const content = read(name)
    routes.get(`${HELP_PATH}/${name}`, (c) => {
      c.header('Content-Type', `${type}; charset=utf-8`)
      c.header('Cache-Control', 'no-cache')
      return c.body(content, 200)
    })
  }
  serve('ajuda.css', 'text/css')
  serve('ajuda.js', 'text/javascript')

  routes.openapi(
    endpoint({
      ...{ method: 'get', path: HELP_PATH, action: 'help:read', tags },
      summary: 'The help center; a subject of it, or what was looked for',
      request: {
        query: z.object({
          lang,
          q: z.string().max(LONGEST_QUERY).optional(),
          categoria: CategorySlug.optional(),
          tag: Tag.optional(),
        }),
      },
      responses: html,
    }),
    async (c) => {
      const { lang, q, categoria: category, tag } = c.req.valid('query')
      const locale = localeOf(c, lang)
      if (q?.trim()) return show(c, foundPage(locale, q, await searchHelp(db, q, { locale, limit: 30 })))
      const categories = await countCategories(db, locale)
      if (category !== undefined || tag !== undefined) {
        const found = await listArticles(db, { kind: 'article', locale, category, tag }, MOST_LISTED)
        const label = categories.find(({ slug }) => slug === category)?.label
        const query = { ...(category && { categoria: category }), ...(tag && { tag }) }
        return show(c, listPage(locale, { name: label ?? tag ?? category ?? '', query, items: found.items }))
      }
      const [featured, popular] = await Promise.all([
        listArticles(db, { kind: 'article', locale, isFeatured: true }, { limit: 8, skip: 0 }),
        listArticles(db, { kind: 'article', locale, sort: 'popular' }, FEW),
      ])
      return show(c, homePage(locale, { categories, featured: featured.items, popular: popular.items }))
    },
  )

  routes.openapi(
    endpoint({
      ...{ method: 'get', path: FAQ_PATH, action: 'help:read', tags },
      summary: 'All frequent questions with their answers',
      request: { query: z.object({ lang }) },
      responses: html,
    }),
    async (c) => {
      const locale = localeOf(c, c.req.valid('query').lang)
      return show(c, faqPage(locale, await readFaq(db, locale)))
    },
  )

  routes.openapi(
    endpoint({
      ...{ method: 'get', path: `${HELP_PATH}/{slug}`, action: 'help:read', tags },
      problems: ['article-not-found'],
      summary: 'An article, or a question with its answer',
      request: {
        params: z.object({ slug: z.string().regex(/^[\w-]{1,120}$/) }),
        query: z.object({ lang }),
      },
      responses: { ...html, 301: { description: 'Location has its present address' } },
    }),
    async (c) => {
      const { slug } = c.req.valid('param')
      const { lang } = c.req.valid('query')
      const caller: KnownCaller | null = await callerIfAny(c)
      const wanted = { locale: lang, fallback: c.var.visit.locale }
      const found = await readArticle(db, slug, wanted, knownVoter(c, caller))
      if (found.movedTo !== null) return c.redirect(`${HELP_PATH}/${found.movedTo}${searchOf(c)}`, 301)
      const { article } = found
      // By number, or by the slug of another language: each text has one address.
      const isOwn = article.slug === slug
      const isOther = article.translations.some((one) => one.slug === slug)
      if (!isOwn && (!isOther || article.locale === lang))
        return c.redirect(`${HELP_PATH}/${article.slug}`, 301)
      await noteView(c, { ...ports, timeZone }, article.id, caller)
      return show(c, articlePage(lang ?? article.locale, article))
    },
  )

  routes.openapi(
    endpoint({
      ...{ method: 'get', path: '/sitemap.xml', action: 'help:read', tags },
      summary: 'What search engines may know',
      responses: {
        200: { description: 'A sitemap', content: { 'application/xml': { schema: z.string() } } },
      },
    }),
    async (c) =>
      c.body(await sitemap(db, publicUrl), 200, { 'Content-Type': 'application/xml; charset=utf-8' }),
  )

  routes.openapi(
    endpoint({
      ...{ method: 'get', path: '/robots.txt', action: 'help:read', tags },
      summary: 'Where search engines may look',
      responses: { 200: { description: 'Text', content: { 'text/plain': { schema: z.string() } } } },
    }),
    (c) =>
      c.text(
        `User-agent: *\nAllow: ${HELP_PATH}\nAllow: /assets/\nDisallow: /\nSitemap: ${publicUrl}/sitemap.xml\n`,
        200,
      ),
  )

  return routes
}
