import { expect, test } from 'vitest'
import { openPortal, type Portal } from './portal.ts'

type Maps = Record<'result' | 'result_error' | 'result_total' | 'result_next' | 'result_time', unknown>

const batch = async (portal: Portal, cmd: unknown, halt: unknown = 0) =>
  (await portal.result<Maps>('batch', { cmd, halt })) as Maps

test('maps are lists where PHP would make lists of them: empty, or numbered from 0', async () => {
  await using portal = await openPortal()
  const get = (id: number) => `crm.deal.get?id=${id}`
  expect(await batch(portal, {})).toEqual({
    result: [],
    result_error: [],
    result_total: [],
    result_next: [],
    result_time: [],
  })
  expect(await batch(portal, [get(7401), get(7402)])).toMatchObject({
    result: [{ ID: '7401' }, { ID: '7402' }],
  })
  // Both at once: the first two fail, the third has another number.
  expect(await batch(portal, { 0: get(1), 1: get(2), 35943: get(7401) })).toMatchObject({
    result: { 35943: { ID: '7401' } },
    result_error: [{ error: '', error_description: 'Not found' }, { error: '' }],
  })
})

test('a command uses what came before it, through lists and wrappers, also url-encoded', async () => {
  await using portal = await openPortal()
  const { result, result_total } = await batch(portal, {
    list: 'crm.deal.list?select[]=ID&order[ID]=ASC&filter[<ID]=7411',
    items:
      'crm.item.list?entityTypeId=2&select[]=id&filter[%3Eid]=$result[list][9][ID]&order[id]=asc&start=-1',
    one: `crm.deal.get?id=${encodeURIComponent('$result[items][items][0][id]')}`,
    text: 'crm.deal.add?fields[TITLE]=depois de $result[one][ID]',
    said: 'crm.deal.get?id=$result[text]',
    nothing: 'crm.deal.list?filter[ID]=$result[nowhere][0]&select[]=ID',
  })
  expect(result).toMatchObject({ one: { ID: '7411' }, said: { TITLE: 'depois de 7411' } })
  expect(result_total).toMatchObject({ list: 10 })
  expect(result_total).not.toHaveProperty('items')
})

test('with halt nothing runs after the first failure, and without it everything is in one of the two maps', async () => {
  await using portal = await openPortal()
  const cmd = { a: 'crm.deal.get?id=1', b: 'crm.category.delete?entityTypeId=2&id=999', c: 'server.time' }
  const halted = await batch(portal, cmd, 1)
  expect(halted).toMatchObject({ result: [], result_error: { a: { error_description: 'Not found' } } })
  const whole = await batch(portal, cmd)
  expect(Object.keys(whole.result_error as object)).toEqual(['a', 'b'])
  expect(Object.keys(whole.result as object)).toEqual(['c'])
  expect(Object.keys(whole.result_time as object)).toEqual(['c'])
})

test('a result that is null is there as null', async () => {
  await using portal = await openPortal()
  const id = await portal.result<number>('crm.timeline.comment.add', {
    fields: { ENTITY_TYPE: 'deal', ENTITY_ID: 7401, COMMENT: 'apague' },
  })
  expect((await batch(portal, { gone: `crm.timeline.comment.delete?id=${id}` })).result).toEqual({
    gone: null,
  })
})

test('fifty commands run, those beyond fail one by one, and so do batches and files inside of it', async () => {
  await using portal = await openPortal()
  const cmd = Object.fromEntries(Array.from({ length: 52 }, (_, index) => [`c${index}`, 'server.time']))
  const { result, result_error } = await batch(portal, cmd)
  expect(Object.keys(result as object)).toHaveLength(50)
  expect(result_error).toEqual({
    c50: { error: 'ERROR_BATCH_LENGTH_EXCEEDED', error_description: 'Max batch length exceeded' },
    c51: expect.objectContaining({ error: 'ERROR_BATCH_LENGTH_EXCEEDED' }),
  })
  const refused = await batch(portal, { b: 'batch', f: 'disk.folder.uploadfile?id=1' })
  expect(refused.result_error).toMatchObject({
    b: { error: 'ERROR_BATCH_METHOD_NOT_ALLOWED' },
    f: { error: 'ERROR_BATCH_METHOD_NOT_ALLOWED' },
  })
})
