import * as fs from 'node:fs'
import * as path from 'node:path'
import { expect, test } from 'vitest'
import { PROBLEMS } from '#src/errors.ts'
import { SCREENS } from '#src/http/web.ts'
import { SETTINGS } from '#src/settings.ts'

const ROOT = path.resolve(import.meta.dirname, '..')
const read = (file: string) => fs.readFileSync(path.join(ROOT, file), 'utf8')

test('.env.example names every setting once, in order, with the default that the code has', () => {
  const lines = [...read('.env.example').matchAll(/^# ?([A-Z][A-Z0-9_]*)=(.*)$/gm)]
  expect(lines.map(([, name]) => name)).toEqual(Object.keys(SETTINGS))
  for (const [, name = '', value] of lines) {
    const { shape } = SETTINGS[name as keyof typeof SETTINGS]
    const byDefault = shape.safeParse(undefined)
    if (!byDefault.success || byDefault.data === undefined) continue
    expect(shape.parse(value), name).toEqual(byDefault.data)
  }
})

test('.env.example sets nothing by itself', () => {
  expect(
    read('.env.example')
      .split('\n')
      .filter((line) => line && !line.startsWith('#')),
  ).toEqual([])
})

test('every problem code has a page, and every page a code that exists', () => {
  const pages = fs.readdirSync(path.join(ROOT, 'docs/problems')).map((name) => name.replace('.md', ''))
  expect(pages.sort()).toEqual(Object.keys(PROBLEMS).sort())
  for (const [code, status] of Object.entries(PROBLEMS)) {
    expect(read(`docs/problems/${code}.md`), code).toContain(`## \`${code}\`\n\nStatus ${status}.`)
  }
})

test('the gateway serves the page for exactly the screens that the app has', () => {
  const routers = ['router.tsx', ...fs.globSync('*/*-routes.tsx', { cwd: path.join(ROOT, 'web/src') })]
  const paths = routers.flatMap((file) =>
    [...read(`web/src/${file}`).matchAll(/(?:path: |page\(\s*)'(\/[^']*)'/g)].map(([, screen]) => screen),
  )
  expect(paths.sort()).toEqual([...SCREENS].sort())
})

test('the version is the same wherever it stands', () => {
  const { version } = JSON.parse(read('package.json')) as { version: string }
  expect(JSON.parse(read('web/package.json'))).toMatchObject({ version })
  expect(read('CHANGELOG.md')).toContain(`## ${version}`)
  expect(read('src/app.ts')).toContain(`'${version}'`)
})

test('docs/bitrix24.md says of every method of the portal how sure it is, and of none that is not there', () => {
  const [, table = ''] = read('docs/bitrix24.md').split('## Methods')
  const rows = table.split('\n## ')[0] ?? ''
  const told = [...rows.matchAll(/^\| (`.*`) \| ([DRIG ]+) \|/gm)].flatMap(([, names = '']) =>
    [...names.matchAll(/`([^`]+)`/g)].map(([, name]) => name),
  )
  const methods = fs
    .readdirSync(path.join(ROOT, 'sandbox/bitrix24/methods'))
    .map((file) => file.replace('.ts', ''))
  expect(told.sort()).toEqual(methods.sort())
})
