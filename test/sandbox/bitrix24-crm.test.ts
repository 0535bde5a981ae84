import { expect, test } from 'vitest'
import { openPortal, type Portal } from './portal.ts'

type Item = Record<string, unknown> & { id: number }

const addItem = async (portal: Portal, fields: object) =>
  (await portal.result<{ item: Item }>('crm.item.add', { entityTypeId: 2, fields })).item

test('the old family answers strings, the new one numbers, of the same deal', async () => {
  await using portal = await openPortal()
  const { id } = await addItem(portal, {
    title: 'Nota fiscal',
    categoryId: 19,
    opportunity: 12.5,
    ufCrm_1701707001: 1557,
    ufCrm_1701707108: '2026-12-01T12:00:00-03:00',
    begindate: '2026-11-30',
  })
  expect(await portal.result('crm.deal.get', { id })).toMatchObject({
    ID: String(id),
    CATEGORY_ID: '19',
    STAGE_ID: 'C19:NEW',
    OPPORTUNITY: '12.50',
    UF_CRM_1701707001: '1557',
    UF_CRM_1701707108: '2026-12-01T18:00:00+03:00',
    BEGINDATE: '2026-11-30T03:00:00+03:00',
    OPENED: 'Y',
    CLOSED: 'N',
    IS_NEW: 'Y',
  })
  const { item } = await portal.result<{ item: Item }>('crm.item.get', {
    entityTypeId: 2,
    id,
    useOriginalUfNames: 'Y',
  })
  expect(item).toMatchObject({ id, categoryId: 19, opportunity: 12.5, UF_CRM_1701707001: 1557, isNew: 'Y' })
})

test('a new deal has what the portal fills in by itself', async () => {
  await using portal = await openPortal()
  const id = await portal.result<number>('crm.deal.add', { fields: {} }, { user: 42 })
  const today = (await portal.result<string>('server.time')).slice(0, 10)
  expect(await portal.result('crm.deal.get', { id })).toMatchObject({
    TITLE: `Negócio #${id}`,
    CATEGORY_ID: '0',
    STAGE_ID: 'NEW',
    ASSIGNED_BY_ID: '42',
    OPPORTUNITY: '0.00',
    BEGINDATE: expect.stringContaining(today),
    OPENED: 'Y',
  })
})

test('filters, order and pages find the same deals by either family', async () => {
  await using portal = await openPortal()
  const made: number[] = []
  for (let index = 0; index < 60; index++)
    made.push(
      (
        await addItem(portal, {
          title: index % 2 === 0 ? `Par ${index}` : `ímpar_${index}`,
          categoryId: 19,
          originatorId: 'ponte:test',
          originId: `chave-${index}`,
          ufCrm_1701707001: 1557 + 2 * (index % 4),
        })
      ).id,
    )
  const first = made[0] ?? 0
  const classic = async (filter: object, more: object = {}) => {
    const { body } = await portal.call('crm.deal.list', { filter, select: ['ID'], ...more })
    return {
      ids: (body.result as { ID: string }[]).map(({ ID }) => Number(ID)),
      total: body.total,
      next: body.next,
    }
  }
  const items = async (filter: object, more: object = {}) => {
    const { body } = await portal.call('crm.item.list', { entityTypeId: 2, filter, select: ['id'], ...more })
    const { items } = body.result as { items: Item[] }
    return { ids: items.map(({ id }) => id), total: body.total, next: body.next }
  }
  const ours = { ORIGINATOR_ID: 'ponte:test' }
  const itemOurs = { originatorId: 'ponte:test' }
  expect(await classic(ours)).toEqual({ ids: made.slice(0, 50), total: 60, next: 50 })
  expect(await items(itemOurs, { start: 50 })).toEqual({ ids: made.slice(50), total: 60, next: undefined })
  expect(await items(itemOurs, { start: -1, order: { ID: 'DESC' } })).toEqual({
    ids: made.toReversed().slice(0, 50),
    total: undefined,
    next: undefined,
  })
  const found: [object, object, (index: number) => boolean][] = [
    [{ ...ours, '>ID': first + 54 }, { ...itemOurs, '>id': first + 54 }, (index) => index > 54],
    [{ ...ours, ORIGIN_ID: 'CHAVE-7' }, { ...itemOurs, '=originId': 'CHAVE-7' }, (index) => index === 7],
    [
      { ...ours, '%TITLE': 'ar 1' },
      { ...itemOurs, '%title': 'ar 1' },
      (index) => index >= 10 && index < 20 && index % 2 === 0,
    ],
    [
      { ...ours, '%TITLE': 'r_1' },
      { ...itemOurs, '%title': 'r_1' },
      (index) => index % 2 === 1 && /^1/.test(String(index)),
    ],
    [
      { ...ours, '!%TITLE': 'Par ', '<ID': first + 10 },
      { ...itemOurs, '!%title': 'Par ', '<id': first + 10 },
      (index) => index % 2 === 1 && index < 10,
    ],
    [
      { ...ours, UF_CRM_1701707001: ['1557', '1559'] },
      { ...itemOurs, '@ufCrm_1701707001': [1557, 1559] },
      (index) => index % 4 < 2,
    ],
    [
      { ...ours, '!UF_CRM_1701707001': 1557, '<ID': first + 8 },
      { ...itemOurs, '!=ufCrm_1701707001': 1557, '<id': first + 8 },
      (index) => index % 4 !== 0 && index < 8,
    ],
    [{ ...ours, '!@ID': made.slice(3) }, { ...itemOurs, '!@id': made.slice(3) }, (index) => index < 3],
  ]
  for (const [classicFilter, itemFilter, isFound] of found) {
    const wanted = made.filter((_id, index) => isFound(index)).slice(0, 50)
    expect([classicFilter, (await classic(classicFilter)).ids]).toEqual([classicFilter, wanted])
    expect([itemFilter, (await items(itemFilter)).ids]).toEqual([itemFilter, wanted])
  }
  const either = { ...itemOurs, 0: { logic: 'OR', 0: { '<id': first + 2 }, 1: { '>=id': first + 58 } } }
  expect((await items(either)).ids).toEqual([...made.slice(0, 2), ...made.slice(58)])
  // The old family passes over what it does not know.
  expect((await classic({ ...ours, '<>NOTHING': 1 })).total).toBe(60)
})

test('changed-since finds a deal in the second in which it changed', async () => {
  await using portal = await openPortal()
  await portal.control('POST', 'clock', { forwardSeconds: 3600 })
  const { item } = await portal.result<{ item: Item }>('crm.item.update', {
    entityTypeId: 2,
    id: 7405,
    fields: { title: 'Mudou' },
  })
  const filter = { '>=updatedTime': String(item.updatedTime) }
  const { items } = await portal.result<{ items: Item[] }>('crm.item.list', {
    entityTypeId: 2,
    filter,
    select: ['id'],
  })
  expect(items).toEqual([{ id: 7405 }])
})

test('a stage moves the deal, closes it, and leaves its history; a stage of another pipeline is passed over', async () => {
  await using portal = await openPortal()
  const { id } = await addItem(portal, { categoryId: 19 })
  const move = (STAGE_ID: string) =>
    portal.result('crm.deal.update', { id, fields: { STAGE_ID } }, { user: 43 })
  await move('C19:PREPARATION')
  await move('NEW')
  await move('C19:WON')
  expect(await portal.result('crm.deal.get', { id })).toMatchObject({
    STAGE_ID: 'C19:WON',
    STAGE_SEMANTIC_ID: 'S',
    CLOSED: 'Y',
    IS_NEW: 'N',
    MOVED_BY_ID: '43',
  })
  const history = await portal.result<{ items: object[] }>('crm.stagehistory.list', {
    entityTypeId: 2,
    filter: { OWNER_ID: id },
  })
  expect(history.items).toMatchObject([
    { TYPE_ID: 1, STAGE_ID: 'C19:NEW' },
    { TYPE_ID: 2, STAGE_ID: 'C19:PREPARATION' },
    { TYPE_ID: 3, STAGE_ID: 'C19:WON' },
  ])
  expect(
    await portal.call('crm.item.update', { entityTypeId: 2, id, fields: { stageId: 'NEW' } }),
  ).toMatchObject({
    status: 400,
    body: { error: 'CRM_FIELD_ERROR_VALUE_NOT_VALID' },
  })
})

test('a deleted deal takes with it what hung on it alone, and its number never comes back', async () => {
  await using portal = await openPortal()
  const { id } = await addItem(portal, { categoryId: 19 })
  const comment = await portal.result<number>('crm.timeline.comment.add', {
    fields: { ENTITY_TYPE: 'deal', ENTITY_ID: id, COMMENT: 'só dele' },
  })
  const contact = await portal.result<number>('crm.contact.add', { fields: { NAME: 'Maria' } })
  const shared = await portal.result<number>('crm.activity.add', {
    fields: {
      OWNER_TYPE_ID: 2,
      OWNER_ID: id,
      TYPE_ID: 4,
      SUBJECT: 'dos dois',
      RESPONSIBLE_ID: 42,
      DIRECTION: 1,
      COMMUNICATIONS: [{ VALUE: 'm@example.com', ENTITY_ID: contact, ENTITY_TYPE_ID: 3 }],
    },
  })
  await portal.result('crm.deal.delete', { id })
  expect(await portal.call('crm.timeline.comment.get', { id: comment })).toMatchObject({ status: 400 })
  expect(await portal.result('crm.activity.get', { id: shared })).toMatchObject({
    OWNER_TYPE_ID: '3',
    OWNER_ID: String(contact),
  })
  expect((await addItem(portal, { categoryId: 19 })).id).toBeGreaterThan(id)
})

test('a comment touches when something last happened on the deal, and not when the deal was changed', async () => {
  await using portal = await openPortal()
  const { id, updatedTime } = await addItem(portal, { categoryId: 19 })
  await portal.control('POST', 'clock', { forwardSeconds: 60 })
  await portal.result(
    'crm.timeline.comment.add',
    { fields: { ENTITY_TYPE: 'deal', ENTITY_ID: id, COMMENT: 'olá' } },
    { user: 43 },
  )
  const { item } = await portal.result<{ item: Item }>('crm.item.get', { entityTypeId: 2, id })
  expect(item).toMatchObject({ updatedTime, lastActivityBy: 43 })
  expect(item.lastActivityTime).not.toBe(updatedTime)
})

test('contacts are found by their e-mail, and a value without a number is added and replaces none', async () => {
  await using portal = await openPortal()
  const email = (VALUE: string) => ({ EMAIL: [{ VALUE, VALUE_TYPE: 'WORK' }] })
  const id = await portal.result<number>('crm.contact.add', {
    fields: { NAME: 'Clara', ...email('clara@example.com') },
  })
  await portal.result('crm.contact.update', { id, fields: email('clara@casa.example') })
  const find = (value: string) =>
    portal.result('crm.duplicate.findbycomm', { type: 'EMAIL', values: [value] })
  expect(await find('CLARA@example.com')).toEqual({ CONTACT: [id] })
  expect(await find('ninguem@example.com')).toEqual([])
  const { EMAIL } = await portal.result<{ EMAIL: { ID: string; VALUE: string }[] }>('crm.contact.get', { id })
  expect(EMAIL.map(({ VALUE }) => VALUE)).toEqual(['clara@example.com', 'clara@casa.example'])
  await portal.result('crm.contact.update', {
    id,
    fields: { EMAIL: EMAIL.map(({ ID }) => ({ ID, DELETE: 'Y' })) },
  })
  expect(await portal.result('crm.contact.get', { id })).not.toHaveProperty('EMAIL')
  expect(await portal.call('crm.contact.add', { fields: email('sem arroba') })).toMatchObject({
    status: 400,
    body: { error: 'ERROR_CORE' },
  })
})

test('a contact by the new family bears its numbers and addresses in one list, and the first of each kind', async () => {
  await using portal = await openPortal()
  const { item } = await portal.result<{ item: Item }>('crm.item.add', {
    entityTypeId: 3,
    fields: {
      name: 'Clara',
      lastName: 'Dias',
      fm: [
        { typeId: 'EMAIL', valueType: 'WORK', value: 'clara@example.com' },
        { typeId: 'PHONE', valueType: 'MOBILE', value: '+55 11 90000-0001' },
      ],
    },
  })
  expect(item).toMatchObject({
    name: 'Clara',
    emailWork: 'clara@example.com',
    phone: '+55 11 90000-0001',
    hasEmail: 'Y',
    fm: [{ typeId: 'EMAIL' }, { typeId: 'PHONE' }],
    entityTypeId: 3,
  })
  await portal.result('crm.item.delete', { entityTypeId: 3, id: item.id })
  expect(await portal.call('crm.contact.get', { id: item.id })).toMatchObject({ status: 400 })
})

test('fields are added, described and chosen from by their labels', async () => {
  await using portal = await openPortal()
  await portal.result('crm.deal.userfield.add', {
    fields: {
      FIELD_NAME: 'turno',
      USER_TYPE_ID: 'enumeration',
      LABEL: 'Turno',
      LIST: [{ VALUE: 'Manhã' }, { VALUE: 'Noite' }],
      MULTIPLE: 'Y',
    },
  })
  const { fields } = await portal.result<{
    fields: Record<string, { items: { ID: string; VALUE: string }[] }>
  }>('crm.item.fields', { entityTypeId: 2 })
  expect(fields.ufCrmTurno).toMatchObject({
    type: 'enumeration',
    isMultiple: true,
    upperName: 'UF_CRM_TURNO',
  })
  const night = Number(fields.ufCrmTurno?.items.find(({ VALUE }) => VALUE === 'Noite')?.ID)
  const { id } = await addItem(portal, { ufCrmTurno: [night] })
  expect(await portal.result('crm.deal.get', { id })).toMatchObject({ UF_CRM_TURNO: [String(night)] })
  const list = (filter: object) => portal.result('crm.deal.list', { filter, select: ['ID'] })
  expect(await list({ UF_CRM_TURNO: night })).toEqual([{ ID: String(id) }])
  const refused = await portal.call(
    'crm.deal.userfield.add',
    { fields: { FIELD_NAME: 'x', USER_TYPE_ID: 'string' } },
    { user: 42 },
  )
  expect(refused).toMatchObject({ status: 403, body: { error: 'ACCESS_DENIED' } })
})

test('the pipeline of the help desk has the six stages, the fields and the values that the mapping knows', async () => {
  await using portal = await openPortal()
  const stages = await portal.result<{ STATUS_ID: string; NAME: string; EXTRA: { SEMANTICS: string } }[]>(
    'crm.status.list',
    { filter: { ENTITY_ID: 'DEAL_STAGE_19' }, order: { SORT: 'ASC' } },
  )
  expect(stages.map(({ STATUS_ID, NAME, EXTRA }) => [STATUS_ID, NAME, EXTRA.SEMANTICS])).toEqual([
    ['C19:NEW', 'Novo', 'process'],
    ['C19:PREPARATION', 'Em atendimento', 'process'],
    ['C19:UC_WAIT', 'Aguardando solicitante', 'process'],
    ['C19:EXECUTING', 'Em execução', 'process'],
    ['C19:WON', 'Resolvido', 'success'],
    ['C19:LOSE', 'Cancelado', 'failure'],
  ])
  const fields = await portal.result<Record<string, { items?: object[] }>>('crm.deal.fields')
  expect(fields.UF_CRM_1701707001?.items).toEqual([
    { ID: '1557', VALUE: 'Crítico' },
    { ID: '1559', VALUE: 'Alto' },
    { ID: '1561', VALUE: 'Médio' },
    { ID: '1563', VALUE: 'Baixo' },
  ])
  for (const code of ['UF_CRM_1701706961', 'UF_CRM_1701706933', 'UF_CRM_1736515084'])
    expect(fields[code]?.items).toBeDefined()
  expect(await portal.result('user.get', { ID: 42 })).toMatchObject([
    { NAME: 'João', LAST_NAME: 'Tech', ACTIVE: true },
  ])
  expect(await portal.control('GET', 'counts')).toMatchObject({ deals: 40 })
})
