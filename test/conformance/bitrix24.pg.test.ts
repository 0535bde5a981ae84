import { expect, test } from 'vitest'
import type { CrmUserId, DealId } from '#src/ids.ts'
import { webhookAccess } from '#src/providers/bitrix24/access.ts'
import { createDownload } from '#src/providers/bitrix24/download.ts'
import { openCrm } from '#test/crm/crm.ts'
import { openMail } from '#test/crm/mail.ts'
import { codes, openProvider } from '#test/crm/provider.ts'
import { crmChangesSuite } from './crm-changes.ts'
import { dealChangeSuite } from './crm-deal-changes.ts'
import { crmFileSuite } from './crm-files.ts'
import { crmMailSuite } from './crm-mails.ts'
import { type CrmUnderTest, crmProviderSuite, opens } from './crm-provider.ts'

const TICKET = { title: 'Chamado', pipelineId: 19, responsibleId: null, contactId: null, fields: {} }
const WRITES = ['crm.item.add', 'crm.item.update', 'crm.timeline.comment.add', 'crm.activity.add', 'upload']

type Opened = CrmUnderTest & { portal: Awaited<ReturnType<typeof openCrm>>['portal'] }

/** With places for all at once, unless the test is about those who have to wait. */
async function open({ rate = 3_000, burst = 3_000, byApplication = false } = {}): Promise<Opened> {
  await using opened = new AsyncDisposableStack()
  const mail = opened.use(await openMail())
  const crm = opened.use(await openCrm({ rate, burst, retries: 2, smtpUrl: mail.smtpUrl, byApplication }))
  const { control } = crm.portal
  const gateway = crm.gateway()
  await gateway.wayIn.receiveInstall?.(crm.application?.installation ?? '')
  const provider = openProvider(crm, codes(), gateway)
  const all = opened.move()
  return {
    provider,
    portal: crm.portal,
    pipelineId: 19,
    stages: { first: 'C19:NEW', inWork: 'C19:EXECUTING', won: 'C19:WON' },
    agentId: 42 as CrmUserId,
    otherAgentId: 43 as CrmUserId,
    async losesAnswers(percent) {
      const rules = WRITES.map((method) => ({
        match: { method },
        effect: 'lost-answer',
        probability: percent / 100,
      }))
      // A look at once would find it; when every answer is lost, the looks are struck too.
      const looks =
        percent === 100 ? [{ match: { method: 'crm.timeline.comment.list' }, effect: 'reset' }] : []
      await control('PUT', 'faults', percent === 0 ? [] : [...rules, ...looks])
    },
    async cutsNextWrite() {
      await control(
        'PUT',
        'faults',
        WRITES.map((method) => ({ match: { method }, effect: 'reset', times: 1 })),
      )
    },
    writes: async () => (await crm.requests()).filter(({ method }) => method === 'crm.item.update').length,
    sentMails: async () => mail.mailbox.list(),
    async storedFiles() {
      const { files: objects } = (await control('GET', 'state')) as unknown as { files: DiskObject[] }
      const folders = objects.filter(({ NAME, DELETED_TYPE }) => NAME === 'Ponte' && DELETED_TYPE === 0)
      return objects
        .filter(({ PARENT_ID }) => folders.some(({ ID }) => ID === PARENT_ID))
        .map(({ NAME, SIZE }) => ({ name: NAME, sizeBytes: SIZE }))
    },
    async deals(originKeys) {
      const { deals } = (await control('GET', 'state')) as unknown as {
        deals: { ORIGIN_ID: string | null }[]
      }
      const counts = new Map<string, number>()
      for (const { ORIGIN_ID: key } of deals)
        if (key !== null && originKeys.includes(key)) counts.set(key, (counts.get(key) ?? 0) + 1)
      return counts
    },
    async changesMany(count) {
      await control('POST', 'clock', { forwardSeconds: 60 })
      const before = new Date((Number((await control('GET', 'clock')).now) - 1) * 1_000)
      const add = 'crm.item.add?entityTypeId=2&fields[categoryId]=19&fields[title]=Mudou'
      for (let done = 0; done < count; done += 50)
        await crm.portal.result('batch', { cmd: Array(Math.min(50, count - done)).fill(add) })
      return before
    },
    async deletes(dealId: DealId) {
      await crm.portal.result('crm.deal.delete', { id: dealId })
    },
    // No method of the portal hires or dismisses anybody.
    async hiresMany(count) {
      const { db } = crm.portal.portal
      db.transaction(() => {
        for (let number = 1; number <= count; number += 1) {
          const department = { ID: 1_000 + number, NAME: `Filial ${number}`, SORT: 500, PARENT: 1 }
          db.insert('departments', department)
          const person = { ID: 1_000 + number, ACTIVE: 1, ADMIN: 0, NAME: 'Novata', LAST_NAME: `${number}` }
          db.insert('users', { ...person, DEPARTMENT_ID: department.ID, DATE_REGISTER: 0 })
        }
      })
    },
    async dismisses(person) {
      crm.portal.portal.db.run('UPDATE users SET ACTIVE = 0 WHERE ID = ?', person)
    },
    [Symbol.asyncDispose]: () => all.disposeAsync(),
  }
}

type DiskObject = { ID: number; NAME: string; SIZE: number; PARENT_ID: number; DELETED_TYPE: number }

crmProviderSuite('Bitrix24 by webhook', open)
for (const [name, byApplication] of [
  ['Bitrix24 by webhook', false],
  ['Bitrix24 by OAuth', true],
] as const) {
  const openThisWay = () => open({ byApplication })
  crmProviderSuite(name, openThisWay)
  dealChangeSuite(name, openThisWay)
  crmFileSuite(name, openThisWay)
  crmMailSuite(name, openThisWay)
  crmChangesSuite(name, openThisWay)
}

test('I1: of two thousand tickets that leave in batches none is lost and none doubled, though every tenth batch is lost', async () => {
  await using crm = await open({ rate: 40, burst: 4 })
  await crm.provider.checkFields({ priority: 'people' })
  const rule = { match: { method: 'batch' }, effect: 'lost-answer', probability: 0.1 }
  await crm.portal.control('PUT', 'faults', [rule])
  const keys = Array.from({ length: 2_000 }, (_, index) => `ticket-${index}`)
  await Promise.all(keys.map((originKey) => opens(crm, { ...TICKET, originKey }, { priority: 'people' })))
  await crm.portal.control('PUT', 'faults', [])
  const deals = await crm.deals(keys)
  expect([...deals.values()].filter((count) => count !== 1)).toEqual([])
  expect(deals.size).toBe(2_000)
})

test('what the mapping names and the portal does not have is told by name, and the rest works on', async () => {
  await using crm = await open()
  const problems = async () =>
    (await crm.provider.checkFields({ priority: 'people' })).filter(({ problem }) => problem !== null)
  expect(await problems()).toEqual([])
  const { portal } = crm
  const fields = await portal.result<{ ID: string; FIELD_NAME: string }[]>('crm.deal.userfield.list')
  const gone = fields.find(({ FIELD_NAME }) => FIELD_NAME === 'UF_CRM_1701707104')
  await portal.result('crm.deal.userfield.delete', { id: gone?.ID })
  expect(await problems()).toMatchObject([
    { field: 'filial', place: 'UF_CRM_1701707104', problem: 'the portal has no such field' },
  ])
  const dealId = await crm.provider.openDeal(
    { ...TICKET, originKey: 'with-a-field-that-is-gone', fields: { filial: 'Recife', matricula: '1001' } },
    { priority: 'people' },
  )
  expect((await crm.provider.readDeal(dealId, { priority: 'people' }))?.fields).toMatchObject({
    matricula: '1001',
  })
})

test('a deal made by somebody else with the same key is not ours', async () => {
  await using crm = await open()
  await crm.portal.result('crm.deal.add', { fields: { ORIGINATOR_ID: 'other', ORIGIN_ID: 'same' } })
  expect(await crm.provider.findDeal('same', { priority: 'people' })).toBeNull()
})

test('a file is fetched from the portal itself and from nowhere else, and no further than it may be large', async () => {
  await using crm = await open()
  const download = createDownload(webhookAccess(`${crm.portal.url}/rest/1/secret/`))
  for (const url of [
    'http://localhost:1/rest/download.json',
    'https://evil.example/x',
    'file:///etc/passwd',
    '',
  ])
    await expect(download(url, 10)).rejects.toMatchObject({ code: 'foreign-file' })
  await crm.portal.result('crm.timeline.comment.add', {
    fields: {
      ENTITY_TYPE: 'deal',
      ENTITY_ID: 7401,
      COMMENT: 'log',
      FILES: [['log.txt', btoa('0123456789ab')]],
    },
  })
  const people = { priority: 'people' } as const
  const comment = (await crm.provider.readComments(7401 as DealId, people)).at(-1)
  const [file] = comment?.files ?? []
  if (!file) throw new Error('the comment has no file')
  const opened = await crm.provider.openFile(file.fileId, { mostBytes: 10 }, people)
  await expect(new Response(opened?.stream).text()).rejects.toMatchObject({ code: 'file-too-large' })
})

test('F-03: files of a mail are known by their numbers, and one in the trash is gone', async () => {
  await using crm = await open()
  const dealId = 7401 as DealId
  const people = { priority: 'people' } as const
  await crm.portal.result('crm.activity.add', {
    fields: {
      ...{
        OWNER_TYPE_ID: 2,
        OWNER_ID: dealId,
        TYPE_ID: 4,
        DIRECTION: 1,
        RESPONSIBLE_ID: 42,
        SUBJECT: 'Fotos',
      },
      COMMUNICATIONS: [{ VALUE: 'maria.santos@example.com' }],
      FILES: ['um', 'dois'].map((text) => ({ fileData: [`${text}.txt`, btoa(text)] })),
    },
  })
  const mail = (await crm.provider.readActivities(dealId, people)).find(({ subject }) => subject === 'Fotos')
  const opened = await Promise.all(
    (mail?.files ?? []).map(({ fileId }) => crm.provider.openFile(fileId, { mostBytes: 10 }, people)),
  )
  expect(opened.map((file) => file?.name)).toEqual(['um.txt', 'dois.txt'])
  for (const file of opened) await file?.stream.cancel()
  const [first] = mail?.files ?? []
  await crm.portal.result('disk.file.markdeleted', { id: first?.fileId })
  expect(first && (await crm.provider.openFile(first.fileId, { mostBytes: 10 }, people))).toBeNull()
})

test('a file that is cut off in the middle says so, in words without its address', async () => {
  await using crm = await open()
  const dealId = 7401 as DealId
  const people = { priority: 'people' } as const
  const files = [{ name: 'log.txt', bytes: Buffer.alloc(200_000, 'x') }]
  await crm.provider.addComment(dealId, { text: 'log', notThese: [], files }, people)
  const fileId = (await crm.provider.readComments(dealId, people)).at(-1)?.files[0]?.fileId
  if (!fileId) throw new Error('the comment has no file')
  await crm.portal.control('PUT', 'faults', [{ match: { method: 'download' }, effect: 'truncate' }])
  const opened = await crm.provider.openFile(fileId, { mostBytes: 1_000_000 }, people)
  const error = await new Response(opened?.stream).text().catch((one: unknown) => one)
  expect(error).toMatchObject({ outcome: 'unknown', code: 'no-answer' })
  expect(String(error)).not.toContain('token')
})

test('I5: files that are fetched take their places in the shared bucket as every request does', async () => {
  const limits = { rate: 20, burst: 5 }
  await using crm = await open(limits)
  await crm.portal.control('PUT', 'limits', { enabled: true, ...limits })
  const people = { priority: 'people' } as const
  const dealId = 7401 as DealId
  const files = [{ name: 'log.txt', bytes: Buffer.from('0123456789') }]
  await crm.provider.addComment(dealId, { text: 'log', notThese: [], files }, people)
  const fileId = (await crm.provider.readComments(dealId, people)).at(-1)?.files[0]?.fileId
  if (!fileId) throw new Error('the comment has no file')
  const fetched = await Promise.all(
    Array.from({ length: 12 }, async () => {
      const file = await crm.provider.openFile(fileId, { mostBytes: 100 }, people)
      return new Response(file?.stream).text()
    }),
  )
  expect(fetched).toEqual(Array(12).fill('0123456789'))
  const requests = (await crm.portal.control('GET', 'requests')) as unknown as { status: number }[]
  expect(requests.filter(({ status }) => status !== 200)).toEqual([])
})

test('a comment is found again though the portal tidied its text', async () => {
  await using crm = await open()
  const dealId = 7401 as DealId
  const comment = { text: 'linha um\r\nlinha dois \ud83d\n', notThese: [] }
  const commentId = await crm.provider.addComment(dealId, comment, { priority: 'people' })
  const fields = { COMMENT: 'linha um\nlinha dois \ufffd' }
  await crm.portal.result('crm.timeline.comment.update', { id: commentId, fields })
  const again = crm.provider.addComment(dealId, comment, { priority: 'people', mayExist: true })
  expect(await again).toBe(commentId)
})

test('what happens is kept for an application until it is settled, each object once, and our own writes are not told', async () => {
  await using crm = await open({ byApplication: true })
  const { provider, portal } = crm
  const { offline } = provider
  if (!offline) throw new Error('an application has an offline queue')
  const background = { priority: 'background' } as const
  await Promise.all([offline.follow(background), offline.follow(background)])
  expect(await offline.take(background)).toBeNull()
  const own = await provider.openDeal({ ...TICKET, originKey: 'own' }, background)
  await provider.addComment(own, { text: 'nosso', notThese: [] }, background)
  for (const TITLE of ['um', 'dois']) await portal.result('crm.deal.update', { id: 7401, fields: { TITLE } })
  await portal.result('crm.item.update', { entityTypeId: 2, id: 7402, fields: { categoryId: 0 } })
  const comment = { ENTITY_TYPE: 'deal', ENTITY_ID: 7403, COMMENT: 'deles' }
  const commentId = await portal.result('crm.timeline.comment.add', { fields: comment })
  const batch = await offline.take(background)
  expect(batch?.events.map(({ event }) => event)).toMatchObject([
    { kind: 'deal-changed', objectId: 7401 },
    { kind: 'deal-changed', objectId: 7402 },
    { kind: 'comment-changed', objectId: commentId },
  ])
  expect(await offline.take(background), 'it is in hand').toBeNull()
  expect(await offline.takenBefore(background), 'whoever had it in hand may have died').toEqual([batch])
  if (batch) await offline.settle(batch, background)
  expect(await offline.takenBefore(background)).toEqual([])
})

test('by a webhook there is no offline queue', async () => {
  await using crm = await open()
  expect(crm.provider.offline).toBeNull()
})
