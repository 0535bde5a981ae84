import { expect, test } from 'vitest'
import { holdNextPut } from '#test/files/hold-next-put.ts'
import { PNG } from '#test/files/samples.ts'
import { PORTAL } from '#test/refusing.ts'
import { createWorld } from '#test/world.ts'

const MB = 1024 * 1024

test('F-01: more base64 than memory shall hold is asked to come later; what has no files is taken, and then all is', async () => {
  await using world = await createWorld({}, { mostHeldBytes: 2 * MB })
  const maria = await world.signIn('1001')
  const content = Buffer.concat([PNG, Buffer.alloc(MB)]).toString('base64')
  const withFile = (title: string) => ({ ...PORTAL, title, attachments: [{ filename: 'tela.png', content }] })
  const { isHeld, goOn } = holdNextPut(world.gateway.ports.files)
  const first = maria.post('/ticket', withFile('primeiro'))
  await isHeld

  const unannounced = await fetch(`${world.url}/ticket`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      origin: maria.origin,
      cookie: [...maria.cookies].map((pair) => pair.join('=')).join('; '),
    },
    body: new Blob([JSON.stringify(withFile('sem tamanho'))]).stream(),
    duplex: 'half',
  } as RequestInit)
  expect([unannounced.status, await unannounced.json()]).toEqual([
    503,
    expect.objectContaining({ code: 'too-busy' }),
  ])
  const announced = await maria.post('/ticket', withFile('segundo'))
  expect(announced).toMatchObject({ status: 503, body: { code: 'too-busy' } })
  expect(announced.headers.get('retry-after')).toBe('5')
  expect(await maria.post('/ticket', { ...PORTAL, title: 'sem arquivo' })).toMatchObject({ status: 201 })

  goOn()
  expect(await first).toMatchObject({ status: 201 })
  expect(await maria.post('/ticket', withFile('terceiro'))).toMatchObject({ status: 201 })
  const titles = await world.sql`select title from deals order by id`
  expect(titles.map(({ title }) => title)).toEqual(['sem arquivo', 'primeiro', 'terceiro'])
})
