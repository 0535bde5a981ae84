import * as fs from 'node:fs'
import * as path from 'node:path'
import { expect, test } from 'vitest'
import { sweepFiles } from '#src/files/sweep-files.ts'
import { sweepPictures } from '#src/help/sweep-pictures.ts'
import type { Client } from '#test/client.ts'
import { EXE, formOf } from '#test/files/samples.ts'
import { signedIn } from '#test/signed-in.ts'

const { world, maria, joao } = await signedIn()
const rita = await world.signIn('9001')
const stranger = world.visitor()
const { ports } = world.gateway
const PATH = '/api/v1/admin/help/pictures'
const ARTICLES = '/api/v1/admin/help/articles'
const ANY = { 'if-match': '*' }

const bytesOf = (name: string) =>
  Uint8Array.from(fs.readFileSync(path.join(import.meta.dirname, '../files/pictures', name)))
async function sends(client: Client = joao, name = 'exif.jpg'): Promise<string> {
  const answer = await client.post(PATH, formOf({ name, bytes: bytesOf(name) }))
  expect(answer.status, answer.text).toBe(201)
  return (answer.body as { address: string }).address
}
let written = 0
async function writes(content: string, kind = ARTICLES): Promise<number> {
  const input = { title: `Com imagem ${++written}`, content, category: 'other' }
  const answer = await joao.post(kind, input)
  expect(answer.status, answer.text).toBe(201)
  return (answer.body as { id: number }).id
}
const moves = (id: number, move: string) => joao.post(`${ARTICLES}/${id}/${move}`)
const sees = async (client: Client, address: string) => (await client.get(address)).status
const keys = async () => (await Array.fromAsync(ports.files.list('pictures/'))).map(({ key }) => key)
const faults = (rules: object[]) =>
  fetch(`${world.sandbox.s3Url}/control/faults`, { method: 'PUT', body: JSON.stringify(rules) })

test('a picture is a plain one, known by the size in which it is shown, and for the team alone until a text that shows it is published', async () => {
  const answer = await joao.post(PATH, formOf({ name: 'tela.jpg', bytes: bytesOf('exif.jpg') }))
  expect(answer.body).toMatchObject({ width: 7, height: 9, mime: 'image/jpeg' })
  const { address } = answer.body as { address: string }
  expect(answer.headers.get('location')).toBe(address)
  expect(address).toMatch(/^\/ajuda\/imagens\/[0-9a-f-]{36}-7x9\.jpg$/)
  const id = await writes(`Veja:\n\n![A tela "de" início](${address})`)
  const seen = async () => [
    await sees(stranger, address),
    await sees(maria, address),
    await sees(joao, address),
  ]
  expect(await seen(), 'a draft').toEqual([404, 404, 200])
  const own = await joao.get(address)
  expect(own.headers.get('cache-control')).toBe('private, no-cache')
  await moves(id, 'publish')
  expect(await seen()).toEqual([200, 200, 200])
  const shown = await fetch(`${world.url}${address}`)
  expect(Object.fromEntries(shown.headers)).toMatchObject({
    'content-type': 'image/jpeg',
    'cache-control': 'public, max-age=300',
    'x-content-type-options': 'nosniff',
    'content-security-policy': expect.stringContaining("default-src 'none'"),
  })
  const bytes = Buffer.from(await shown.arrayBuffer())
  expect(bytes.length).toBe(Number(shown.headers.get('content-length')))
  expect(bytes.includes('secret'), 'where it was taken, and by whom').toBe(false)
  const etag = shown.headers.get('etag') ?? ''
  const again = await stranger.get(address, { 'if-none-match': `"other", W/${etag}` })
  expect([again.status, again.text]).toEqual([304, ''])
  const slug = `com-imagem-${written}`
  const page = await stranger.get(`/ajuda/${slug}`)
  expect(page.text).toContain(
    `<img src="${address}" alt="A tela &quot;de&quot; início" width="7" height="9" loading="lazy" />`,
  )
  await moves(id, 'archive')
  expect(await seen(), 'archived').toEqual([404, 404, 200])
})

test('what a text showed before is public no more, and whoever goes back to it shows it again', async () => {
  const [first, second] = [await sends(), await sends(joao, 'comment.png')]
  const id = await writes(`![um](${first})`, '/api/v1/admin/help/faq')
  const path = `/api/v1/admin/help/faq/${id}`
  await joao.post(`${path}/publish`)
  await joao.patch(path, { texts: { en: { title: 'One', content: `![one](${second})` } } }, ANY)
  expect([await sees(stranger, first), await sees(stranger, second)], 'both languages').toEqual([200, 200])
  await joao.patch(path, { content: 'Sem imagem' }, ANY)
  expect([await sees(stranger, first), await sees(stranger, second)]).toEqual([404, 200])
  await sweepPictures(ports, { unusedForMs: -1_000 })
  expect(await sees(joao, first), 'kept for its version').toBe(200)
  await joao.post(`${path}/versions/1/restore`, undefined, ANY)
  expect([await sees(stranger, first), await sees(stranger, second)]).toEqual([200, 404])
})

test('what only looks like a picture of ours is none: of others, in code, by another size, made up, or as HTML', async () => {
  const address = await sends()
  const other = address.replace('7x9', '700x900')
  const gone = address.replace(/imagens\/[0-9a-f]{8}/, 'imagens/00000000')
  const id = await writes(
    [
      `\`![x](${address})\``,
      `<img src="${address}" onerror="alert(1)">`,
      `![x](https://x.y${address})`,
      `![x](//x.y${address})`,
      `![x](${address}?a=1)`,
      `![x](/ajuda/imagens/../../api/v1/users/me)`,
      `![x](data:image/png;base64,AAAA)`,
      `![x](${address.replace('.jpg', '.svg')})`,
    ].join('\n\n'),
  )
  await moves(id, 'publish')
  const { html: shown } = (await stranger.get(`/api/v1/help/articles/${id}`)).body as { html: string }
  expect(shown).not.toContain('<img')
  expect(await sees(stranger, address), 'no text shows it').toBe(404)
  expect(await sees(joao, other), 'one address for each').toBe(404)
  expect(await sees(joao, '/ajuda/imagens/nada.png')).toBe(422)
  const refused = await joao.patch(`${ARTICLES}/${id}`, { content: `![x](${gone})` }, ANY)
  expect(refused.body).toMatchObject({
    status: 422,
    errors: [{ field: 'texts.pt-BR.content', code: 'picture-gone' }],
  })
  const { html } = (await joao.post('/api/v1/admin/help/preview', { content: `![a](${address} "t")` }))
    .body as {
    html: string
  }
  expect(html, 'the editor shows it before it is saved').toContain(`<img src="${address}"`)
  const words = await writes(`![Tomada azul](${address})`)
  await moves(words, 'publish')
  expect((await stranger.get('/api/v1/help/search?q=tomada')).text, 'found by what it shows').toContain(
    '<mark>',
  )
})

test('what is no plain picture, or too large, is refused, and nothing of it is kept; requesters send none', async () => {
  const before = await keys()
  const wide = Buffer.from(bytesOf('exif.jpg'))
  wide.writeUInt16BE(6_001, wide.indexOf(Buffer.from('ffc0', 'hex')) + 7)
  for (const [status, code, form] of [
    [415, 'file-type-not-allowed', formOf({ name: 'a.png', bytes: EXE })],
    [
      415,
      'file-type-not-allowed',
      formOf({ name: 'a.svg', bytes: '<svg xmlns="http://www.w3.org/2000/svg"/>' }),
    ],
    [415, 'file-type-not-allowed', formOf({ name: 'a.png', bytes: '<script>alert(1)</script>' })],
    [415, 'file-type-not-allowed', formOf({ name: 'a.webp', bytes: bytesOf('animated.webp') })],
    [413, 'file-too-large', formOf({ name: 'a.jpg', bytes: wide })],
    [413, 'file-too-large', formOf({ name: 'a.jpg', bytes: Buffer.alloc(5 * 1024 * 1024 + 1, 255) })],
    [422, 'file-empty', formOf({ name: 'a.jpg', bytes: '' })],
    [422, 'invalid-request', new FormData()],
  ] as const)
    expect((await joao.post(PATH, form)).body, code).toMatchObject({ status, code })
  expect((await maria.post(PATH, formOf({ name: 'a.jpg', bytes: bytesOf('exif.jpg') }))).status).toBe(403)
  expect(await keys()).toEqual(before)
  const [{ count } = { count: 0 }] = await world.sql`select count(*)::int from help_pictures`
  expect(count).toBe(before.length)
})

test('the store away: pages are read, a picture says so plainly and is there again afterwards; nothing is sent by halves', async () => {
  const address = await sends()
  const id = await writes(`![x](${address})`)
  await moves(id, 'publish')
  const etag = (await stranger.get(address)).headers.get('etag') ?? ''
  const slug = `com-imagem-${written}`
  await faults([{ match: { method: '*' }, effect: 'reset' }])
  expect((await stranger.get(`/ajuda/${slug}`)).text).toContain(`<img src="${address}"`)
  const away = await stranger.get(address)
  expect(away.body).toMatchObject({ status: 503, code: 'file-store-away' })
  expect(away.headers.get('cache-control')).toBe('no-store')
  expect((await stranger.get(address, { 'if-none-match': etag })).status, 'whoever has it keeps it').toBe(304)
  const refused = await joao.post(PATH, formOf({ name: 'a.jpg', bytes: bytesOf('exif.jpg') }))
  expect(refused.body).toMatchObject({ code: 'file-store-away' })
  await faults([])
  expect(await sees(stranger, address)).toBe(200)
})

test('a picture that no text has goes after a week, row and bytes; bytes that no row knows go after a day', async () => {
  const [unused, used, young] = [await sends(), await sends(), await sends()]
  await writes(`![x](${used})`)
  const idOf = (address: string) => address.slice('/ajuda/imagens/'.length).slice(0, 36)
  await world.sql`update help_pictures set created_at = created_at - interval '8 days' where id in ${world.sql([idOf(unused), idOf(used)])}`
  await sweepPictures(ports)
  expect([await sees(joao, unused), await sees(joao, used), await sees(joao, young)]).toEqual([404, 200, 200])
  expect((await keys()).some((key) => key.includes(idOf(unused)))).toBe(false)
  // As after a death between bytes and row, and between row and bytes.
  await world.sql`delete from help_pictures where id = ${idOf(young)}`
  expect(await sweepFiles(ports, { unusedForMs: -1_000 })).toMatchObject({ orphans: 1 })
  expect(await sees(joao, used)).toBe(200)
})

test('a text that is saved while the sweep goes by has its picture, or is refused; none is left with a gap', async () => {
  for (let round = 0; round < 4; round++) {
    const addresses = await Promise.all(Array.from({ length: 3 }, () => sends()))
    const saved = addresses.map((address) =>
      joao.post(ARTICLES, { title: `Corrida ${round}`, content: `![x](${address})`, category: 'other' }),
    )
    await Promise.all([sweepPictures(ports, { unusedForMs: -1_000 }), ...saved])
    for (const [at, answer] of (await Promise.all(saved)).entries()) {
      expect([201, 422], answer.text).toContain(answer.status)
      expect(await sees(joao, addresses[at] ?? '')).toBe(answer.status === 201 ? 200 : 404)
    }
  }
})

test('with its text a picture goes, too, and what one sends of both kinds counts together', async () => {
  const address = await sends()
  const id = await writes(`![x](${address})`)
  expect((await rita.delete(`${ARTICLES}/${id}`)).status).toBe(204)
  expect(await sweepPictures(ports, { unusedForMs: -1_000 })).toBeGreaterThan(0)
  expect(await sees(joao, address)).toBe(404)
  await world.sql`insert into help_pictures (id, key, mime, extension, width, height, size_bytes, sha256, uploaded_by)
    select gen_random_uuid(), 'pictures/quota', 'image/png', 'png', 1, 1, ${ports.uploads.quotaBytes}, 'x', id from users where matricula = '2002'`
  const ana = await world.signIn('2002')
  const refused = await ana.post('/api/v1/uploads', formOf({ name: 'a.txt', bytes: 'a' }))
  expect(refused.body).toMatchObject({ code: 'quota-exceeded' })
  expect((await ana.post(PATH, formOf({ name: 'a.jpg', bytes: bytesOf('exif.jpg') }))).body).toMatchObject({
    code: 'quota-exceeded',
  })
})
