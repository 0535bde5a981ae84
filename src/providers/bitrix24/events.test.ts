import { expect, test } from 'vitest'
import { isOneOf, readEvent } from './events.ts'

const among = (tokens: string[]) => async (given: string) => isOneOf(given, tokens)
const TOKENS = among(['first-token', 'second-token'])
const body = (event: string, fields: Record<string, string>, token = 'first-token') =>
  new URLSearchParams({ event, ...fields, ts: '1766047124', 'auth[application_token]': token }).toString()

test('an event says which object to read again, wherever its id stands and however its name is written', async () => {
  const ID = { 'data[FIELDS][ID]': '7405' }
  const cases: [string, Record<string, string>, object][] = [
    ['ONCRMDEALADD', ID, { kind: 'deal-changed', dealId: 7405 }],
    ['onCrmDealUpdate', ID, { kind: 'deal-changed', dealId: 7405 }],
    ['ONCRMDEALMOVETOCATEGORY', ID, { kind: 'deal-changed', dealId: 7405 }],
    ['ONCRMDEALDELETE', ID, { kind: 'deal-deleted', dealId: 7405 }],
    ['onCrmActivityAdd', ID, { kind: 'activity-changed', activityId: 7405 }],
    ['ONIMEMAILMESSAGEADD', ID, { kind: 'activity-changed', activityId: 7405 }],
    ['ONCRMTIMELINECOMMENTADD', { 'data[ID]': '9' }, { kind: 'comment-changed', commentId: 9 }],
    ['ONCRMTIMELINECOMMENTDELETE', { 'data[FIELDS][ID]': '9' }, { kind: 'comment-deleted', commentId: 9 }],
    ['ONCRMDEALUSERFIELDSETENUMVALUES', ID, { kind: 'fields-changed' }],
  ]
  for (const [name, fields, event] of cases)
    expect(await readEvent(body(name, fields), TOKENS)).toEqual(event)
})

test('S-10: without one of our tokens nothing is read at all', async () => {
  const ID = { 'data[FIELDS][ID]': '1' }
  expect(await readEvent(body('ONCRMDEALADD', ID, 'second-token'), TOKENS)).not.toBeNull()
  expect(await readEvent(body('ONCRMDEALADD', ID, 'forged'), TOKENS)).toBeNull()
  expect(await readEvent(body('ONCRMDEALADD', ID, ''), TOKENS)).toBeNull()
  expect(await readEvent('event=ONCRMDEALADD', TOKENS)).toBeNull()
  expect(await readEvent(body('ONCRMDEALADD', ID), among([]))).toBeNull()
})

test('S-09: what is not known, or has no number that could be one, is told as unknown', async () => {
  for (const id of ['', 'x', '-1', '1.5', '99999999999999999999'])
    expect(await readEvent(body('ONCRMDEALADD', { 'data[FIELDS][ID]': id }), TOKENS)).toEqual({
      kind: 'unknown',
      name: 'ONCRMDEALADD',
    })
  expect(await readEvent(body('ONTASKADD', { 'data[FIELDS][ID]': '1' }), TOKENS)).toMatchObject({
    kind: 'unknown',
  })
})
