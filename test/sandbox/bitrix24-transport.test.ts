import * as http from 'node:http'
import { expect, test } from 'vitest'
import { openPortal } from './portal.ts'

test('a method is found with a suffix, with slashes too many, in any case, by GET and by POST', async () => {
  await using portal = await openPortal()
  for (const path of [
    '/rest/1/sandbox/crm.deal.get?id=7401',
    '/rest/1/sandbox/crm.deal.get.json?id=7401',
    '/rest/1/sandbox/CRM.Deal.GET/?ID=7401',
    '/rest//1/sandbox//crm.deal.get//?id=7401',
    '/rest/1/sandbox/crm%2Edeal%2Eget?id=7401&bx24_request_id=1',
  ]) {
    const { status, body } = await portal.send('GET', portal.url + path)
    expect([path, status]).toEqual([path, 200])
    expect(body.result).toMatchObject({ ID: '7401' })
  }
})

test('parameters nest by brackets, in queries, forms and multipart bodies alike', async () => {
  await using portal = await openPortal()
  const pairs: [string, string][] = [
    ['filter[>ID]', '7400'],
    ['filter[@STAGE_ID][0]', 'C19:NEW'],
    ['filter[@STAGE_ID][]', 'C19:UC_WAIT'],
    ['select[]', 'ID'],
    ['select[]', 'STAGE_ID'],
    ['order[ID]', 'DESC'],
  ]
  const url = `${portal.url}/rest/1/sandbox/crm.deal.list`
  const form = new URLSearchParams(pairs)
  const multipart = new FormData()
  for (const [name, value] of pairs) multipart.append(name, value)
  const json = {
    filter: { '>ID': 7400, '@STAGE_ID': ['C19:NEW', 'C19:UC_WAIT'] },
    select: ['ID', 'STAGE_ID'],
  }
  const answers = await Promise.all([
    fetch(`${url}?${form}`),
    fetch(url, { method: 'POST', body: form }),
    fetch(url, { method: 'POST', body: multipart }),
    fetch(url, { method: 'POST', body: JSON.stringify({ ...json, order: { ID: 'DESC' } }) }),
  ])
  const results = await Promise.all(
    answers.map(async (answer) => ((await answer.json()) as { result: unknown }).result),
  )
  expect(results[0]).toEqual(
    expect.arrayContaining([{ ID: expect.any(String), STAGE_ID: expect.any(String) }]),
  )
  for (const result of results) expect(result).toEqual(results[0])
})

test('errors bear the status, the code and the text that the portal gives them', async () => {
  await using portal = await openPortal()
  const { tokens } = (await portal.control('POST', 'applications', { scopes: ['crm'] })) as never as {
    tokens: { access_token: string }
  }
  const auth = tokens.access_token
  const rest = (path: string, body: object = {}) => portal.send('POST', `${portal.url}/rest/${path}`, body)
  const cases: [Promise<{ status: number; body: object }>, number, string | number, string][] = [
    [portal.call('crm.nothing'), 404, 'ERROR_METHOD_NOT_FOUND', 'Method not found!'],
    [
      portal.call('profile', {}, { secret: 'wrong' }),
      401,
      'INVALID_CREDENTIALS',
      'Invalid request credentials',
    ],
    [portal.call('profile', {}, { user: 999 }), 401, 'INVALID_CREDENTIALS', 'Invalid request credentials'],
    [rest('profile'), 401, 'NO_AUTH_FOUND', 'Wrong authorization data'],
    [rest('profile', { auth: 'x' }), 401, 'invalid_token', 'Unable to get application by token'],
    [rest('user.get', { auth }), 401, 'insufficient_scope', 'The request requires higher privileges'],
    [portal.call('app.info'), 403, 'ACCESS_DENIED', 'Application context required'],
    [portal.call('event.get'), 403, 'WRONG_AUTH_TYPE', 'Current authorization type is denied'],
    [portal.call('crm.deal.get', { id: 1 }), 400, '', 'Not found'],
    [portal.call('crm.deal.get', { id: 'x' }), 400, '', 'ID is not defined or invalid'],
    [portal.call('crm.deal.add', { fields: 'x' }), 400, '', "Parameter 'fields' must be array."],
    [portal.call('crm.item.get', { entityTypeId: 2, id: 1 }), 400, 'NOT_FOUND', 'Element not found'],
    [portal.call('crm.item.get', { entityTypeId: 2 }), 400, 100, 'Could not find value for parameter {id}'],
    [portal.call('disk.file.get', { ID: 1 }), 400, 100, 'Could not find value for parameter {id}'],
    [
      portal.call('crm.item.list', { entityTypeId: 2, filter: { '>=ddId': 1 } }),
      400,
      'INVALID_ARG_VALUE',
      "Invalid filter: field 'ddId' is not allowed in filter",
    ],
  ]
  for (const [answer, status, error, description] of cases) {
    const { status: got, body } = await answer
    expect({ status: got, ...body }).toEqual({
      status,
      error,
      error_description: expect.stringContaining(description),
    })
  }
})

test('whoever calls acts as the employee whose webhook it is', async () => {
  await using portal = await openPortal()
  const id = await portal.result<number>('crm.deal.add', { fields: { CATEGORY_ID: 19 } }, { user: 43 })
  expect(await portal.result('crm.deal.get', { id })).toMatchObject({
    CREATED_BY_ID: '43',
    ASSIGNED_BY_ID: '43',
  })
  expect(await portal.result('user.current', {}, { user: 42 })).toMatchObject({ NAME: 'João' })
})

test('a name that leads here from somewhere else (DNS rebinding) reaches nothing', async () => {
  await using portal = await openPortal()
  const status = await new Promise<number | undefined>((resolve, reject) => {
    const request = http.get(
      `${portal.url}/control/state`,
      { headers: { Host: 'evil.example' } },
      (answer) => {
        answer.resume()
        resolve(answer.statusCode)
      },
    )
    request.once('error', reject)
  })
  expect(status).toBe(421)
})

test('every answer that succeeds tells how long it took, also inside of a batch', async () => {
  await using portal = await openPortal()
  const time = {
    start: expect.any(Number),
    finish: expect.any(Number),
    duration: expect.any(Number),
    processing: expect.any(Number),
    date_start: expect.stringMatching(/\+03:00$/),
    date_finish: expect.stringMatching(/\+03:00$/),
    operating: expect.any(Number),
    operating_reset_at: expect.any(Number),
  }
  expect((await portal.call('server.time')).body.time).toEqual(time)
  const batch = (await portal.call('batch', { cmd: { a: 'server.time' } })).body
  expect(batch).toMatchObject({ time, result: { result_time: { a: time } } })
})

test('a page of somebody else sends nothing here, whatever it pretends to send', async () => {
  await using portal = await openPortal()
  const reset = (origin: string) =>
    fetch(`${portal.url}/control/reset`, { method: 'POST', headers: { Origin: origin } })
  await portal.result('crm.deal.delete', { id: 7401 })
  for (const origin of ['https://evil.example', 'null', 'http://localhost.evil.example'])
    expect((await reset(origin)).status).toBe(403)
  expect(await portal.control('GET', 'counts')).toMatchObject({ deals: 39 })
  expect((await reset(portal.url)).status).toBe(200)
})
