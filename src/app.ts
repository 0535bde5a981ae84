import { randomUUID } from 'node:crypto'
import * as path from 'node:path'
import { fileURLToPath } from 'node:url'
import { createCallerReader } from './accounts/read-caller.ts'
import { createCpfVault } from './auth/cpf.ts'
import { createTokens } from './auth/tokens.ts'
import type { Config } from './config.ts'
import { createCrm } from './crm.ts'
import { checkKeys } from './db/check-keys.ts'
import { connectDatabase } from './db/connect.ts'
import { readInstance } from './db/read-instance.ts'
import { openSignals } from './db/signals.ts'
import { SANDBOX_S3 } from './embedded/sandbox.ts'
import { MOST_FILE_BYTES } from './files/message-limits.ts'
import type { UploadRules } from './files/store-upload.ts'
import { createMetrics } from './http/metrics.ts'
import { createHttpServer } from './http/node-server.ts'
import { createApp, type Limits } from './http/server.ts'
import { loadWeb } from './http/web.ts'
import { observeJobs } from './jobs/job-metrics.ts'
import { oneAtATime } from './jobs/one-at-a-time.ts'
import { withShapes } from './jobs/tasks.ts'
import { createJobs } from './jobs/wait.ts'
import { startWorker } from './jobs/worker.ts'
import type { Log } from './log.ts'
import { startNotices } from './notices/start-notices.ts'
import type { Clock, Ports } from './ports.ts'
import { createClamd } from './providers/clamd.ts'
import { createMinio } from './providers/minio.ts'
import { createOidc } from './providers/oidc.ts'
import { createSmtpMailer } from './providers/smtp.ts'
import { createWebPush } from './providers/web-push.ts'
import { startRealtime } from './realtime/server.ts'
import { createUpgrades } from './realtime/upgrades.ts'
import { accountLinkRoutes } from './routes/account-links.ts'
import { assignmentRoutes } from './routes/assignment.ts'
import { avatarRoutes } from './routes/avatars.ts'
import { boardRoutes } from './routes/board.ts'
import { categoryRoutes } from './routes/categories.ts'
import { CRM_EVENTS_PATH, crmEventRoutes } from './routes/crm-events.ts'
import { crmInstallRoutes } from './routes/crm-install.ts'
import { dashboardRoutes } from './routes/dashboard.ts'
import { docsRoutes } from './routes/docs.ts'
import { fileRoutes } from './routes/files.ts'
import { checkReadiness, healthRoutes } from './routes/health.ts'
import { helpRoutes } from './routes/help.ts'
import { helpAdminRoutes } from './routes/help-admin.ts'
import { helpOfferRoutes } from './routes/help-offers.ts'
import { helpPageRoutes } from './routes/help-pages.ts'
import { helpPictureRoutes } from './routes/help-pictures.ts'
import { helpSettingsRoutes } from './routes/help-settings.ts'
import { jobRoutes } from './routes/jobs.ts'
import { letterLinkRoutes } from './routes/letter-links.ts'
import { linkRoutes } from './routes/links.ts'
import { mailInRoutes } from './routes/mail-in.ts'
import { messageRoutes } from './routes/messages.ts'
import { movedRoutes } from './routes/moved.ts'
import { noticeRoutes } from './routes/notices.ts'
import { permissionRoutes } from './routes/permissions.ts'
import { portalAuthRoutes } from './routes/portal/auth.ts'
import { portalAvatarRoutes } from './routes/portal/avatars.ts'
import { portalCardRoutes } from './routes/portal/cards.ts'
import { portalCloseRoutes } from './routes/portal/close.ts'
import { portalTalkRoutes } from './routes/portal/talk.ts'
import { portalTicketRoutes } from './routes/portal/tickets.ts'
import { privacyRoutes } from './routes/privacy.ts'
import { problemRoutes } from './routes/problems.ts'
import { replyRoutes } from './routes/replies.ts'
import { ruleRoutes } from './routes/rules.ts'
import { sessionRoutes } from './routes/session.ts'
import { signInOptionRoutes } from './routes/sign-in-options.ts'
import { SIGN_ON_RETURN, signOnRoutes } from './routes/sign-on.ts'
import { signUpRoutes } from './routes/sign-ups.ts'
import { slaRoutes } from './routes/sla.ts'
import { slaReportRoutes } from './routes/sla-report.ts'
import { statsRoutes } from './routes/stats.ts'
import { syncRoutes } from './routes/sync.ts'
import { teamRoutes } from './routes/team.ts'
import { ticketChangeRoutes } from './routes/ticket-changes.ts'
import { ticketReadingRoutes } from './routes/ticket-reading.ts'
import { ticketRoutes } from './routes/tickets.ts'
import { userRoutes } from './routes/users.ts'
import { viewRoutes } from './routes/views.ts'
import { watcherRoutes } from './routes/watchers.ts'
import { createCrmCheck } from './sync/check-crm.ts'
import { noteUnfetched } from './sync/crm-file.ts'
import { createDictionaries } from './sync/dictionaries.ts'
import { parkEvents } from './sync/inbox.ts'
import { createInbox } from './sync/keep-events.ts'
import { openSpill } from './sync/spill.ts'
import { startRouter } from './sync/start-router.ts'
import { observeSync, showSpill } from './sync/sync-metrics.ts'
import { noteDead } from './tickets/note-dead.ts'
import { readStageMap } from './tickets/stages.ts'
import { judge, startWork, tasksOf, workOf } from './work.ts'

const VERSION = '0.1.0'
/** One looks for jobs and keeps their leases, two end them. */
const WORKER_CONNECTIONS = 3
/** Events are committed one batch after the other, and never wait behind requests. */
const INBOX_CONNECTIONS = 1
export const STAGES_FILE = fileURLToPath(import.meta.resolve('../crm.stages.json'))
const WEB_FOLDER = fileURLToPath(import.meta.resolve('../web/dist'))

/** Where the outside is: given in the configuration, or found out while starting the embedded parts. */
export type Places = {
  databaseUrl: string
  smtpUrl: string
  /** Of the sandbox's page, and of its CRM. */
  sandboxUrl: string
  /** Of the sandbox's file store. */
  s3Url: string
}

export type Gateway = {
  ports: Ports
  /** Method and path of everything that is served, as `GET /auth/users/:user_id`. */
  routes: readonly string[]
  listen(port: number, host?: string): Promise<number>
  /** Not ready at once; then requests are finished, work is put down, connections are closed. */
  close(): Promise<void>
}

/** Builds the gateway out of its configuration. But for the CRM, which is built in crm.ts, no other file names an adapter. */
export async function createGateway(
  config: Config,
  { databaseUrl, smtpUrl, sandboxUrl, s3Url }: Places,
  { log, clock = () => new Date(), ...limits }: { log: Log; clock?: Clock } & Limits,
): Promise<Gateway> {
  const cpfVault = createCpfVault(config.auth.cpfKeys)
  const database = connectDatabase(databaseUrl)
  const { db, working } = database
  const [instance, signals] = await checkKeys(db, { CPF_KEY: cpfVault.fingerprint })
    .then(async () => [await readInstance(db), await openSignals(databaseUrl, log)] as const)
    .catch(async (error: unknown) => {
      await database.close()
      throw error
    })
  const mailer = createSmtpMailer({ url: smtpUrl, from: config.mail.from })
  const files = createMinio(storeOf(config, s3Url))
  const uploads = uploadRules(config, instance)
  const metrics = createMetrics()
  const {
    provider: crm,
    receiveInstall,
    eventKey,
    freeRequests,
    close: closeCrm,
  } = createCrm(config, { db: working, clock, log, sandboxUrl, metrics, instance })

  const { pipelines } = config.crm
  const dictionaries = createDictionaries({ db: working, crm, log, pipelines })

  const tokens = createTokens(config.auth)
  const stageMap = readStageMap(STAGES_FILE)
  const crmCheck = createCrmCheck({ crm, log, stageMap, pipelines })
  const carried = {
    db,
    mailer,
    files,
    uploads,
    scanner: config.files.clamd && createClamd(config.files.clamd),
    push: createWebPush({
      secret: config.auth.jwtSecret,
      contact: `mailto:${config.mail.senders[0]}`,
      mayBeLocal: config.push.mayBeLocal,
      clock,
    }),
    crm,
    dictionaries,
    crmEventsUrl: eventKey && `${config.server.publicUrl}${CRM_EVENTS_PATH}/${eventKey}`,
    crmCheck,
    clock,
    log,
    tokens,
    cpfVault,
    stageMap,
  }
  const syncObserver = observeSync(metrics.registry, db)
  const worker = startWork(config.role === 'api' ? {} : workOf(carried, config, syncObserver), log)
  const own = connectDatabase(databaseUrl, WORKER_CONNECTIONS)
  const jobWorker =
    config.role === 'api'
      ? null
      : startWorker({
          ...{ db: working, own: own.planned, signals, judge, clock, log },
          tasks: withShapes(tasksOf({ ...carried, db: working }, config, syncObserver)),
          observer: observeJobs(metrics.registry, db),
          died: async (name, payload, reason) => {
            await noteDead(db, name, payload, reason)
            await parkEvents(db, name, payload, reason)
            await noteUnfetched(db, name, payload)
          },
        })
  const inboxName = randomUUID()
  const inbox = createInbox({
    connect: () => connectDatabase(databaseUrl, INBOX_CONNECTIONS),
    spill: await openSpill(path.join(config.dataDir, 'inbox')),
    name: inboxName,
    stored: (kinds) => router?.wake(kinds),
    clock,
    log,
  })
  showSpill(metrics.registry, inbox)
  const router =
    config.role === 'api'
      ? null
      : startRouter({ db: working, crm, signals, log, reader: jobWorker, inboxName })
  const noticeMaker =
    config.role === 'api' ? null : startNotices({ db: working, signals, clock, log }, config)
  const fieldCheck = oneAtATime(() => crmCheck.run().then(() => false), { name: 'check fields', log })
  signals.listen('crm-fields-changed', fieldCheck.wake)
  const ports: Ports = {
    ...carried,
    jobs: createJobs(db, signals, () => jobWorker?.wake()),
  }

  let isStopping = false
  const readiness = () => checkReadiness(ports, isStopping)
  const readCaller = createCallerReader(ports)
  const signOn = signOnOf(config, clock)
  const web = loadWeb(WEB_FOLDER, new URL(storeOf(config, s3Url).endpoint).origin)
  const app = createApp({
    server: config.server,
    log,
    metrics,
    readCaller,
    web,
    ...limits,
  })
  app.route('/', healthRoutes({ readiness, metrics }))
  app.route('/', problemRoutes())
  app.route('/', docsRoutes(app, { publicUrl: config.server.publicUrl, version: VERSION }))
  if (config.role !== 'worker') {
    app.route('/', sessionRoutes(ports, config, signOn))
    app.route('/', signInOptionRoutes(config))
    if (signOn) app.route('/', signOnRoutes(ports, config, signOn))
    app.route('/', userRoutes(ports, config))
    app.route('/', permissionRoutes(ports))
    app.route('/', signUpRoutes(ports))
    app.route('/', teamRoutes(ports))
    app.route('/', accountLinkRoutes(ports))
    app.route('/', fileRoutes(ports))
    app.route('/', avatarRoutes(ports))
    app.route('/', portalAvatarRoutes(ports))
    app.route('/', ticketReadingRoutes(ports, config))
    app.route('/', boardRoutes(ports, config))
    app.route('/', viewRoutes(ports))
    app.route('/', replyRoutes(ports, config))
    app.route('/', noticeRoutes(ports))
    app.route('/', assignmentRoutes(ports))
    app.route('/', letterLinkRoutes(ports, config, web.styles))
    app.route('/', dashboardRoutes(ports, config))
    app.route('/', statsRoutes(ports, config))
    app.route('/', ticketChangeRoutes(ports, config))
    app.route('/', portalAuthRoutes(ports, config))
    app.route('/', portalCloseRoutes(ports, config))
    app.route('/', portalTicketRoutes(ports, config))
    app.route('/', ticketRoutes(ports, config))
    app.route('/', messageRoutes(ports, config))
    app.route('/', watcherRoutes(ports))
    app.route('/', linkRoutes(ports))
    app.route('/', portalTalkRoutes(ports, config))
    app.route('/', portalCardRoutes(ports, config))
    app.route('/', categoryRoutes(ports))
    app.route('/', ruleRoutes(ports))
    app.route('/', helpRoutes(ports, config))
    app.route('/', helpPageRoutes(ports, config, web.styles))
    app.route('/', helpPictureRoutes(ports))
    app.route('/', helpOfferRoutes(ports, config))
    app.route('/', helpAdminRoutes(ports))
    app.route('/', movedRoutes())
    app.route('/', helpSettingsRoutes(ports))
    app.route('/', mailInRoutes(ports, config))
    app.route('/', privacyRoutes(ports))
    app.route('/', jobRoutes(ports))
    app.route('/', slaRoutes(ports))
    app.route('/', slaReportRoutes(ports, config))
    app.route('/', syncRoutes({ ...ports, inbox, freeRequests, pipelines }))
    app.route('/', crmEventRoutes({ ...ports, inbox, eventKey }))
    if (receiveInstall) app.route('/', crmInstallRoutes(ports, receiveInstall))
  }
  const server = createHttpServer(app, log)
  const upgrades = createUpgrades(server.node)
  const { webOrigins } = config.server
  const { redisUrl, sockets } = config
  const forRooms = { ...ports, databaseUrl, redisUrl, signals, readCaller, webOrigins, sockets }
  const realtime =
    config.role === 'worker'
      ? null
      : await startRealtime({ ...forRooms, registry: metrics.registry }, server.node, upgrades)

  return {
    ports,
    routes: app.routes
      .filter(({ method }) => method !== 'ALL')
      .map(({ method, path }) => `${method} ${path}`),
    listen: server.listen,
    async close() {
      isStopping = true
      dictionaries.close()
      await Promise.all([
        server.close(),
        // Their connections would keep the server from closing.
        realtime?.close(),
        worker.stop(),
        jobWorker?.stop(),
        router?.stop(),
        noticeMaker?.stop(),
        fieldCheck.stop(),
      ])
      await inbox.close()
      closeCrm()
      mailer.close()
      files.close()
      await Promise.all([signals.close(), own.close()])
      await database.close()
    },
  }
}

function signOnOf({ auth, server }: Config, clock: Clock) {
  if (!auth.signOn) return null
  const { issuer, clientId, clientSecret, roles } = auth.signOn
  return createOidc({
    issuer,
    clientId,
    clientSecret,
    redirectUri: `${server.publicUrl}${SIGN_ON_RETURN}`,
    leftUri: `${server.publicUrl}/entrar`,
    roles,
    clock,
  })
}

/** The store that the configuration names; without one, the sandbox's. */
const storeOf = ({ files }: Pick<Config, 'files'>, s3Url: string) =>
  files.kind === 's3' ? files : { ...SANDBOX_S3, bucket: files.bucket, endpoint: s3Url }

const uploadRules = ({ dataDir, files }: Config, instance: string): UploadRules => ({
  folder: path.join(dataDir, 'uploads'),
  quotaBytes: files.quotaBytes,
  mostBytes: MOST_FILE_BYTES,
  isScanned: files.clamd !== null,
  instance,
})
