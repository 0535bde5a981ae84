import { expect, test } from 'vitest'
import type { FileView } from './file-view.ts'
import { picturesIn } from './inline-pictures.ts'
import type { CrmFileRow } from './inward-files.ts'

const file = (id: number, filename: string, more: Partial<FileView> = {}): FileView => ({
  ...{ id, filename, size: 1, mime: 'image/png', file_url: `http://store/${id}` },
  ...more,
})
const img = (cid: string) => `<p><img alt="" data-cid="${cid}" /></p>`

test('a picture inside of a mail is the one that the CRM names, or the only one of that name', () => {
  const files = [file(1, 'image001.png'), file(2, 'outra.png')]
  // Of a row only what is looked at.
  const told = [{ contentId: 'a&b@mail', fileId: 2 }] as CrmFileRow[]
  expect([...picturesIn(img('image001.png@01D9') + img('a&amp;b@mail'), files, told)]).toEqual([
    ['image001.png@01D9', 'http://store/1'],
    ['a&amp;b@mail', 'http://store/2'],
  ])
})

test('what is no picture, is not open, or could be either of two is left empty', () => {
  const files = [
    file(1, 'a.png'),
    file(2, 'a.png'),
    file(3, 'b.png', { file_url: null }),
    file(4, 'c.pdf', { mime: 'application/pdf' }),
  ]
  expect(picturesIn(img('a.png@x') + img('b.png@x') + img('c.pdf') + img('d'), files).size).toBe(0)
})
