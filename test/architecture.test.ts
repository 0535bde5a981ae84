import * as fs from 'node:fs'
import * as path from 'node:path'
import { expect, test } from 'vitest'

const ROOT = path.resolve(import.meta.dirname, '..')

/** Who may import whom, room by room. A row that grows is a decision: docs/decisions/. */
const MAY_IMPORT: Record<string, string[] | 'all'> = {
  routes: [
    'http',
    'accounts',
    'tickets',
    'deals',
    'stats',
    'views',
    'replies',
    'rules',
    'help',
    'mail-in',
    'notices',
    'privacy',
    'files',
    'jobs',
    'sla',
    'sync',
    'auth',
    'db',
  ],
  http: ['accounts', 'auth', 'db'],
  accounts: ['auth', 'db', 'providers', 'jobs', 'files'],
  tickets: ['rules', 'sla', 'files', 'jobs', 'auth', 'db', 'providers'],
  deals: ['tickets', 'files', 'sla', 'auth', 'db'],
  stats: ['tickets', 'sla', 'auth', 'db'],
  rules: ['auth', 'db'],
  views: ['auth', 'db'],
  privacy: ['accounts', 'tickets', 'files', 'jobs', 'auth', 'db', 'providers'],
  'mail-in': ['accounts', 'tickets', 'files', 'jobs', 'auth', 'db'],
  replies: ['tickets', 'auth', 'db'],
  notices: ['tickets', 'sla', 'jobs', 'auth', 'db'],
  help: ['accounts', 'files', 'auth', 'db'],
  files: ['jobs', 'auth', 'db', 'providers'],
  sla: ['jobs', 'db'],
  jobs: ['db'],
  providers: ['auth', 'db'],
  sync: ['tickets', 'files', 'sla', 'jobs', 'auth', 'db', 'providers'],
  realtime: ['accounts', 'tickets', 'files', 'auth', 'db'],
  auth: [],
  db: [],
  embedded: ['accounts', 'help', 'auth', 'db'],
  parts: [],
  commands: 'all',
  main: 'all',
  app: 'all',
  crm: 'all',
  work: 'all',
  ponte: 'all',
}
/** The words and failures that all share. From ports.ts types alone, and of adapters only their ports. */
const SHARED = [
  ...['errors', 'ids', 'log', 'locale', 'roles', 'visit', 'html', 'csv', 'ports', 'config', 'settings'],
  ...['status-labels', 'version-match', 'placeholders'],
]
const PORTS = [
  '#src/providers/crm-provider.ts',
  '#src/providers/crm-changes.ts',
  '#src/providers/crm-event.ts',
  '#src/providers/crm-fields.ts',
  '#src/providers/crm-lists.ts',
  '#src/providers/mailer.ts',
  '#src/providers/file-store.ts',
  '#src/providers/push-sender.ts',
  '#src/providers/scanner.ts',
  '#src/providers/sign-on.ts',
]
/** Of each adapter, who builds it: nobody else names it. */
const ADAPTERS: Record<string, string> = {
  'providers/smtp.ts': 'src/app.ts',
  'providers/minio.ts': 'src/app.ts',
  'providers/clamd.ts': 'src/app.ts',
  'providers/web-push.ts': 'src/app.ts',
  'providers/oidc.ts': 'src/app.ts',
  'providers/bitrix24/provider.ts': 'src/crm.ts',
}

type Import = { from: string; to: string; isTypeOnly: boolean }

function importsOf(folder: string): Import[] {
  return filesIn(folder).flatMap((file) =>
    [
      ...fs
        .readFileSync(path.join(ROOT, file), 'utf8')
        .matchAll(/^(import|export)( type)? .*?from '([^']+)'/gms),
    ].map(([, , type, to = '']) => ({ from: file, to, isTypeOnly: type !== undefined })),
  )
}

const filesIn = (folder: string) =>
  fs
    .readdirSync(path.join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name) && !name.includes('node_modules') && !name.includes('dist'))
    .map((name) => path.join(folder, name))

const isTest = (file: string) => /\.test\.tsx?$/.test(file)
const roomOf = (file: string) => path.relative('src', file).split(path.sep)[0]?.replace(/\.ts$/, '') ?? ''

test('O-01: each room of src/ imports only the rooms that the table allows', () => {
  const wrong = importsOf('src')
    .filter(({ from, to }) => !isTest(from) && to.startsWith('#src/'))
    .filter(({ from, to, isTypeOnly }) => {
      const [room, target] = [roomOf(from), roomOf(to.replace('#', ''))]
      const allowed = MAY_IMPORT[room] ?? []
      if (isTypeOnly && PORTS.includes(to)) return false
      return room !== target && allowed !== 'all' && !allowed.includes(target) && !SHARED.includes(target)
    })
  expect(wrong).toEqual([])
})

test('of ports.ts, and of files that only hold a port, types are imported and nothing else', () => {
  const wrong = importsOf('src').filter(
    ({ from, to, isTypeOnly }) =>
      /(^|\/)(ports|mailer)\.ts$/.test(to) &&
      !isTypeOnly &&
      !from.includes('providers') &&
      !to.endsWith('mailer.ts'),
  )
  expect(wrong).toEqual([])
})

test('W-07: each adapter is named by the one file that builds it, and the CRM’s by none outside of that and its folder', () => {
  const imports = importsOf('src')
  for (const [adapter, builder] of Object.entries(ADAPTERS))
    expect(new Set(imports.filter(({ to }) => to.endsWith(adapter)).map(({ from }) => from))).toEqual(
      new Set([builder]),
    )
  const intoFolder = imports.filter(
    ({ from, to }) => to.includes('providers/bitrix24/') && !from.includes('providers/bitrix24/'),
  )
  expect(new Set(intoFolder.map(({ from }) => from))).toEqual(new Set(['src/crm.ts']))
})

test('nothing climbs out of its folder with ../, and nothing only passes on', () => {
  const rooms = ['src', 'sandbox', 'test', 'bench'].filter((folder) => fs.existsSync(path.join(ROOT, folder)))
  const climbing = rooms.flatMap(importsOf).filter(({ to }) => to.startsWith('../'))
  expect(climbing).toEqual([])
  expect(
    ['src', 'sandbox', 'web/src', 'test'].flatMap(filesIn).filter((file) => /(^|\/)index\.tsx?$/.test(file)),
  ).toEqual([])
})

test('the sandbox shares no code with what it tests, and the web takes types from it and no values', () => {
  expect(importsOf('sandbox').filter(({ to }) => /#src|\.\.\/src|\.\.\/\.\.\/src/.test(to))).toEqual([])
  const fromSrc = importsOf('web/src').filter(({ to }) => /\.\.\/src\//.test(to.replace(/^(\.\.\/)+/, '../')))
  expect(fromSrc.filter(({ isTypeOnly }) => !isTypeOnly)).toEqual([])
})

test('the environment is read by the processes alone', () => {
  const readers = filesIn('src').filter(
    (file) => !isTest(file) && fs.readFileSync(path.join(ROOT, file), 'utf8').includes('process.env'),
  )
  expect(readers.sort()).toEqual(['src/main.ts', 'src/ponte.ts'])
})

test('there are no grab bags: a function without a room is a sign that a word is missing', () => {
  const bags = ['src', 'sandbox', 'web/src', 'test']
    .flatMap(filesIn)
    .filter((file) => /(utils?|helpers?|common|misc|services?)(\/|\.tsx?$)/.test(file))
  expect(bags).toEqual([])
})

test('every shape of /openapi.json has a name of its own: the second of a name would silently hide the first', () => {
  const names = filesIn('src').flatMap((file) =>
    [...fs.readFileSync(path.join(ROOT, file), 'utf8').matchAll(/\.openapi\('(\w+)'/g)].map(
      ([, name]) => name,
    ),
  )
  expect(names.filter((name, at) => names.indexOf(name) !== at)).toEqual([])
})
