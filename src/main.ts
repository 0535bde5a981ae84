import * as fs from 'node:fs'
import * as net from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import { createGateway } from './app.ts'
import { type Config, needsSandbox, readConfig } from './config.ts'
import { migrate } from './db/migrate.ts'
import { createDemoHelp } from './embedded/demo-help/create-demo-help.ts'
import { createDemoPeople, DEMO_PASSWORD, DEMO_PEOPLE, refuseDemoPeople } from './embedded/demo-people.ts'
import { openDatabase } from './embedded/postgres.ts'
import { startSandbox } from './embedded/sandbox.ts'
import { withGeneratedSecrets } from './embedded/secrets.ts'
import { StartupError } from './errors.ts'
import { createLog, type Log } from './log.ts'
import { createParts } from './parts.ts'
import type { CrmCheck } from './sync/check-crm.ts'

/** The process: reads the settings, starts what is needed, tells when it is ready, stops when told to. */

const ECHO_MS = 1_000
const CRM_CHECK_TIMEOUT_MS = 5_000

const parts = createParts()

try {
  if (fs.existsSync('.env')) process.loadEnvFile()
  const { environment, postgresPassword } = withGeneratedSecrets(process.env)
  const config = readConfig(environment)
  const log = createLog(config.log)
  stopOnSignals(log)
  await start(config, postgresPassword, log)
} catch (error) {
  // Told to stop before we were ready: whoever stops us sees to the end.
  if (!parts.stopping.aborted) {
    const sentence = error instanceof StartupError ? error.message : (error as Error).stack
    process.stderr.write(`Ponte cannot start. ${sentence}\n`)
    await stopParts(createLog({ level: 'error' }))
    process.exit(1)
  }
}

async function start(config: Config, postgresPassword: string, log: Log): Promise<void> {
  const { server, dataDir } = config
  await refuseTakenPort(server)
  const { crm } = config
  // With a real CRM the sandbox has no say: its events would bear the real token and be believed.
  const webhook =
    crm.kind === 'sandbox'
      ? { url: `http://127.0.0.1:${server.port}/webhook-bitrix24`, token: crm.eventTokens[0] ?? '' }
      : null
  const [database, sandbox] = await allOrFailure([
    parts.begin('database', () => openDatabase(config, postgresPassword, log, parts.stopping)),
    needsSandbox(config)
      ? parts.begin('sandbox', () => startSandbox({ port: config.sandbox.port, dataDir, webhook, log }))
      : null,
  ])
  await parts.finish(() => migrate(database.url))

  const smtpUrl = config.mail.kind === 'smtp' ? config.mail.url : (sandbox?.smtpUrl ?? '')
  const { gateway } = await parts.begin('gateway', async () => {
    const places = {
      databaseUrl: database.url,
      smtpUrl,
      sandboxUrl: sandbox?.url ?? '',
      s3Url: sandbox?.s3Url ?? '',
    }
    const gateway = await createGateway(config, places, { log })
    return { gateway, stop: () => gateway.close() }
  })
  await refuseWhereTicketsAreLost(gateway.ports.crmCheck)
  // Their password is known to all, so only where nobody else can come in.
  const withDemoPeople = config.db.kind === 'embedded' && server.host === '127.0.0.1'
  if (withDemoPeople) {
    await createDemoPeople(gateway.ports)
    await createDemoHelp(gateway.ports)
  } else await refuseDemoPeople(gateway.ports)
  parts.stopping.throwIfAborted()
  await gateway.listen(server.port, server.host).catch((error: NodeJS.ErrnoException) => {
    throw new StartupError(sentenceFor(error, server.port))
  })
  announce(server.publicUrl, { withDemoPeople, sandboxUrl: sandbox?.url ?? null })
}

/** Waits for both before it fails, so that what did start is known and can be stopped. */
async function allOrFailure<T extends readonly unknown[]>(
  starting: readonly [...{ [K in keyof T]: Promise<T[K]> | T[K] }],
) {
  await Promise.allSettled(starting)
  return Promise.all(starting)
}

/** A CRM that is away is no hindrance: tickets wait for it. One that would refuse each of them is. */
async function refuseWhereTicketsAreLost(crmCheck: CrmCheck): Promise<void> {
  const late = delay(CRM_CHECK_TIMEOUT_MS, [], { ref: false })
  const hindrances = await Promise.race([crmCheck.run(), late])
  if (hindrances.length > 0)
    throw new StartupError(`The CRM would take no ticket:\n  ${hindrances.join('\n  ')}`)
}

/** Said before anything is started; whoever takes the port later than this is met by `listen`. */
async function refuseTakenPort({ port, host }: Config['server']): Promise<void> {
  const probe = net.createServer()
  const failure = await new Promise<NodeJS.ErrnoException | null>((resolve) => {
    probe.once('error', resolve)
    probe.listen(port, host, () => probe.close(() => resolve(null)))
  })
  if (failure) throw new StartupError(sentenceFor(failure, port))
}

function sentenceFor({ code, message }: NodeJS.ErrnoException, port: number): string {
  if (code === 'EADDRINUSE') {
    return `Port ${port} is taken by another program. Stop that program, or choose another port: PORT=${port + 1} npm start`
  }
  if (code === 'EACCES')
    return `Port ${port} is not open to this user. Choose one above 1023: PORT=3000 npm start`
  return `Port ${port} cannot be opened: ${message}`
}

/** The few lines that a person reads; everything else is JSON on stderr. */
function announce(
  url: string,
  { withDemoPeople, sandboxUrl }: { withDemoPeople: boolean; sandboxUrl: string | null },
): void {
  const people = DEMO_PEOPLE.map(
    ({ matricula, full_name, role, department }) =>
      `  ${matricula}  ${full_name.padEnd(14)} ${role.padEnd(10)} ${department}`,
  )
  const lines = [
    `ready ${url}`,
    ...(withDemoPeople ? ['', `Sign in with the password ${DEMO_PASSWORD} as`, ...people] : []),
    ...(sandboxUrl ? ['', `The CRM to play with, and everybody's mailbox: ${sandboxUrl}`] : []),
    '',
  ]
  process.stdout.write(`${lines.join('\n')}\n`)
}

function stopOnSignals(log: Log): void {
  let stoppingSince = 0
  const stop = async (why: string, exitCode: number) => {
    if (stoppingSince > 0) {
      // Ctrl-C reaches us from the terminal and once more through npm; only a later one is impatience.
      if (Date.now() - stoppingSince > ECHO_MS) process.exit(1)
      return
    }
    stoppingSince = Date.now()
    log.info({ why }, 'stopping')
    const areAllStopped = await stopParts(log)
    log.info('stopped')
    process.exit(areAllStopped ? exitCode : 1)
  }
  process.on('SIGTERM', () => void stop('SIGTERM', 0))
  process.on('SIGINT', () => void stop('SIGINT', 0))
  process.on('uncaughtException', (error) => {
    log.fatal({ err: error }, 'uncaught')
    void stop('uncaught error', 1)
  })
}

function stopParts(log: Log): Promise<boolean> {
  return parts.stop((part, err) => log.error({ err, part }, 'a part could not be stopped'))
}
