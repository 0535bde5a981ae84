import { expect, test } from 'vitest'
import type { CrmFileId } from '#src/ids.ts'
import { namePictures } from './mail-pictures.ts'

test.each([
  'bxacid:930',
  'http://bxacid:n930',
  'https://p.example/bitrix/tools/crm_show_file.php?fileId=930&amp;ownerTypeId=6&amp;ownerId=7&amp;auth=',
  '/disk/showFile/930/?&amp;ncc=1',
])('a picture of a mail that the portal names by its number is named as in any mail: %s', (address) => {
  expect(
    namePictures(`<p>a<img alt="x" src="${address}" width="1"></p>`, [5, 930, 930] as CrmFileId[]),
  ).toEqual({
    body: '<p>a<img alt="x" src="cid:930@disk" width="1"></p>',
    files: [{ fileId: 5 }, { fileId: 930, contentId: '930@disk' }],
  })
})

test('a number that is none of its files, and an address of somebody else, stay as they are', () => {
  const body = '<img src="bxacid:931"><img src="https://evil.example/930.gif"><a href="bxacid:930">930</a>'
  expect(namePictures(body, [930 as CrmFileId])).toEqual({ body, files: [{ fileId: 930 }] })
})
