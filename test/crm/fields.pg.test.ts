import { expect, test } from 'vitest'
import { FieldCodes } from '#src/providers/bitrix24/field-map.ts'
import { TICKET_FIELDS } from '#src/providers/crm-fields.ts'
import { openCrm } from './crm.ts'
import { codes, openProvider } from './provider.ts'

const PEOPLE = { priority: 'people' } as const

type Crm = Awaited<ReturnType<typeof openCrm>>
type UserField = { ID: string; FIELD_NAME: string; USER_TYPE_ID: string; LIST?: { VALUE: string }[] }

const open = () => openCrm({ rate: 1_000, burst: 1_000, retries: 1 })
const fieldsOf = ({ portal }: Crm) => portal.result<UserField[]>('crm.deal.userfield.list')
const add = ({ portal }: Crm, fields: object) => portal.result('crm.deal.userfield.add', { fields })
async function removeFields(crm: Crm, names: readonly string[]) {
  for (const { ID, FIELD_NAME } of await fieldsOf(crm))
    if (names.includes(FIELD_NAME)) await crm.portal.result('crm.deal.userfield.delete', { id: ID })
}
const newTicket = (originKey: string) => ({
  originKey,
  title: 'Chamado',
  pipelineId: 19,
  responsibleId: null,
  contactId: null,
  fields: { priority: 'Médio', deadline: '2026-12-01T15:00:00.000Z' },
})

test('W-03: of an empty portal all fields are made, and a ticket fills them; what is there is left alone', async () => {
  await using crm = await open()
  await removeFields(
    crm,
    Object.values(codes()).filter((code) => code !== codes().category),
  )
  const before = await fieldsOf(crm)
  const provider = openProvider(crm)
  const checks = await provider.createMissingFields(PEOPLE)
  expect(checks.map(({ field, problem }) => [field, problem])).toEqual(
    TICKET_FIELDS.map((field) => [field, null]),
  )
  expect(checks.find(({ field }) => field === 'priority')?.labels).toEqual({
    Baixo: 'Baixo',
    Médio: 'Médio',
    Alto: 'Alto',
    Crítico: 'Crítico',
  })
  const after = await fieldsOf(crm)
  expect(after).toEqual(expect.arrayContaining(before))
  expect(after).toHaveLength(before.length + 15)
  const types = Object.fromEntries(after.map(({ FIELD_NAME, USER_TYPE_ID }) => [FIELD_NAME, USER_TYPE_ID]))
  expect([types.UF_CRM_1701707108, types.UF_CRM_1701707109]).toEqual(['datetime', 'integer'])
  const dealId = await provider.openDeal(newTicket('chave'), PEOPLE)
  expect(await provider.readDeal(dealId, PEOPLE)).toMatchObject({ fields: newTicket('chave').fields })
  await crm.portal.control('DELETE', 'requests')
  await provider.createMissingFields(PEOPLE)
  const asked = (await crm.requests()).map(({ method }) => method)
  expect(asked, 'a second time asks for nothing').not.toContain('crm.deal.userfield.add')
  expect(await fieldsOf(crm)).toEqual(after)
})

test('two who make the fields at once, and answers that get lost, make each of them once', async () => {
  await using crm = await open()
  await removeFields(crm, Object.values(codes()))
  const before = (await fieldsOf(crm)).length
  await crm.portal.control('PUT', 'faults', [
    { match: { method: 'crm.deal.userfield.add' }, effect: 'lost-answer', probability: 0.3 },
  ])
  const both = [openProvider(crm), openProvider(crm)]
  const [first, second] = await Promise.all(both.map((one) => one.createMissingFields(PEOPLE)))
  expect(first).toEqual(second)
  expect(first?.filter(({ problem }) => problem !== null)).toEqual([])
  expect(await fieldsOf(crm)).toHaveLength(before + 16)
})

test('a field that cannot be made is told by name, with what the portal says of it', async () => {
  await using crm = await open()
  await removeFields(crm, [codes().filial ?? ''])
  await crm.portal.control('PUT', 'faults', [
    { match: { method: 'crm.deal.userfield.add' }, effect: 'status', code: 403, error: 'ACCESS_DENIED' },
  ])
  await expect(openProvider(crm).createMissingFields(PEOPLE)).rejects.toMatchObject({
    outcome: 'rejected',
    message: expect.stringMatching(/^filial \(UF_CRM_1701707104\) could not be created: ACCESS_DENIED/),
  })
})

test('a priority that the portal does not offer is told by name, and the others are written all the same', async () => {
  await using crm = await open()
  await add(crm, {
    FIELD_NAME: 'P',
    USER_TYPE_ID: 'enumeration',
    LIST: [{ VALUE: 'BAIXO' }, { VALUE: 'medio' }],
  })
  const provider = openProvider(crm, FieldCodes.parse({ priority: 'UF_CRM_P' }))
  expect(await provider.checkFields(PEOPLE)).toEqual([
    {
      field: 'priority',
      place: 'UF_CRM_P',
      title: 'UF_CRM_P',
      type: 'enumeration',
      choices: ['BAIXO', 'medio'],
      labels: { Baixo: 'BAIXO', Médio: 'medio', Alto: null, Crítico: null },
      problem: 'there is no choice for Alto, Crítico',
      isFatal: false,
    },
  ])
  const dealId = await provider.openDeal(newTicket('chave'), PEOPLE)
  expect((await provider.readDeal(dealId, PEOPLE))?.fields.priority).toBe('medio')
})

test('a field that the portal demands and no ticket can fill is fatal, and it does refuse the ticket', async () => {
  const demanded = {
    FIELD_NAME: 'D',
    USER_TYPE_ID: 'string',
    EDIT_FORM_LABEL: 'Centro de custo',
    MANDATORY: 'Y',
  }
  const cases: [Record<string, string>, object, object][] = [
    [
      {},
      demanded,
      {
        field: null,
        problem: 'the portal demands "Centro de custo" of every deal, and nothing of ours fills it',
      },
    ],
    [
      { rating: 'UF_CRM_D' },
      demanded,
      {
        field: 'rating',
        problem: 'nobody can know it when a ticket is opened, and the portal demands it of every deal',
      },
    ],
    [
      { deadline: 'UF_CRM_D' },
      { ...demanded, USER_TYPE_ID: 'money' },
      {
        field: 'deadline',
        problem: 'fields of the type money cannot be used for it, and the portal demands it of every deal',
      },
    ],
  ]
  for (const [mapping, fields, check] of cases) {
    await using crm = await open()
    await add(crm, fields)
    const provider = openProvider(crm, FieldCodes.parse(mapping))
    expect(await provider.checkFields(PEOPLE)).toMatchObject([{ place: 'UF_CRM_D', isFatal: true, ...check }])
    await expect(provider.openDeal(newTicket('chave'), PEOPLE)).rejects.toMatchObject({ outcome: 'rejected' })
  }
  await using crm = await open()
  await add(crm, { ...demanded, USER_TYPE_ID: 'datetime' })
  const provider = openProvider(crm, FieldCodes.parse({ deadline: 'UF_CRM_D' }))
  expect(await provider.checkFields(PEOPLE)).toMatchObject([{ problem: null, isFatal: false }])
  await provider.openDeal(newTicket('chave'), PEOPLE)
})
