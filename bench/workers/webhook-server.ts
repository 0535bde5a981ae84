import * as fs from 'node:fs'
import { createRequire } from 'node:module'
import * as os from 'node:os'
import * as path from 'node:path'
import type * as StripeSyncEngine from '@supabase/stripe-sync-engine'
import pino from 'pino'
import { connectDatabase } from '#src/db/connect.ts'
import { newRoutes } from '#src/http/edge.ts'
import { createMetrics } from '#src/http/metrics.ts'
import { createHttpServer } from '#src/http/node-server.ts'
import { readBody } from '#src/http/read-body.ts'
import { createApp } from '#src/http/server.ts'
import { createLog } from '#src/log.ts'
import { isOneOf, readEvent } from '#src/providers/bitrix24/events.ts'
import { crmEventRoutes } from '#src/routes/crm-events.ts'
import { createInbox, type Inbox } from '#src/sync/keep-events.ts'
import { openSpill } from '#src/sync/spill.ts'

/**
 * One side of the scenario `webhook`, behind the same edge: `ours`, `bare` (the same without a database), `stripe` (what
 * stripe-sync-engine does with an event). Tells its port, and how much CPU it took when asked.
 */
const [side = '', databaseUrl = '', token = ''] = process.argv.slice(2)
const log = createLog({ level: 'info', destination: pino.destination({ dest: '/dev/null', sync: true }) })
const app = createApp({
  server: {
    port: 0,
    host: undefined,
    publicUrl: 'http://localhost',
    webOrigins: [],
    proxyHops: 0,
    isProduction: false,
  },
  log,
  metrics: createMetrics(),
  readCaller: async () => Promise.reject(new Error('nobody signs in here')),
  web: { find: () => null, notFoundPage: null, styles: [] },
})

if (side === 'stripe') {
  // As a module it does not find its own migrations.
  const engine: typeof StripeSyncEngine = createRequire(import.meta.url)('@supabase/stripe-sync-engine')
  await engine.runMigrations({ databaseUrl, schema: 'stripe' })
  const sync = new engine.StripeSync({
    poolConfig: { connectionString: databaseUrl, max: 10 },
    stripeSecretKey: 'sk_test_bench',
    stripeWebhookSecret: token,
  })
  const routes = newRoutes()
  routes.post('/webhook', async (c) => {
    await sync.processWebhook(Buffer.from(await readBody(c)), c.req.header('stripe-signature'))
    return c.json('OK', 200)
  })
  app.route('/', routes)
} else {
  const { db } = connectDatabase(databaseUrl)
  const crm = { readEvent: (body: string) => readEvent(body, async (given) => isOneOf(given.token, [token])) }
  const clock = () => new Date()
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'ponte-bench-inbox-'))
  const inbox: Pick<Inbox, 'keep'> =
    side === 'bare'
      ? { keep: async () => undefined }
      : createInbox({
          connect: () => connectDatabase(databaseUrl, 1),
          spill: await openSpill(folder),
          clock,
          log,
        })
  // Of the CRM and the inbox the route asks no more than this.
  const needed = { db, crm, clock, inbox, eventKey: null } as unknown as Parameters<typeof crmEventRoutes>[0]
  app.route('/', crmEventRoutes(needed))
}
const port = await createHttpServer(app, log).listen(0, '127.0.0.1')
process.send?.(port)
process.on('disconnect', () => process.exit())
