import { expect, test } from 'vitest'
import { isOneOf, readEvent, type TrustsEvent } from './events.ts'

const among =
  (tokens: string[]): TrustsEvent =>
  async ({ token }) =>
    isOneOf(token, tokens)
const TOKENS = among(['first-token', 'second-token'])
const body = (event: string, fields: Record<string, string>, token = 'first-token') =>
  new URLSearchParams({ event, ...fields, ts: '1766047124', 'auth[application_token]': token }).toString()

test('an event says which object to read again, wherever its id stands and however its name is written', async () => {
  const ID = { 'data[FIELDS][ID]': '7405' }
  const cases: [string, Record<string, string>, object][] = [
    ['ONCRMDEALADD', ID, { kind: 'deal-changed', objectId: 7405 }],
    ['onCrmDealUpdate', ID, { kind: 'deal-changed', objectId: 7405 }],
    ['ONCRMDEALMOVETOCATEGORY', ID, { kind: 'deal-changed', objectId: 7405 }],
    ['ONCRMDEALDELETE', ID, { kind: 'deal-deleted', objectId: 7405 }],
    ['onCrmActivityAdd', ID, { kind: 'activity-changed', objectId: 7405 }],
    ['ONIMEMAILMESSAGEADD', ID, { kind: 'activity-changed', objectId: 7405 }],
    ['ONCRMTIMELINECOMMENTADD', { 'data[ID]': '9' }, { kind: 'comment-changed', objectId: 9 }],
    ['ONCRMTIMELINECOMMENTDELETE', { 'data[FIELDS][ID]': '9' }, { kind: 'comment-deleted', objectId: 9 }],
    ['ONCRMDEALUSERFIELDSETENUMVALUES', ID, { kind: 'fields-changed', objectId: 7405 }],
  ]
  for (const [name, fields, event] of cases)
    expect(await readEvent(body(name, fields), TOKENS)).toMatchObject({ ...event, name: name.toUpperCase() })
})

test('S-10: without one of our tokens nothing is read at all', async () => {
  const ID = { 'data[FIELDS][ID]': '1' }
  expect(await readEvent(body('ONCRMDEALADD', ID, 'second-token'), TOKENS)).not.toBeNull()
  expect(await readEvent(body('ONCRMDEALADD', ID, 'forged'), TOKENS)).toBeNull()
  expect(await readEvent(body('ONCRMDEALADD', ID, ''), TOKENS)).toBeNull()
  expect(await readEvent('event=ONCRMDEALADD', TOKENS)).toBeNull()
  expect(await readEvent(body('ONCRMDEALADD', ID), among([]))).toBeNull()
})

test('S-09: what is not known is told as unknown, and an id that could be none as none', async () => {
  for (const id of ['', 'x', '-1', '1.5', '99999999999999999999', '0x10x', 'NaN', 'Infinity'])
    expect(await readEvent(body('ONCRMDEALADD', { 'data[FIELDS][ID]': id }), TOKENS)).toMatchObject({
      kind: 'deal-changed',
      objectId: null,
    })
  expect(await readEvent(body('ONCRMDEALADD', {}), TOKENS)).toMatchObject({ objectId: null })
  expect(await readEvent(body('ONTASKADD', { 'data[FIELDS][ID]': '1' }), TOKENS)).toMatchObject({
    kind: 'unknown',
    name: 'ONTASKADD',
    objectId: 1,
  })
})

test('S-11: the body is kept without its tokens, and in signs that every database takes', async () => {
  const secrets = { 'auth[access_token]': 'secret-a', 'auth[refresh_token]': 'secret-b' }
  const text = {
    ...secrets,
    'data[FIELDS][ID]': '7',
    'data[FIELDS][TITLE]': 'a\0b\ud83d',
    'auth[user_id]': '42',
  }
  const event = await readEvent(body(`ON\0${'é'.repeat(200)}`, text), TOKENS)
  expect(event?.body).not.toMatch(/secret|first-token|[^\x20-\x7e]/)
  expect(new URLSearchParams(event?.body).get('auth[user_id]')).toBe('42')
  expect(event?.name).toMatch(/^ON\?{98}$/)
})
