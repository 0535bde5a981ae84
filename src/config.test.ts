import { expect, test } from 'vitest'
import { TEST_SECRETS } from '#test/settings.ts'
import { isSameSite, needsSandbox, readConfig } from './config.ts'

const read = (environment: Record<string, string> = {}) => readConfig({ ...TEST_SECRETS, ...environment })

const OUTSIDE = {
  DATABASE_URL: 'postgres://ponte:pw@db.internal:5432/ponte',
  CRM_URL: 'https://company.bitrix24.com.br/rest/1/abcdef/',
  CRM_EVENT_TOKEN: 'token-of-the-webhook',
  S3_ENDPOINT: 'https://files.internal:9000',
  S3_ACCESS_KEY: 'access',
  S3_SECRET_KEY: 'secret',
  SMTP_URL: 'smtp://mail.internal:587',
  MAIL_FROM: 'Central <central@example.com>',
}
const PRODUCTION = {
  ...OUTSIDE,
  NODE_ENV: 'production',
  PUBLIC_URL: 'https://ponte.example.com',
  SIGNUP_DOMAINS: 'example.com',
}

function mistakesOf(environment: Record<string, string>): string {
  try {
    read(environment)
  } catch (error) {
    return (error as Error).message
  }
  return ''
}

test('nothing set: everything is embedded, on port 3000, and anyone may sign up', () => {
  const config = read()
  expect(config.server).toMatchObject({ port: 3000, publicUrl: 'http://localhost:3000', host: '127.0.0.1' })
  expect(config).toMatchObject({
    db: { kind: 'embedded' },
    crm: { kind: 'sandbox', pipelines: [19], rate: 2, burst: 50 },
    files: { kind: 'sandbox', bucket: 'anexos-email-bitrix' },
    mail: { kind: 'sandbox' },
    auth: { signUp: { mode: 'open' }, accessTokenTtlS: 900, tokensInBody: 'full' },
    timeZone: 'America/Sao_Paulo',
  })
  expect(needsSandbox(config)).toBe(true)
})

test('each of the four outside services can be replaced on its own', () => {
  expect(read({ DATABASE_URL: OUTSIDE.DATABASE_URL }).db.kind).toBe('external')
  expect(read({ CRM_URL: OUTSIDE.CRM_URL, CRM_EVENT_TOKEN: 'a-long-token' }).crm.kind).toBe('webhook')
  expect(read({ SMTP_URL: OUTSIDE.SMTP_URL, MAIL_FROM: OUTSIDE.MAIL_FROM }).mail.kind).toBe('smtp')
  const { S3_ENDPOINT, S3_ACCESS_KEY, S3_SECRET_KEY } = OUTSIDE
  expect(read({ S3_ENDPOINT, S3_ACCESS_KEY, S3_SECRET_KEY }).files.kind).toBe('s3')
  expect(needsSandbox(read(OUTSIDE))).toBe(false)
})

test('the configuration is frozen, groups and lists included', () => {
  const config = read()
  expect(Object.isFrozen(config)).toBe(true)
  expect(Object.isFrozen(config.server)).toBe(true)
  expect(Object.isFrozen(config.crm.pipelines)).toBe(true)
})

test('every mistake is listed at once, with name, what was found and what is expected', () => {
  const message = mistakesOf({
    PORT: 'abc',
    LOG_LEVEL: 'loud',
    TZ_BUSINESS: 'Mars/Olympus',
    S3_ENDPOINT: 'https://s3.example.com',
  })
  expect(message).toContain('5 settings are wrong')
  expect(message).toMatch(/PORT +found "abc", expected a port, 1 to 65535/)
  expect(message).toMatch(/LOG_LEVEL +found "loud", expected silent, fatal/)
  expect(message).toMatch(/TZ_BUSINESS +found "Mars\/Olympus"/)
  expect(message).toMatch(/S3_ACCESS_KEY +found nothing/)
  expect(message).toMatch(/S3_SECRET_KEY +found nothing/)
})

test('mistakes never print a secret', () => {
  const environment = {
    JWT_SECRET: 'short-jwt-secret',
    CPF_KEY: 'short-cpf-key',
    DATABASE_URL: 'mysql://root:db-password@db/x',
    CRM_URL: 'company.bitrix24.com.br/rest/1/crm-secret/',
    SMTP_URL: 'mail-password',
    CRM_EVENT_TOKEN: 'zq9',
  }
  const message = mistakesOf(environment)
  for (const [name, value] of Object.entries(environment)) {
    expect(message).toContain(name)
    expect(message).not.toContain(value)
  }
  expect(message).not.toMatch(/db-password|crm-secret/)
})

test('O-04: an endpoint that is set but empty is a mistake, not the sandbox', () => {
  for (const name of [
    'DATABASE_URL',
    'CRM_URL',
    'S3_ENDPOINT',
    'SMTP_URL',
    'BITRIX_INBOUND_URL',
    'IP_SERVIDOR_NFS',
    'PG_BOTAPP_HOST',
  ]) {
    expect(mistakesOf({ [name]: '' }), name).toContain('found nothing')
  }
})

test('O-04: the names of the portal before are understood', () => {
  const config = read({
    PG_BOTAPP_HOST: 'db.internal',
    PG_BOTAPP_PORT: '5433',
    PG_BOTAPP_USER: 'bot',
    PG_BOTAPP_PASSWORD: 'p@ss/word',
    PG_CARVALIMA_HELPDESK_DBNAME: 'helpdesk',
    BITRIX_INBOUND_URL: 'https://company.bitrix24.com.br/rest/1/abcdef/',
    CRM_EVENT_TOKEN: 'token-of-the-webhook',
    IP_SERVIDOR_NFS: '10.0.0.5:9000',
    MINIO_USER: 'minio',
    MINIO_SENHA: 'minio-senha',
    SMTP_URL: 'smtp://mail.internal:587',
    WEBMAIL_USUARIO: 'central@example.com',
    WEBMAIL_SENHA: 's&nha',
  })
  expect(config.db).toEqual({
    kind: 'external',
    url: 'postgres://bot:p%40ss%2Fword@db.internal:5433/helpdesk',
  })
  expect(config.crm).toMatchObject({
    kind: 'webhook',
    webhookUrl: 'https://company.bitrix24.com.br/rest/1/abcdef/',
  })
  expect(config.files).toMatchObject({
    kind: 's3',
    endpoint: 'http://10.0.0.5:9000',
    accessKey: 'minio',
    secretKey: 'minio-senha',
  })
  expect(config.mail).toEqual({
    kind: 'smtp',
    url: 'smtp://central%40example.com:s%26nha@mail.internal:587',
    from: 'central@example.com',
    senders: ['central@example.com'],
    inbound: { secret: null, unknown: 'ignore', authServer: null },
  })
})

test('the secret of an application is sent by https, except on this machine', () => {
  const application = { ...OUTSIDE, CRM_OAUTH_CLIENT_ID: 'local.1', CRM_OAUTH_CLIENT_SECRET: 'secret' }
  expect(read(application).crm).toMatchObject({
    kind: 'oauth',
    servers: ['https://oauth.bitrix24.tech', 'https://oauth.bitrix.info'],
  })
  expect(() => read({ ...application, CRM_OAUTH_SERVERS: 'http://oauth.example.com' })).toThrow(
    'CRM_OAUTH_SERVERS',
  )
  read({ ...application, CRM_OAUTH_SERVERS: 'http://localhost:3100' })
})

test('a new name goes before the old one', () => {
  const config = read({ ...OUTSIDE, IP_SERVIDOR_NFS: '10.0.0.5:9000', PG_BOTAPP_HOST: 'old' })
  expect(config.files).toMatchObject({ endpoint: OUTSIDE.S3_ENDPOINT })
  expect(config.db).toMatchObject({ url: OUTSIDE.DATABASE_URL })
})

test('production refuses the sandbox, and says what to set instead', () => {
  const message = mistakesOf({ NODE_ENV: 'production', SIGNUP_MODE: 'closed' })
  for (const name of ['CRM_URL', 'S3_ENDPOINT', 'SMTP_URL']) {
    expect(message).toMatch(
      new RegExp(`${name} +found nothing, expected a value: with NODE_ENV=production there is no sandbox`),
    )
  }
})

test('production needs its secrets given, https, and somebody who may sign up', () => {
  expect(read(PRODUCTION).auth.signUp).toEqual({ mode: 'domain', domains: ['example.com'] })
  expect(read(PRODUCTION).server.host).toBeUndefined()
  // Behind a proxy on the same machine in a container: others have to reach it all the same.
  expect(read({ ...PRODUCTION, PUBLIC_URL: 'http://localhost:3000' }).server.host).toBeUndefined()
  expect(mistakesOf({ ...PRODUCTION, PUBLIC_URL: 'http://ponte.example.com' })).toContain('expected https')
  expect(mistakesOf({ ...PRODUCTION, SIGNUP_DOMAINS: '' })).toContain('SIGNUP_DOMAINS')
  expect(mistakesOf({ ...PRODUCTION, JWT_SECRET: '', CPF_KEY: '' })).toMatch(/JWT_SECRET[\s\S]*CPF_KEY/)
})

test('cookies are Lax where the web is on our site, and None with Secure where it is not', () => {
  const cookieFor = (WEB_ORIGINS: string) => read({ ...PRODUCTION, WEB_ORIGINS }).auth.cookie
  expect(cookieFor('https://ponte.example.com')).toEqual({ secure: true, sameSite: 'Lax' })
  expect(cookieFor('https://portal.example.com')).toEqual({ secure: true, sameSite: 'Lax' })
  expect(cookieFor('https://portal.elsewhere.com')).toEqual({ secure: true, sameSite: 'None' })
  expect(read().auth.cookie).toEqual({ secure: false, sameSite: 'Lax' })
  expect(read({ PUBLIC_URL: 'https://localhost:3000' }).auth.cookie.secure).toBe(true)
})

test('hosts are the same site only where that is certain', () => {
  expect(isSameSite('https://a.example.com', 'https://b.example.com')).toBe(true)
  expect(isSameSite('https://example.com.br', 'https://ponte.example.com.br')).toBe(true)
  expect(isSameSite('https://a.empresa.com.br', 'https://b.empresa.com.br')).toBe(true)
  expect(isSameSite('https://empresa.com.br', 'https://outra.com.br')).toBe(false)
  expect(isSameSite('https://a.co.uk', 'https://b.co.uk')).toBe(false)
  expect(isSameSite('http://localhost:5173', 'http://localhost:3000')).toBe(true)
  expect(isSameSite('http://10.0.0.5', 'http://10.1.0.5')).toBe(false)
  expect(isSameSite('http://ponte.example.com', 'https://ponte.example.com')).toBe(false)
})

test('a changed CPF key keeps its elder, by version', () => {
  const [newer, older] = ['n'.repeat(40), 'o'.repeat(40)]
  expect(read({ CPF_KEY: `2:${newer},1:${older}` }).auth.cpfKeys).toEqual([
    { version: 2, key: newer },
    { version: 1, key: older },
  ])
  expect(read({ CPF_KEY: older }).auth.cpfKeys).toEqual([{ version: 1, key: older }])
  expect(mistakesOf({ CPF_KEY: `1:${newer},1:${older}` })).toContain('CPF_KEY')
})

test('S-10: events are believed from anybody only in development, and only where that is said', () => {
  expect(read().crm.checksEvents).toBe(true)
  expect(read({ WEBHOOK_AUTH: 'off' }).crm.checksEvents).toBe(false)
  expect(mistakesOf({ ...PRODUCTION, WEBHOOK_AUTH: 'off' })).toMatch(/WEBHOOK_AUTH +found "off", expected on/)
  expect(mistakesOf({ WEBHOOK_AUTH: 'no' })).toContain('expected on or off')
})

test('the sign-in of a company is trusted by https alone, has a client, and no open sign-up beside it in production', () => {
  const there = { OIDC_ISSUER: 'https://login.example.com/realms/x', OIDC_CLIENT_ID: 'ponte' }
  expect(read(there).auth.signOn).toEqual({
    ...{
      issuer: there.OIDC_ISSUER,
      clientId: 'ponte',
      clientSecret: null,
      label: 'SSO',
      forNew: 'link-only',
      roles: null,
    },
  })
  const given = { OIDC_ROLE_CLAIM: 'groups', OIDC_ROLES: 'cn=admins=admin, /service-desk=agent' }
  expect(read({ ...there, ...given }).auth.signOn?.roles).toEqual({
    ...{
      claim: 'groups',
      of: new Map([
        ['cn=admins', 'admin'],
        ['/service-desk', 'agent'],
      ]),
    },
  })
  for (const roles of ['admins', '=admin', 'admins=root', ''])
    expect(mistakesOf({ ...there, ...given, OIDC_ROLES: roles }), roles).toContain('OIDC_ROLES')
  expect(mistakesOf({ ...there, OIDC_ROLES: given.OIDC_ROLES })).toContain('OIDC_ROLE_CLAIM')
  expect(mistakesOf({ ...there, OIDC_CLIENT_ID: '' })).toContain('OIDC_CLIENT_ID')
  expect(mistakesOf({ ...there, OIDC_ISSUER: 'http://login.example.com' })).toContain('OIDC_ISSUER')
  const far = { PUBLIC_URL: 'https://ponte.example.com' }
  expect(mistakesOf({ ...there, ...far, OIDC_ISSUER: 'http://localhost:8080' })).toContain('OIDC_ISSUER')
  expect(mistakesOf({ PASSWORD_SIGN_IN: 'off' })).toContain('PASSWORD_SIGN_IN')
  expect(mistakesOf({ ...PRODUCTION, ...there, SIGNUP_MODE: 'open' })).toContain('SIGNUP_MODE')
})
