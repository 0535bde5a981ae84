import { expect, test } from 'vitest'
import { insertPicture } from './insert-picture.ts'

test('a picture stands between empty lines, wherever it is put, and the next one comes behind it', () => {
  expect(insertPicture('', 0, '![](a)')).toEqual({ text: '![](a)\n\n', at: 6 })
  expect(insertPicture('um dois', 2, '![](a)').text).toBe('um\n\n![](a)\n\n dois')
  expect(insertPicture('um\ndois', 3, '![](a)').text).toBe('um\n\n![](a)\n\ndois')
  expect(insertPicture('um\n\ndois', 2, '![](a)').text).toBe('um\n\n![](a)\n\ndois')
  const first = insertPicture('um', 2, '![](a)')
  expect(insertPicture(first.text, first.at, '![](b)').text).toBe('um\n\n![](a)\n\n![](b)\n\n')
})
