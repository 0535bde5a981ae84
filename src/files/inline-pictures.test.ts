import { expect, test } from 'vitest'
import { showPictures } from './inline-pictures.ts'

type Of = Required<Parameters<typeof showPictures>[1]>
type File = NonNullable<Of['files']>[number]
type Inward = NonNullable<Of['inward']>[number]

const file = (id: number, filename: string, more: Partial<File> = {}) =>
  ({ ...{ id, filename, mime: 'image/png', scanStatus: 'not-scanned' }, ...more }) as File
const inward = (name: string | null, state: Inward['state'], more: Partial<Inward> = {}): Inward => ({
  ...{ name, state, contentId: null, fileId: null },
  ...more,
})
const img = (cid: string, alt = '') => `<p><img alt="${alt}" data-cid="${cid}" /></p>`
const show = (html: string, of: Partial<Of>) => showPictures(html, of, { origin: '', locale: 'pt-BR' }) ?? ''
/** What stands in each place: the number of its file, or why there is none. */
const places = (html: string, of: Partial<Of>) =>
  [...show(html, of).matchAll(/attachments\/(\d+)|data-state="(\w+)"/g)].map(([, id, state]) => id ?? state)

test('a picture inside of a mail is the one that the CRM names, or the only one of that name', () => {
  const files = [file(1, 'Image001.png'), file(2, 'outra.png')]
  const told = [inward('outra.png', 'here', { contentId: 'a&b@mail', fileId: 2 as Inward['fileId'] })]
  const html = img('image001.png@01D9') + img('a&amp;b@mail')
  expect(places(html, { files, inward: told })).toEqual(['1', '2'])
  expect(showPictures(html, { files }, { origin: 'https://ponte.example', locale: 'en' })).toContain(
    '<img alt="" src="https://ponte.example/api/v1/attachments/1" data-cid="image001.png@01D9" />',
  )
})

test('with one place and one picture left, it is that; with more, or while any is on its way, nobody guesses', () => {
  const files = [file(1, 'logo.png'), file(2, 'tela.png')]
  expect(places(img('logo.png@1') + img('ii_k3@mail') + img('ii_k3@mail'), { files })).toEqual([
    '1',
    '2',
    '2',
  ])
  expect(places(img('ii_k3@mail'), { files })).toEqual(['missing'])
  expect(places(img('ii_k3@mail') + img('ii_k4@mail'), { files: [file(1, 'a.png')] })).toEqual(
    Array(2).fill('missing'),
  )
  const one = [file(1, 'a.png')]
  expect(places(img('ii_k3@mail'), { files: one, inward: [inward(null, 'waiting')] })).toEqual(['waiting'])
  expect(places(img('ii_k3@mail'), { files: one, inward: [inward('b.png', 'refused')] })).toEqual(['missing'])
})

test('what is no picture, is not open, or could be either of two is not shown in its place, which says so', () => {
  const files = [
    file(1, 'a.png'),
    file(2, 'a.png'),
    file(3, 'b.png', { scanStatus: 'infected' }),
    file(4, 'e.png', { scanStatus: 'waiting' }),
    file(5, 'c.pdf', { mime: 'application/pdf' }),
    file(6, 'd.svg', { mime: 'image/svg+xml' }),
  ]
  const html = ['a.png', 'b.png', 'e.png', 'c.pdf', 'd.svg'].map((name) => img(`${name}@x`)).join('')
  expect(places(html, { files })).toEqual(['missing', 'missing', 'waiting', 'missing', 'missing'])
  expect(show(img('x', 'Logo'), {})).toBe(
    '<p><img alt="Logo (imagem indisponível)" data-cid="x" data-state="missing" /></p>',
  )
})

test('what came from elsewhere stays away, and what has no pictures is as it was', () => {
  const html = '<img alt="" data-src="https://evil.example/t.gif" /><p>data-cid=&quot;x&quot;</p>'
  expect(show(html, { files: [file(1, 'a.png')] })).toBe(html)
  expect(showPictures(null, {}, { origin: '', locale: 'pt-BR' })).toBeNull()
})
