import { z } from '@hono/zod-openapi'
import { eq } from 'drizzle-orm'
import type { Context } from 'hono'
import { NOTICE_KINDS, type NoticeKind } from '#src/db/notice-schema.ts'
import { users } from '#src/db/schema.ts'
import { everyLanguage, layout } from '#src/help/pages/layout.ts'
import { type Edge, newRoutes } from '#src/http/edge.ts'
import { endpoint } from '#src/http/endpoint.ts'
import { readBody } from '#src/http/read-body.ts'
import { PAGE_POLICY } from '#src/http/security-headers.ts'
import { LOCALES, type Locale } from '#src/locale.ts'
import { RATING_PATH, STOP_PATH } from '#src/notices/letter-addresses.ts'
import { type LetterPage, ratingPage, stopPage } from '#src/notices/letter-pages.ts'
import { stopLetters } from '#src/notices/preferences.ts'
import { type FoundLink, rateByLetter, readRatingLink } from '#src/notices/rate-by-letter.ts'
import type { Config, Ports } from '#src/ports.ts'
import { Feedback, Rating } from '#src/tickets/rating.ts'

const tags = ['notifications']
const html = { 200: { description: 'A page for people', content: { 'text/html': { schema: z.string() } } } }
const request = {
  params: z.object({ token: z.string().max(200) }),
  query: z.object({ lang: z.enum(LOCALES).optional() }),
}

/** Where links in letters lead: for whoever has the letter, signed in or not. Looking changes nothing; mail servers look first. */
export function letterLinkRoutes(
  ports: Ports,
  { server }: Pick<Config, 'server'>,
  styles: readonly string[],
) {
  const { db, tokens } = ports
  const { publicUrl } = server
  const routes = newRoutes()

  const show = (c: Context<Edge>, locale: Locale, path: string, page: LetterPage) => {
    c.header('Content-Security-Policy', PAGE_POLICY)
    c.header('Cache-Control', 'no-store')
    c.header('Content-Language', locale)
    const languages = everyLanguage(path)
    const addresses = { canonical: path, alternates: {}, languages }
    return c.html(
      layout(
        { ...page, ...addresses, locale, description: page.title, isIndexed: false },
        { publicUrl, styles },
      ),
      200,
    )
  }
  const fieldsOf = async (c: Context<Edge>) =>
    new URLSearchParams(Buffer.from(await readBody(c)).toString('utf8'))

  const showRating = (
    c: Context<Edge>,
    token: string,
    found: FoundLink,
    done: 'rated' | 'skipped' | null,
    isMissing = false,
  ) => {
    const asked = z.enum(LOCALES).safeParse(c.req.query('lang')).data
    const locale = asked ?? found.locale ?? c.var.visit.locale
    const path = `${RATING_PATH}/${token}`
    return show(
      c,
      locale,
      path,
      ratingPage(locale, found, { action: `${path}?lang=${locale}`, done, isMissing }),
    )
  }

  routes.openapi(
    endpoint({
      ...{ method: 'get', path: `${RATING_PATH}/{token}`, action: 'ratings:give', tags },
      summary: 'The page behind the link in the letter about a solution: how did it go?',
      request,
      responses: html,
    }),
    async (c) => {
      const { token } = c.req.valid('param')
      return showRating(c, token, await readRatingLink(ports, token), null)
    },
  )

  routes.openapi(
    endpoint({
      ...{ method: 'post', path: `${RATING_PATH}/{token}`, action: 'ratings:give', tags },
      summary: 'Say how it went, or that one would rather not; once',
      request,
      responses: html,
    }),
    async (c) => {
      const { token } = c.req.valid('param')
      const fields = await fieldsOf(c)
      if (fields.get('do') === 'skip')
        return showRating(c, token, await rateByLetter(ports, token, null, c.var.visit), 'skipped')
      const rating = Rating.safeParse(Number(fields.get('rating') ?? ''))
      const feedback = Feedback.safeParse((fields.get('feedback') ?? '').trim())
      if (!rating.success || !feedback.success)
        return showRating(c, token, await readRatingLink(ports, token), null, true)
      const given = { rating: rating.data, ...(feedback.data && { feedback: feedback.data }) }
      return showRating(c, token, await rateByLetter(ports, token, given, c.var.visit), 'rated')
    },
  )

  const showStop = async (c: Context<Edge>, token: string, isDone: boolean) => {
    const found = tokens.readStop(token)
    const [person] = found
      ? await db.select({ locale: users.locale }).from(users).where(eq(users.id, found.userId))
      : []
    const asked = z.enum(LOCALES).safeParse(c.req.query('lang')).data
    const locale = asked ?? person?.locale ?? c.var.visit.locale
    const path = `${STOP_PATH}/${token}`
    const state = found === null ? 'unknown' : isDone ? 'done' : 'asked'
    return show(c, locale, path, stopPage(locale, { state, action: `${path}?lang=${locale}` }))
  }

  routes.openapi(
    endpoint({
      ...{ method: 'get', path: `${STOP_PATH}/{token}`, action: 'notices:stop', tags },
      summary: 'The page behind the link by which letters are turned off',
      request,
      responses: html,
    }),
    async (c) => showStop(c, c.req.valid('param').token, false),
  )

  routes.openapi(
    endpoint({
      ...{ method: 'post', path: `${STOP_PATH}/{token}`, action: 'notices:stop', tags },
      summary:
        'Turn off letters, and nothing else: those of a kind, or all, as mail programs ask by one click (RFC 8058)',
      request,
      responses: html,
    }),
    async (c) => {
      const { token } = c.req.valid('param')
      const fields = await fieldsOf(c)
      const found = tokens.readStop(token)
      const isOne =
        fields.get('which') === 'kind' && (NOTICE_KINDS as readonly string[]).includes(found?.kind ?? '')
      if (found) await stopLetters(db, found.userId, isOne ? [found.kind as NoticeKind] : NOTICE_KINDS)
      return showStop(c, token, true)
    },
  )

  return routes
}
