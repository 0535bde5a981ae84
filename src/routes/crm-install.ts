import { z } from '@hono/zod-openapi'
import { countAttempt, LIMITS } from '#src/accounts/attempts.ts'
import { newRoutes } from '#src/http/edge.ts'
import { endpoint } from '#src/http/endpoint.ts'
import { readFormBody } from '#src/http/form-body.ts'
import { promise } from '#src/jobs/queue.ts'
import type { Ports } from '#src/ports.ts'

/** What the CRM posts when our application is installed there, or removed. Throws DomainError. */
export type ReceiveInstall = (body: string) => Promise<'installed' | 'removed'>

export const CRM_INSTALL_PATH = '/crm/install'

/** The installation path that an administrator enters in the CRM. */
export function crmInstallRoutes({ db, clock }: Pick<Ports, 'db' | 'clock'>, receiveInstall: ReceiveInstall) {
  const routes = newRoutes()
  routes.openapi(
    endpoint({
      method: 'post',
      path: CRM_INSTALL_PATH,
      action: 'crm:install',
      problems: [
        'crm-install-refused',
        'crm-away',
        'too-many-attempts',
        'body-too-large',
        'content-type-not-supported',
        'request-timeout',
      ],
      tags: ['crm'],
      summary: 'Called by the CRM when our application is installed there, or removed',
      responses: {
        200: { description: 'Proved and kept', content: { 'text/plain': { schema: z.string() } } },
      },
    }),
    async (c) => {
      const body = await readFormBody(c)
      await countAttempt(db, LIMITS.crmInstallAddress, c.var.visit.network, clock())
      // Done again if it is lost: each gateway sees to it every hour.
      if ((await receiveInstall(body)) === 'installed')
        await promise(db, 'subscribe-crm', {}, { merge: true, lane: 'people' })
      return c.text('OK', 200)
    },
  )
  return routes
}
