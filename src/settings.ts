import { z } from 'zod'
import { StartupError } from './errors.ts'
import { ROLES } from './roles.ts'

/** Which variables exist, and what each must look like. What they mean together is told in config.ts. */

export type Environment = Readonly<Record<string, string | undefined>>

const wholeNumber = (min: number, max: number) =>
  z
    .string()
    .regex(/^\d{1,15}$/)
    .transform(Number)
    .refine((value) => value >= min && value <= max)
const decimal = (above: number, max: number) =>
  z
    .string()
    .regex(/^\d+(\.\d+)?$/)
    .transform(Number)
    .refine((value) => value > above && value <= max)
const listOf = <T extends z.ZodType<unknown, string>>(item: T) =>
  z
    .string()
    .transform((text) => text.split(',').map((part) => part.trim()))
    .pipe(z.array(item))
const url = (...protocols: string[]) => z.string().refine((text) => isUrl(text, protocols))
const origin = z.string().refine((text) => isUrl(text, ['http:', 'https:']) && new URL(text).origin === text)
const text = z.string()
const yesOrNo = z.enum(['true', 'false']).transform((value) => value === 'true')

const isUrl = (value: string, protocols: string[]) =>
  URL.canParse(value) && protocols.includes(new URL(value).protocol) && new URL(value).hostname !== ''

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name })
    return true
  } catch (error) {
    if (error instanceof RangeError) return false
    throw error
  }
}

/** The order is that of .env.example. `expected` ends the sentence "found ..., expected ...". */
export const SETTINGS = {
  NODE_ENV: {
    shape: z.enum(['production', 'development', 'test']).default('development'),
    expected: 'production, development or test',
  },
  PORT: { shape: wholeNumber(1, 65_535).default(3000), expected: 'a port, 1 to 65535' },
  PUBLIC_URL: {
    shape: origin.optional(),
    expected: 'an address without a path, as https://ponte.example.com',
  },
  WEB_ORIGINS: {
    shape: listOf(origin).optional(),
    expected: 'addresses without a path, as https://ponte.example.com, separated by commas',
  },
  PROXY_HOPS: {
    shape: wholeNumber(0, 10).default(0),
    expected: 'how many reverse proxies stand in front, 0 to 10',
  },
  ROLE: { shape: z.enum(['all', 'api', 'worker']).default('all'), expected: 'all, api or worker' },
  SOCKETS_MAX: { shape: wholeNumber(1, 1_000_000).default(10_000), expected: 'a number, 1 to 1000000' },
  SOCKETS_PER_USER: { shape: wholeNumber(1, 1_000_000).default(30), expected: 'a number, 1 to 1000000' },
  LOG_LEVEL: {
    shape: z.enum(['silent', 'fatal', 'error', 'warn', 'info', 'debug', 'trace']).default('info'),
    expected: 'silent, fatal, error, warn, info, debug or trace',
  },
  DATA_DIR: { shape: text.optional(), expected: 'a folder' },
  TZ_BUSINESS: {
    shape: text.refine(isTimeZone).default('America/Sao_Paulo'),
    expected: 'a time zone, as America/Sao_Paulo',
  },
  DATABASE_URL: {
    shape: url('postgres:', 'postgresql:').optional(),
    expected: 'postgres://user:password@host:5432/database',
    isSecret: true,
    isEndpoint: true,
  },
  REDIS_URL: { shape: url('redis:', 'rediss:').optional(), expected: 'redis://host:6379', isSecret: true },
  CRM_URL: {
    shape: url('http:', 'https:').optional(),
    expected: 'an incoming webhook, as https://company.bitrix24.com.br/rest/1/secret/',
    isSecret: true,
    isEndpoint: true,
  },
  CRM_OAUTH_CLIENT_ID: { shape: text.optional(), expected: 'the id of a local application' },
  CRM_OAUTH_CLIENT_SECRET: { shape: text.optional(), expected: 'its secret', isSecret: true },
  CRM_OAUTH_SERVERS: {
    shape: listOf(origin).default(['https://oauth.bitrix24.tech', 'https://oauth.bitrix.info']),
    expected: 'addresses without a path, as https://oauth.bitrix.info, separated by commas',
  },
  CRM_EVENT_TOKEN: {
    shape: listOf(text.min(8)).optional(),
    expected: 'application tokens of at least 8 characters, separated by commas',
    isSecret: true,
  },
  WEBHOOK_AUTH: { shape: z.enum(['on', 'off']).default('on'), expected: 'on or off' },
  CRM_PIPELINES: {
    shape: listOf(wholeNumber(0, 1_000_000)).default([19]),
    expected: 'numbers of deal categories, separated by commas',
  },
  CRM_RATE: { shape: decimal(0, 100).default(2), expected: 'calls a second, above 0 and at most 100' },
  CRM_BURST: { shape: wholeNumber(1, 1000).default(50), expected: 'a whole number, 1 to 1000' },
  SYNC_SWEEP_SECONDS: { shape: wholeNumber(0, 86_400).default(60), expected: 'seconds, 0 to 86400' },
  CRM_WAIT_MS: { shape: wholeNumber(0, 12_000).default(8000), expected: 'milliseconds, 0 to 12000' },
  CRM_WRITE_MODE: { shape: z.enum(['promise', 'sync']).default('promise'), expected: 'promise or sync' },
  S3_ENDPOINT: {
    shape: url('http:', 'https:').optional(),
    expected: 'an address, as https://files.example.com:9000',
    isEndpoint: true,
  },
  S3_ACCESS_KEY: { shape: text.optional(), expected: 'the access key of the file store' },
  S3_SECRET_KEY: { shape: text.optional(), expected: 'the secret key of the file store', isSecret: true },
  S3_BUCKET: {
    shape: text.regex(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/).default('anexos-email-bitrix'),
    expected: 'a bucket: 3 to 63 small letters, digits, dots and hyphens',
  },
  S3_REGION: { shape: text.default('us-east-1'), expected: 'a region, as us-east-1' },
  CLAMD_URL: { shape: url('tcp:').optional(), expected: 'an address, as tcp://localhost:3310' },
  UPLOAD_QUOTA_MB: { shape: wholeNumber(1, 1_000_000).default(500), expected: 'megabytes, 1 to 1000000' },
  SMTP_URL: {
    shape: url('smtp:', 'smtps:').optional(),
    expected: 'smtp://user:password@host:587 or smtps://user:password@host:465',
    isSecret: true,
    isEndpoint: true,
  },
  MAIL_FROM: {
    shape: text.regex(/^([^<>@"]{1,100} <)?[^<>@\s]+@[^<>@\s]+>?$/).optional(),
    expected: 'an address, as Central <central@example.com>',
  },
  MAIL_SENDERS: {
    shape: listOf(text.toLowerCase().regex(/^[^<>@\s]+@[^<>@\s]+$/)).optional(),
    expected: 'addresses, separated by commas',
  },
  MAIL_INBOUND_SECRET: {
    shape: text.min(32).optional(),
    expected: 'at least 32 random characters',
    isSecret: true,
  },
  MAIL_UNKNOWN: {
    shape: z.enum(['ignore', 'ticket', 'reply']).default('ignore'),
    expected: 'ignore, ticket or reply',
  },
  MAIL_TRUST_AUTH_RESULTS: {
    shape: text
      .toLowerCase()
      .regex(/^[a-z0-9.-]{1,253}$/)
      .optional(),
    expected: 'how your mail server calls itself in Authentication-Results, as mx.example.com',
  },
  EMAIL_VIA: { shape: z.enum(['smtp', 'crm']).default('smtp'), expected: 'smtp or crm' },
  ASSIGN_STARTS_WORK: { shape: yesOrNo.default(true), expected: 'true or false' },
  REQUESTER_SETS_PRIORITY: { shape: yesOrNo.default(true), expected: 'true or false' },
  AUTO_CLOSE_DAYS: { shape: wholeNumber(0, 3650).default(7), expected: 'days, 0 to 3650' },
  AUTO_CLOSE_NOTICE_DAYS: { shape: wholeNumber(0, 365).default(2), expected: 'days, 0 to 365' },
  CLOSED_REPLY: {
    shape: z.enum(['reopen', 'reject', 'follow_up']).default('reopen'),
    expected: 'reopen, reject or follow_up',
  },
  REOPEN_WINDOW_DAYS: { shape: wholeNumber(0, 3650).default(7), expected: 'days, 0 to 3650' },
  PORTAL_LIST_MAX: { shape: wholeNumber(1, 5000).default(500), expected: 'a whole number, 1 to 5000' },
  JWT_SECRET: {
    shape: text.min(32).optional(),
    expected: 'at least 32 random characters',
    isSecret: true,
  },
  CPF_KEY: {
    shape: listOf(text.regex(/^(\d{1,4}:)?[^:]{32,}$/))
      .refine((keys) => new Set(keys.map((key) => key.match(/^\d+(?=:)/)?.[0] ?? '1')).size === keys.length)
      .optional(),
    expected: 'at least 32 random characters; once changed, 2:<new>,1:<old>',
    isSecret: true,
  },
  ACCESS_TOKEN_TTL: { shape: wholeNumber(60, 604_800).default(900), expected: 'seconds, 60 to 604800' },
  AUTH_TOKENS_IN_BODY: {
    shape: z.enum(['full', 'access', 'none']).default('full'),
    expected: 'full, access or none',
  },
  SIGNUP_MODE: {
    shape: z.enum(['open', 'domain', 'approval', 'closed']).optional(),
    expected: 'open, domain, approval or closed',
  },
  SIGNUP_DOMAINS: {
    shape: listOf(text.toLowerCase().regex(/^[a-z0-9-]+(\.[a-z0-9-]+)+$/)).optional(),
    expected: 'mail domains, as example.com.br, separated by commas',
  },
  OIDC_ISSUER: {
    shape: url('http:', 'https:').optional(),
    expected: 'the issuer of an OpenID provider, as https://login.example.com/realms/company',
  },
  OIDC_CLIENT_ID: { shape: text.optional(), expected: 'the name of Ponte at the OpenID provider' },
  OIDC_CLIENT_SECRET: { shape: text.optional(), expected: 'its secret', isSecret: true },
  OIDC_LABEL: { shape: text.max(40).default('SSO'), expected: 'what people call it, up to 40 characters' },
  OIDC_NEW: { shape: z.enum(['create', 'link-only']).default('link-only'), expected: 'create or link-only' },
  OIDC_ROLE_CLAIM: { shape: text.min(1).optional(), expected: 'the name of a claim, as groups' },
  OIDC_ROLES: {
    shape: listOf(
      text
        .transform((pair) => [pair.slice(0, pair.lastIndexOf('=')), pair.slice(pair.lastIndexOf('=') + 1)])
        .pipe(z.tuple([text.min(1), z.enum(ROLES)])),
    ).optional(),
    expected: `pairs as ponte-admins=admin,service-desk=agent; roles are ${ROLES.join(', ')}`,
  },
  PASSWORD_SIGN_IN: { shape: z.enum(['on', 'off']).default('on'), expected: 'on or off' },
  SANDBOX_PORT: {
    shape: wholeNumber(1, 65_532).default(3100),
    expected: 'a port; the next three are used too',
  },
} as const satisfies Record<string, Setting>

type Setting = { shape: z.ZodType; expected: string; isSecret?: true; isEndpoint?: true }
type Name = keyof typeof SETTINGS
export type Settings = { [N in Name]: z.output<(typeof SETTINGS)[N]['shape']> }

/** Collects what is wrong with the environment, so that a person mends it in one go. */
export class Mistakes {
  readonly #lines = new Map<Name, string>()

  /** The first mistake of a setting is told; a later one would follow from it. */
  add(name: Name, found: string | undefined, expected: string = SETTINGS[name].expected): void {
    if (this.#lines.has(name)) return
    const { isSecret }: Setting = SETTINGS[name]
    const seen = found
      ? isSecret
        ? 'a value kept secret here'
        : JSON.stringify(found.slice(0, 200))
      : 'nothing'
    this.#lines.set(name, `  ${name.padEnd(24)} found ${seen}, expected ${expected}`)
  }

  throwIfAny(): void {
    const lines = [...this.#lines.values()]
    if (lines.length === 0) return
    const said = lines.length === 1 ? '1 setting is wrong' : `${lines.length} settings are wrong`
    throw new StartupError(`${said}:\n${lines.join('\n')}\nAll settings are explained in .env.example.`)
  }
}

/** What is wrong is noted and read as if it were not given, so that the rest can be looked at too. */
export function parseSettings(environment: Environment, mistakes: Mistakes): Settings {
  const values: Partial<Record<Name, unknown>> = {}
  for (const name of Object.keys(SETTINGS) as Name[]) {
    const setting: Setting = SETTINGS[name]
    const found = givenFor(name, environment)
    // An endpoint left empty is a deployment that forgot it, and must not fall back to the sandbox.
    const isMissing = found === '' && !setting.isEndpoint
    const parsed = setting.shape.safeParse(isMissing ? undefined : found)
    if (!parsed.success) mistakes.add(name, found)
    values[name] = parsed.success ? parsed.data : setting.shape.parse(undefined)
  }
  // Every name was parsed by its own shape above.
  return values as Settings
}

/** The variable itself, or what stands for it in the environment of the portal that Ponte replaces. */
function givenFor(name: Name, environment: Environment): string | undefined {
  if (environment[name] !== undefined) return environment[name]
  switch (name) {
    case 'DATABASE_URL':
      return databaseUrlFromParts(environment)
    case 'CRM_URL':
      return environment.BITRIX_INBOUND_URL
    case 'S3_ENDPOINT':
      return withProtocol(environment.IP_SERVIDOR_NFS)
    case 'S3_ACCESS_KEY':
      return environment.MINIO_USER
    case 'S3_SECRET_KEY':
      return environment.MINIO_SENHA
    case 'MAIL_FROM':
      return environment.WEBMAIL_USUARIO
    default:
      return undefined
  }
}

function databaseUrlFromParts(environment: Environment): string | undefined {
  const { PG_BOTAPP_HOST: host, PG_BOTAPP_PORT: port = '5432', PG_BOTAPP_USER: user = '' } = environment
  if (host === undefined) return undefined
  if (host === '') return ''
  const password = encodeURIComponent(environment.PG_BOTAPP_PASSWORD ?? '')
  const database = encodeURIComponent(environment.PG_CARVALIMA_HELPDESK_DBNAME ?? '')
  return `postgres://${encodeURIComponent(user)}:${password}@${host}:${port}/${database}`
}

/** The old name holds host:port; only port 443 means https. */
function withProtocol(address: string | undefined): string | undefined {
  if (!address || address.includes('://')) return address
  return `${address.endsWith(':443') ? 'https' : 'http'}://${address}`
}
