import * as path from 'node:path'
import { type Environment, Mistakes, parseSettings, type Settings } from './settings.ts'

/** What the settings mean: frozen, grouped by the part that each group goes to, alternatives as unions. */
export type Config = ReturnType<typeof readConfig>

/** `main.ts` hands over the environment; tests hand over plain values. Throws with all mistakes at once. */
export function readConfig(environment: Environment) {
  const mistakes = new Mistakes()
  const settings = parseSettings(environment, mistakes)
  const isProduction = settings.NODE_ENV === 'production'
  if (isProduction) refuseSandbox(settings, mistakes)
  const publicUrl = settings.PUBLIC_URL ?? `http://localhost:${settings.PORT}`
  const webOrigins = settings.WEB_ORIGINS ?? [publicUrl]
  const isLocal = isLocalhost(publicUrl)
  if (publicUrl.startsWith('http:') && !isLocal) {
    mistakes.add(
      'PUBLIC_URL',
      publicUrl,
      'https: browsers keep sign-in cookies to https, except on localhost',
    )
  }

  const config = {
    isProduction,
    role: settings.ROLE,
    dataDir: dataDirOf(environment),
    timeZone: settings.TZ_BUSINESS,
    server: {
      port: settings.PORT,
      // While trying it out the demo people's password is known to all, so nobody else shall reach it.
      host: isLocal && !isProduction ? '127.0.0.1' : undefined,
      publicUrl,
      webOrigins,
      proxyHops: settings.PROXY_HOPS,
      isProduction,
    },
    sockets: { most: settings.SOCKETS_MAX, mostOfOne: settings.SOCKETS_PER_USER },
    log: { level: settings.LOG_LEVEL },
    db: settings.DATABASE_URL
      ? ({ kind: 'external', url: settings.DATABASE_URL } as const)
      : ({ kind: 'embedded' } as const),
    crm: readCrm(settings, mistakes, isProduction),
    files: readFiles(settings, mistakes),
    mail: readMail(settings, environment, mistakes),
    // Whoever can name an address that we push to could reach what is beside us.
    push: { mayBeLocal: isLocal && !isProduction },
    tickets: {
      waitMs: settings.CRM_WAIT_MS,
      isSync: settings.CRM_WRITE_MODE === 'sync',
      emailVia: settings.EMAIL_VIA,
      assignStartsWork: settings.ASSIGN_STARTS_WORK,
      requesterSetsPriority: settings.REQUESTER_SETS_PRIORITY,
      closedReply: settings.CLOSED_REPLY,
      autoCloseNoticeDays: settings.AUTO_CLOSE_NOTICE_DAYS,
      autoCloseDays: settings.AUTO_CLOSE_DAYS,
      reopenWindowDays: settings.REOPEN_WINDOW_DAYS,
      portalListMax: settings.PORTAL_LIST_MAX,
    },
    auth: readAuth(settings, mistakes, { isProduction, publicUrl, webOrigins }),
    redisUrl: settings.REDIS_URL ?? null,
    sandbox: { port: settings.SANDBOX_PORT },
  }
  mistakes.throwIfAny()
  return deepFreeze(config)
}

/** Known before the rest, because secrets that were not given are kept there. */
export const dataDirOf = ({ DATA_DIR }: Environment) => path.resolve(DATA_DIR || '.data')

/** True when anything outside is played by the sandbox, which then has to run beside the gateway. */
export const needsSandbox = ({ crm, files, mail }: Pick<Config, 'crm' | 'files' | 'mail'>) =>
  [crm, files, mail].some(({ kind }) => kind === 'sandbox')

function refuseSandbox(settings: Settings, mistakes: Mistakes): void {
  const instead = 'a value: with NODE_ENV=production there is no sandbox'
  if (!settings.CRM_URL && !settings.CRM_OAUTH_CLIENT_ID) mistakes.add('CRM_URL', undefined, instead)
  if (!settings.S3_ENDPOINT) mistakes.add('S3_ENDPOINT', undefined, instead)
  if (!settings.SMTP_URL) mistakes.add('SMTP_URL', undefined, instead)
}

function readCrm(settings: Settings, mistakes: Mistakes, isProduction: boolean) {
  const checksEvents = settings.WEBHOOK_AUTH === 'on'
  if (!checksEvents && isProduction)
    mistakes.add('WEBHOOK_AUTH', 'off', 'on: with NODE_ENV=production anybody could tell us of events')
  const common = {
    eventTokens: settings.CRM_EVENT_TOKEN ?? [],
    checksEvents,
    pipelines: settings.CRM_PIPELINES,
    rate: settings.CRM_RATE,
    burst: settings.CRM_BURST,
    sweepSeconds: settings.SYNC_SWEEP_SECONDS,
  }
  const {
    CRM_URL: webhookUrl,
    CRM_OAUTH_CLIENT_ID: clientId,
    CRM_OAUTH_CLIENT_SECRET: clientSecret,
  } = settings
  if (clientId && !clientSecret)
    mistakes.add('CRM_OAUTH_CLIENT_SECRET', undefined, 'a value beside CRM_OAUTH_CLIENT_ID')
  const servers = settings.CRM_OAUTH_SERVERS
  const open = servers.find((server) => server.startsWith('http:') && !isLocalhost(server))
  if (clientId && open) mistakes.add('CRM_OAUTH_SERVERS', open, 'https: the secret is sent there')
  if (clientId)
    return { kind: 'oauth', clientId, clientSecret: clientSecret ?? '', servers, ...common } as const
  if (!webhookUrl) return { kind: 'sandbox', ...common } as const
  if (common.eventTokens.length === 0 && checksEvents)
    mistakes.add('CRM_EVENT_TOKEN', undefined, 'the token of the outgoing webhook')
  return { kind: 'webhook', webhookUrl, ...common } as const
}

function readFiles(settings: Settings, mistakes: Mistakes) {
  const { S3_ENDPOINT: endpoint, S3_ACCESS_KEY: accessKey, S3_SECRET_KEY: secretKey } = settings
  const clamd = settings.CLAMD_URL ? addressOf(settings.CLAMD_URL) : null
  const common = { clamd, bucket: settings.S3_BUCKET, quotaBytes: settings.UPLOAD_QUOTA_MB * 1024 * 1024 }
  if (!endpoint) return { kind: 'sandbox', ...common } as const
  if (!accessKey) mistakes.add('S3_ACCESS_KEY', undefined, 'a value beside S3_ENDPOINT')
  if (!secretKey) mistakes.add('S3_SECRET_KEY', undefined, 'a value beside S3_ENDPOINT')
  const keys = { accessKey: accessKey ?? '', secretKey: secretKey ?? '' }
  return { kind: 's3', endpoint, ...keys, ...common, region: settings.S3_REGION } as const
}

/** 3310 is where ClamAV listens by default. */
function addressOf(url: string): { host: string; port: number } {
  const { hostname, port } = new URL(url)
  return { host: hostname.replace(/^\[|\]$/g, ''), port: Number(port) || 3310 }
}

function readMail(settings: Settings, environment: Environment, mistakes: Mistakes) {
  const from = settings.MAIL_FROM ?? 'Ponte <ponte@example.com>'
  const senders = [/<(.+)>$/.exec(from)?.[1] ?? from, ...(settings.MAIL_SENDERS ?? [])].map((one) =>
    one.toLowerCase(),
  )
  const inbound = {
    secret: settings.MAIL_INBOUND_SECRET ?? null,
    unknown: settings.MAIL_UNKNOWN,
    authServer: settings.MAIL_TRUST_AUTH_RESULTS ?? null,
  }
  if (!settings.SMTP_URL) {
    if (environment.WEBMAIL_USUARIO) {
      mistakes.add(
        'SMTP_URL',
        undefined,
        'a mail server beside WEBMAIL_USUARIO, as smtp://mail.example.com:587',
      )
    }
    return { kind: 'sandbox', from, senders, inbound } as const
  }
  if (!settings.MAIL_FROM) mistakes.add('MAIL_FROM', undefined, 'a value beside SMTP_URL')
  const url = new URL(settings.SMTP_URL)
  if (!url.username && environment.WEBMAIL_USUARIO) {
    url.username = encodeURIComponent(environment.WEBMAIL_USUARIO)
    url.password = encodeURIComponent(environment.WEBMAIL_SENHA ?? '')
  }
  return { kind: 'smtp', url: url.href, from, senders, inbound } as const
}

type Surroundings = { isProduction: boolean; publicUrl: string; webOrigins: string[] }

function readAuth(
  settings: Settings,
  mistakes: Mistakes,
  { isProduction, publicUrl, webOrigins }: Surroundings,
) {
  const needed = 'at least 32 random characters, as from: openssl rand -base64 48'
  if (!settings.JWT_SECRET) mistakes.add('JWT_SECRET', undefined, needed)
  if (!settings.CPF_KEY) mistakes.add('CPF_KEY', undefined, needed)
  const signUpMode = settings.SIGNUP_MODE ?? (isProduction ? 'domain' : 'open')
  if (signUpMode === 'domain' && !settings.SIGNUP_DOMAINS) {
    mistakes.add(
      'SIGNUP_DOMAINS',
      undefined,
      'mail domains that may sign up, or SIGNUP_MODE=open, approval or closed',
    )
  }
  // Whoever may sign up by any address could wait in the account of somebody else until they come by the provider.
  if (settings.OIDC_ISSUER && signUpMode === 'open' && isProduction)
    mistakes.add(
      'SIGNUP_MODE',
      'open',
      'domain, approval or closed beside OIDC_ISSUER: nobody proves an address',
    )
  if (settings.PASSWORD_SIGN_IN === 'off' && !settings.OIDC_ISSUER)
    mistakes.add('PASSWORD_SIGN_IN', 'off', 'on: without OIDC_ISSUER nobody could sign in')
  const sameSite = webOrigins.every((origin) => isSameSite(origin, publicUrl)) ? 'Lax' : 'None'
  return {
    jwtSecret: settings.JWT_SECRET ?? '',
    cpfKeys: (settings.CPF_KEY ?? []).map(readCpfKey).sort((a, b) => b.version - a.version),
    accessTokenTtlS: settings.ACCESS_TOKEN_TTL,
    tokensInBody: settings.AUTH_TOKENS_IN_BODY,
    signUp: { mode: signUpMode, domains: settings.SIGNUP_DOMAINS ?? [] },
    signOn: readSignOn(settings, mistakes, publicUrl),
    takesPasswords: settings.PASSWORD_SIGN_IN === 'on',
    // Browsers accept SameSite=None only with Secure; they treat http://localhost as secure enough for both.
    cookie: { secure: sameSite === 'None' || publicUrl.startsWith('https:'), sameSite },
  } as const
}

function readSignOn(settings: Settings, mistakes: Mistakes, publicUrl: string) {
  const { OIDC_ISSUER: issuer, OIDC_CLIENT_ID: clientId } = settings
  if (!issuer) return null
  if (!clientId) mistakes.add('OIDC_CLIENT_ID', undefined, 'a value beside OIDC_ISSUER')
  if (issuer.startsWith('http:') && !(isLocalhost(issuer) && isLocalhost(publicUrl)))
    mistakes.add('OIDC_ISSUER', issuer, 'https: it says who people are')
  const { OIDC_ROLE_CLAIM: claim, OIDC_ROLES: roles } = settings
  if (claim && !roles) mistakes.add('OIDC_ROLES', undefined, 'pairs beside OIDC_ROLE_CLAIM')
  if (roles && !claim) mistakes.add('OIDC_ROLE_CLAIM', undefined, 'a value beside OIDC_ROLES')
  return {
    /** Null: roles are given here alone. */
    roles: claim && roles ? { claim, of: new Map(roles) } : null,
    ...{ issuer, clientId: clientId ?? '', clientSecret: settings.OIDC_CLIENT_SECRET ?? null },
    ...{ label: settings.OIDC_LABEL, forNew: settings.OIDC_NEW },
  }
}

function readCpfKey(entry: string) {
  const [version, key] = entry.includes(':') ? entry.split(':', 2) : ['1', entry]
  return { version: Number(version), key: key ?? '' }
}

function isLocalhost(url: string): boolean {
  const { hostname } = new URL(url)
  return hostname === 'localhost' || hostname === '127.0.0.1' || hostname === '[::1]'
}

/**
 * Whether browsers send Lax cookies from one to the other. Without the public suffix list we cannot know for
 * hosts such as a.co.uk and b.co.uk; where in doubt the answer is no, which works, only less strictly.
 */
export function isSameSite(a: string, b: string): boolean {
  const [one, other] = [new URL(a), new URL(b)]
  if (one.protocol !== other.protocol) return false
  if (one.hostname === other.hostname) return true
  const [labels, otherLabels] = [one.hostname.split('.').reverse(), other.hostname.split('.').reverse()]
  let shared = 0
  while (labels[shared] && labels[shared] === otherLabels[shared]) shared += 1
  if (shared === Math.min(labels.length, otherLabels.length)) return shared >= 2
  return shared >= (labels[0]?.length === 2 ? 3 : 2) && !/^\d+$/.test(labels[0] ?? '')
}

function deepFreeze<T extends object>(value: T): Readonly<T> {
  for (const part of Object.values(value)) if (part && typeof part === 'object') deepFreeze(part)
  return Object.freeze(value)
}
