import { z } from '@hono/zod-openapi'
import { countAttempt, LIMITS } from '#src/accounts/attempts.ts'
import { MAIL_VERDICTS } from '#src/db/mail-schema.ts'
import { DomainError } from '#src/errors.ts'
import { newRoutes } from '#src/http/edge.ts'
import { endpoint, json } from '#src/http/endpoint.ts'
import { isJson } from '#src/http/json-body.ts'
import { bodyOf } from '#src/http/read-body.ts'
import { acceptMail } from '#src/mail-in/accept-mail.ts'
import { InboundMail, MAIL_REASONS } from '#src/mail-in/inbound-mail.ts'
import { listMails } from '#src/mail-in/list-mails.ts'
import { signedBy } from '#src/mail-in/verify-mail.ts'
import type { Config, Ports } from '#src/ports.ts'
import { page, pageOf, pageQuery, placeOf } from './pages.ts'

const tags = ['mail']
const Taken = z.object({ id: z.int() }).openapi('MailTaken')

/** Mail that comes to us: brought by a relay, looked at by admins. */
export function mailInRoutes(ports: Ports, { mail }: Pick<Config, 'mail'>) {
  const routes = newRoutes()
  const { secret } = mail.inbound

  routes.openapi(
    endpoint({
      method: 'post',
      path: '/api/v1/mail/inbound',
      action: 'mail:bring',
      problems: [
        'not-found',
        'mail-not-signed',
        'mail-already-taken',
        'too-many-attempts',
        'content-type-not-supported',
        'body-too-large',
        'malformed-json',
        'malformed-request',
        'request-timeout',
        'file-store-away',
      ],
      tags,
      summary: 'A relay brings a mail',
      description:
        'As it is (message/rfc822), or as `{"raw": "<base64>"}` (application/json); 25 MB at the most. `X-Ponte-Timestamp`: seconds since 1970, at most five minutes off. `X-Ponte-Signature`: `sha256=` and in hexadecimal digits the HMAC-SHA256, by `MAIL_INBOUND_SECRET`, of the timestamp, a dot and the body.',
      request: {
        body: {
          required: true,
          content: { 'message/rfc822': { schema: { type: 'string', format: 'binary' } } },
        },
      },
      responses: { 202: json(Taken, 'It is kept, and looked at in a moment') },
    }),
    async (c) => {
      if (secret === null) throw new DomainError('not-found')
      const refuse = async (): Promise<never> => {
        await countAttempt(ports.db, LIMITS.mailAddress, c.var.visit.network, ports.clock())
        throw new DomainError('mail-not-signed')
      }
      const type = c.req.header('content-type') ?? ''
      if (!isJson(type) && !/^message\/rfc822\s*(;|$)/i.test(type))
        throw new DomainError('content-type-not-supported')
      const { 'x-ponte-timestamp': timestamp, 'x-ponte-signature': signature } = c.req.header()
      const signed = signedBy(timestamp, signature, ports.clock())
      if (!signed) return refuse()
      c.var.deadline.pause()
      const id = await acceptMail(ports, secret, { signed, isJson: isJson(type), body: bodyOf(c) })
      return id === null ? refuse() : c.json({ id }, 202)
    },
  )

  routes.openapi(
    endpoint({
      method: 'get',
      path: '/api/v1/admin/mail-in',
      action: 'mail:read',
      tags,
      summary: 'Mail that came in the last 30 days, and what became of it, the newest first',
      request: {
        query: z
          .object({
            verdict: z.enum(MAIL_VERDICTS).optional(),
            reason: z.enum(MAIL_REASONS).optional(),
            sender: z
              .string()
              .trim()
              .max(255)
              .optional()
              .openapi({ description: 'A part of the address that it is from' }),
          })
          .extend(pageQuery),
      },
      responses: { 200: json(pageOf(InboundMail), 'A page of mails') },
    }),
    async (c) => {
      const query = c.req.valid('query')
      const place = placeOf(query)
      const found = await listMails(ports, query, place)
      return c.json(page(found.items, { ...found, ...place }), 200)
    },
  )

  return routes
}
