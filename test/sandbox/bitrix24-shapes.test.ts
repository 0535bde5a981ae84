import * as fs from 'node:fs'
import { expect, test } from 'vitest'
import { openPortal, type Portal } from './portal.ts'

/** Keys and JSON types of the documented example answers, by method. */
type Shape = string | Shape[] | { [key: string]: Shape }
const SHAPES = JSON.parse(
  fs.readFileSync(new URL('bitrix24-shapes.json', import.meta.url), 'utf8'),
) as Record<string, Shape>

/** Where the sandbox differs from the documents' example on purpose: the path, and why. */
const DIFFERENCES: Record<string, Record<string, string>> = {
  'crm.item.get': { 'result.item.*': 'the example is a lead; add and update show a deal' },
  'crm.item.list': {
    'result.items[].name': 'the example is of leads',
    'result.items[].lastName': 'likewise',
  },
  'crm.item.fields': { 'result.fields.*': 'the example is a smart process; the descriptors are compared' },
  'crm.deal.fields': { 'result.*': 'custom fields carry items and labels' },
  'crm.deal.userfield.get': {
    'result.SETTINGS': 'depends on the type of the field',
    'result.*_LABEL': 'four of the portal languages are there',
    'result.*_MESSAGE': 'empty maps where nothing was written',
  },
  'crm.deal.userfield.list': {
    'result[].SETTINGS': 'depends on the type of the field',
    'result[].LIST': 'only enumerations have one',
  },
  'crm.timeline.comment.list': { 'result[].FILES': 'absent where there are none' },
  'event.offline.get': { 'result.events[].EVENT_DATA': 'false in the sample, the ids according to the text' },
  'event.offline.list': { 'result[].EVENT_DATA': 'false in the sample, the ids according to the text' },
  'crm.activity.fields': {
    'result.STORAGE_ELEMENT_IDS': 'named by the text of the page, missing in its example',
  },
  'crm.category.add': {
    'result.category.origin*': 'the example is a smart process; a pipeline of deals has both',
  },
  'crm.category.update': { 'result.category.origin*': 'likewise' },
  'crm.category.list': { 'result.categories[].origin*': 'the default pipeline has neither' },
  'crm.item.batchImport': { 'result.items[].error*': 'of items that were refused' },
  'department.get': { 'result[].PARENT': 'the root has none', 'result[].UF_HEAD': 'where there is a head' },
  'disk.folder.getChildren': {
    'result[].GLOBAL_CONTENT_VERSION': 'the call asks for folders, the example has files too',
    'result[].FILE_ID': 'likewise',
    'result[].SIZE': 'likewise',
    'result[].DOWNLOAD_URL': 'likewise',
  },
}

const METHODS = fs
  .readdirSync(new URL('../../sandbox/bitrix24/methods/', import.meta.url))
  .map((file) => file.replace(/\.ts$/, ''))
  .sort()

test('every method that is documented with an example answers with the same keys and types', async () => {
  await using portal = await openPortal()
  const calls = await prepare(portal)
  const wrong: string[] = []
  const compared: string[] = []
  for (const method of METHODS.filter((name) => SHAPES[name] !== undefined)) {
    const plan = calls[method]
    if (!plan) {
      wrong.push(`${method}: is not called by this test`)
      continue
    }
    const params = typeof plan.params === 'function' ? await plan.params() : plan.params
    const { status, body } = plan.auth
      ? await portal.send('POST', `${portal.url}/rest/${method}`, { ...params, auth: plan.auth })
      : await portal.call(method, params)
    const { time, ...rest } = body
    if (status !== 200) wrong.push(`${method}: ${status} ${JSON.stringify(body)}`)
    else {
      compared.push(method)
      expect(time, method).toMatchObject({ start: expect.any(Number), date_start: expect.any(String) })
      wrong.push(...differences(SHAPES[method] as Shape, rest, '').map((one) => `${method}: ${one}`))
    }
  }
  const justified = wrong.map(justification)
  expect(wrong.filter((_line, index) => justified[index] === undefined)).toEqual([])
  // A difference that is no longer there is not justified any more.
  const told = Object.entries(DIFFERENCES).flatMap(([method, paths]) =>
    Object.keys(paths).map((path) => `${method}: ${path}`),
  )
  expect(told.filter((one) => !justified.includes(one))).toEqual([])
  expect(compared.length).toBeGreaterThan(75)
})

/** Which entry of the list allows it. */
function justification(line: string): string | undefined {
  const [, method = '', path = ''] = /^([\w.]+): ([^ ]+)/.exec(line) ?? []
  const pattern = Object.keys(DIFFERENCES[method] ?? {}).find((one) => {
    const [head = '', ...tail] = one.split('*')
    return tail.length === 0
      ? path === one || path.startsWith(`${one}.`) || path.startsWith(`${one}[`)
      : path.startsWith(head) && tail.every((part) => path.includes(part))
  })
  return pattern && `${method}: ${pattern}`
}

function differences(shape: Shape, value: unknown, path: string): string[] {
  if (typeof shape === 'string') {
    const type = value === null ? 'null' : typeof value
    const isFine = shape.split('|').includes(type) || type === 'null' || shape === 'null'
    return isFine ? [] : [`${path} is ${type}, documented ${shape}`]
  }
  if (Array.isArray(shape)) {
    if (!Array.isArray(value)) return [`${path} is no list`]
    const [one] = shape
    return one === undefined ? [] : [...new Set(value.flatMap((each) => differences(one, each, `${path}[]`)))]
  }
  if (value === null || typeof value !== 'object' || Array.isArray(value)) {
    return [`${path} is no map`]
  }
  const found = value as Record<string, unknown>
  const any = shape['*']
  if (any !== undefined) return Object.values(found).flatMap((one) => differences(any, one, `${path}.*`))
  const at = (key: string) => (path === '' ? key : `${path}.${key}`)
  const isOwn = (key: string) => /^(UF_CRM_|ufCrm|next$)/.test(key)
  return [
    ...Object.keys(shape).flatMap((key) =>
      key in found ? differences(shape[key] as Shape, found[key], at(key)) : [`${at(key)} is missing`],
    ),
    ...Object.keys(found)
      .filter((key) => !(key in shape) && !isOwn(key))
      .map((key) => `${at(key)} is not documented`),
  ]
}

type Plan = { params: Record<string, unknown> | (() => Promise<Record<string, unknown>>); auth?: string }

/** Something of each kind, and for every method a call that succeeds. */
async function prepare(portal: Portal): Promise<Record<string, Plan>> {
  const { result } = portal
  const file = ['nota.png', Buffer.from('bytes').toString('base64')]
  const dealId = await result<number>('crm.deal.add', {
    fields: { TITLE: 'Nota rejeitada', CATEGORY_ID: 19 },
  })
  const contactId = await result<number>('crm.contact.add', {
    fields: {
      NAME: 'Maria',
      PHONE: [{ VALUE: '+5511', VALUE_TYPE: 'WORK' }],
      EMAIL: [{ VALUE: 'm@example.com' }],
    },
  })
  const comment = (text: string) =>
    result<number>('crm.timeline.comment.add', {
      fields: { ENTITY_ID: dealId, ENTITY_TYPE: 'deal', COMMENT: text, FILES: [file] },
    })
  const commentId = await comment('com anexo')
  const activity = { OWNER_TYPE_ID: 2, OWNER_ID: dealId, TYPE_ID: 2, SUBJECT: 'Ligação', RESPONSIBLE_ID: 42 }
  const newActivity = {
    fields: { ...activity, COMMUNICATIONS: [{ VALUE: '+5511', ENTITY_ID: contactId, ENTITY_TYPE_ID: 3 }] },
  }
  const addActivity = () => result<number>('crm.activity.add', newActivity)
  const activityId = await addActivity()
  const owner = { ownerTypeId: 2, ownerId: dealId }
  const todo = { ...owner, deadline: '2026-12-01T10:00:00+03:00', title: 'Ligar' }
  const { id: todoId } = await result<{ id: number }>('crm.activity.todo.add', todo)
  const binding = { activityId, entityTypeId: 2 }
  const [storage] = await result<{ ID: string; ROOT_OBJECT_ID: string }[]>('disk.storage.getList')
  const folderId = Number(storage?.ROOT_OBJECT_ID)
  const upload = { data: { NAME: 'a.txt' }, fileContent: ['a.txt', file[1]], generateUniqueName: true }
  const newFile = async () =>
    (await result<{ ID: number }>('disk.folder.uploadFile', { id: folderId, ...upload })).ID
  const statusId = Number(
    (await result<{ ID: string }[]>('crm.status.list', { filter: { ENTITY_ID: 'DEAL_STAGE_19' } }))[0]?.ID,
  )
  const userField = { USER_TYPE_ID: 'string', LABEL: 'Observação' }
  const addField = (name: string) =>
    result<number>('crm.deal.userfield.add', { fields: { ...userField, FIELD_NAME: name } })
  const fieldId = await addField('OBSERVACAO')
  const { category } = await result<{ category: { id: number } }>('crm.category.add', {
    entityTypeId: 2,
    fields: { name: 'Compras' },
  })
  const another = (fields: object = {}) =>
    result<number>('crm.deal.add', { fields: { TITLE: 'Outro', CATEGORY_ID: 19, ...fields } })
  const { tokens } = (await portal.control('POST', 'applications', {})) as unknown as {
    tokens: { access_token: string }
  }
  const auth = tokens.access_token
  const asApplication = (method: string, params: object) =>
    portal.send('POST', `${portal.url}/rest/${method}`, { ...params, auth })
  await asApplication('event.bind', { event: 'ONCRMDEALADD', event_type: 'offline' })
  await another()
  const reserve = async () => {
    await another()
    const { body } = await asApplication('event.offline.get', { clear: 0 })
    const { process_id, events } = body.result as { process_id: string; events: { MESSAGE_ID: string }[] }
    return { process_id, message_id: events.map(({ MESSAGE_ID }) => MESSAGE_ID) }
  }
  const deal = { id: dealId }
  const item = { entityTypeId: 2, id: dealId }
  const select = (method: string, ...path: string[]) => {
    let shape: Shape = SHAPES[method] ?? {}
    for (const key of path)
      shape = (Array.isArray(shape) ? shape[0] : (shape as Record<string, Shape>)[key]) ?? {}
    const keys = Object.keys(shape)
    return { select: keys }
  }
  const stage = (fields: object) => ({
    fields: { ENTITY_ID: 'DEAL_STAGE_19', NAME: 'Teste', SORT: 25, ...fields },
  })
  const dealList = select('crm.deal.list', 'result', '0')
  return {
    'crm.activity.add': { params: newActivity },
    'crm.activity.binding.add': { params: async () => ({ ...binding, entityId: await another() }) },
    'crm.activity.binding.delete': {
      params: async () => {
        const entityId = await another()
        await result('crm.activity.binding.add', { ...binding, entityId })
        return { ...binding, entityId }
      },
    },
    'crm.activity.binding.list': { params: { activityId } },
    'crm.activity.binding.move': {
      params: async () => ({
        activityId: await addActivity(),
        sourceEntityTypeId: 2,
        sourceEntityId: dealId,
        targetEntityTypeId: 2,
        targetEntityId: await another(),
      }),
    },
    'crm.activity.delete': { params: async () => ({ id: await addActivity() }) },
    'crm.activity.fields': { params: {} },
    'crm.activity.get': { params: { id: activityId } },
    'crm.activity.todo.add': { params: todo },
    'crm.activity.todo.update': { params: { ...todo, id: todoId } },
    'crm.activity.todo.updateColor': { params: { ...owner, id: todoId, colorId: '3' } },
    'crm.activity.todo.updateDeadline': { params: { ...owner, id: todoId, value: todo.deadline } },
    'crm.activity.todo.updateDescription': { params: { ...owner, id: todoId, value: 'hoje' } },
    'crm.activity.todo.updateResponsibleUser': { params: { ...owner, id: todoId, responsibleId: 43 } },
    'crm.activity.update': { params: { id: activityId, fields: { SUBJECT: 'Outra' } } },
    'crm.category.add': { params: { entityTypeId: 2, fields: { name: 'RH' } } },
    'crm.category.delete': { params: { entityTypeId: 2, id: category.id } },
    'crm.category.fields': { params: { entityTypeId: 2 } },
    'crm.category.get': { params: { entityTypeId: 2, id: 19 } },
    'crm.category.list': { params: { entityTypeId: 2 } },
    'crm.category.update': { params: { entityTypeId: 2, id: 19, fields: { sort: 50 } } },
    'crm.contact.add': { params: { fields: { NAME: 'Pedro' } } },
    'crm.contact.delete': { params: async () => ({ id: await result('crm.contact.add', { fields: {} }) }) },
    'crm.contact.get': { params: { id: contactId } },
    'crm.contact.list': {
      params: { ...select('crm.contact.list', 'result', '0'), filter: { ID: contactId } },
    },
    'crm.contact.update': { params: { id: contactId, fields: { POST: 'Gerente' } } },
    'crm.deal.add': { params: { fields: { TITLE: 'Novo' } } },
    'crm.deal.contact.add': { params: { ...deal, fields: { CONTACT_ID: contactId } } },
    'crm.deal.contact.delete': { params: { ...deal, fields: { CONTACT_ID: contactId } } },
    'crm.deal.contact.fields': { params: {} },
    'crm.deal.contact.items.delete': { params: deal },
    'crm.deal.contact.items.get': { params: async () => ({ id: await another({ CONTACT_ID: contactId }) }) },
    'crm.deal.contact.items.set': { params: { ...deal, items: [{ CONTACT_ID: contactId }] } },
    'crm.deal.delete': { params: async () => ({ id: await another() }) },
    'crm.deal.fields': { params: {} },
    'crm.deal.get': { params: deal },
    'crm.deal.list': { params: dealList },
    'crm.deal.update': { params: { ...deal, fields: { TITLE: 'Outro título' } } },
    'crm.deal.userfield.add': { params: { fields: { ...userField, FIELD_NAME: 'MAIS_UM' } } },
    'crm.deal.userfield.delete': { params: async () => ({ id: await addField('PASSAGEIRO') }) },
    'crm.deal.userfield.get': { params: { id: fieldId } },
    'crm.deal.userfield.list': { params: { filter: { LANG: 'br' } } },
    'crm.deal.userfield.update': { params: { id: fieldId, fields: { SORT: 7 } } },
    'crm.duplicate.findbycomm': { params: { type: 'EMAIL', values: ['m@example.com'] } },
    'crm.enum.activitydirection': { params: {} },
    'crm.enum.activitynotifytype': { params: {} },
    'crm.enum.activitypriority': { params: {} },
    'crm.enum.activitystatus': { params: {} },
    'crm.enum.activitytype': { params: {} },
    'crm.enum.addresstype': { params: {} },
    'crm.enum.contenttype': { params: {} },
    'crm.enum.fields': { params: {} },
    'crm.enum.getorderownertypes': { params: {} },
    'crm.enum.ownertype': { params: {} },
    'crm.enum.settings.mode': { params: {} },
    'crm.item.add': { params: { entityTypeId: 2, fields: { title: 'Novo' } } },
    'crm.item.batchImport': { params: { entityTypeId: 2, data: [{ title: 'a' }, { title: 'b' }] } },
    'crm.item.delete': { params: async () => ({ entityTypeId: 2, id: await another() }) },
    'crm.item.fields': { params: { entityTypeId: 2 } },
    'crm.item.get': { params: item },
    'crm.item.list': {
      params: {
        entityTypeId: 2,
        select: ['id', 'assignedById', 'stageId', 'opportunity', 'sourceId', 'title', 'isManualOpportunity'],
      },
    },
    'crm.item.update': { params: { ...item, fields: { title: 'Mais um' } } },
    'crm.stagehistory.list': { params: { entityTypeId: 2 } },
    'crm.status.add': { params: stage({ STATUS_ID: 'UC_TEST' }) },
    'crm.status.delete': {
      params: async () => ({ id: await result('crm.status.add', stage({ STATUS_ID: 'UC_SHORT' })) }),
    },
    'crm.status.entity.items': { params: { entityId: 'DEAL_STAGE_19' } },
    'crm.status.fields': { params: {} },
    'crm.status.get': { params: { id: statusId } },
    'crm.status.list': { params: { filter: { ENTITY_ID: 'DEAL_STAGE_19' }, order: { SORT: 'ASC' } } },
    'crm.status.update': { params: { id: statusId, fields: { COLOR: '#123456' } } },
    'crm.timeline.comment.add': {
      params: { fields: { ENTITY_ID: dealId, ENTITY_TYPE: 'deal', COMMENT: 'ok' } },
    },
    'crm.timeline.comment.delete': { params: async () => ({ id: await comment('apagar') }) },
    'crm.timeline.comment.get': { params: { id: commentId } },
    'crm.timeline.comment.list': { params: { filter: { ENTITY_ID: dealId, ENTITY_TYPE: 'deal' } } },
    'crm.timeline.comment.update': { params: { id: commentId, fields: { COMMENT: 'mudado' } } },
    'department.get': { params: {} },
    'disk.attachedObject.get': {
      params: async () => {
        const { FILES } = await result<{ FILES: Record<string, unknown> }>('crm.timeline.comment.get', {
          id: commentId,
        })
        return { id: Number(Object.keys(FILES)[0]) }
      },
    },
    'disk.file.delete': { params: async () => ({ id: await newFile() }) },
    'disk.file.get': { params: async () => ({ id: await newFile() }) },
    'disk.file.getExternalLink': { params: async () => ({ id: await newFile() }) },
    'disk.file.markDeleted': { params: async () => ({ id: await newFile() }) },
    'disk.file.rename': { params: async () => ({ id: await newFile(), newName: 'b.txt' }) },
    'disk.folder.addSubFolder': { params: { id: folderId, data: { NAME: 'Pasta' } } },
    'disk.folder.get': { params: { id: folderId } },
    'disk.folder.getChildren': { params: { id: folderId, filter: { TYPE: 'folder' } } },
    'disk.folder.uploadFile': { params: { id: folderId, ...upload } },
    'disk.storage.addFolder': { params: { id: Number(storage?.ID), data: { NAME: 'Outra pasta' } } },
    'disk.storage.get': { params: { id: Number(storage?.ID) } },
    'disk.storage.getChildren': { params: { id: Number(storage?.ID), filter: { TYPE: 'folder' } } },
    'disk.storage.getForApp': { params: {}, auth },
    'disk.storage.getList': { params: {} },
    'disk.storage.uploadFile': { params: { id: Number(storage?.ID), ...upload } },
    'event.bind': { params: { event: 'ONCRMDEALUPDATE', handler: 'https://example.com/h' }, auth },
    'event.offline.clear': { params: reserve, auth },
    'event.offline.error': { params: reserve, auth },
    'event.offline.get': {
      params: async () => {
        await another()
        return {}
      },
      auth,
    },
    'event.offline.list': { params: {}, auth },
    'event.unbind': { params: { event: 'ONCRMDEALUPDATE', handler: 'https://example.com/h' }, auth },
    'feature.get': { params: { CODE: 'rest_offline_extended' } },
    'user.get': { params: {} },
    'user.search': { params: {} },
  }
}
