import { describe, expect, test } from 'vitest'
import type { CrmUserId, DealId } from '#src/ids.ts'
import type { Calling, CrmError, CrmProvider } from '#src/providers/crm-provider.ts'
import { openCrm } from './crm.ts'
import { openMail } from './mail.ts'
import { openProvider } from './provider.ts'

const DEAL = 7401 as DealId
const MARIA = { name: 'Maria Santos', email: 'maria@portal.example', phone: null }
const [PEOPLE, AGAIN] = [{ priority: 'people' }, { priority: 'people', mayExist: true }] as const
const TICKET = { title: 'Chamado', pipelineId: 19, responsibleId: null, contactId: null, fields: {} }
const MAIL = { subject: 'Olá', html: '<p>Olá</p>', to: MARIA.email, from: null, contactId: null }

type Write = {
  /** What the portal is called by. */
  method: string
  run(crm: CrmProvider, calling: Calling): Promise<unknown>
  /** How many there are of what it makes. */
  count(state: State): number
}
type State = Record<'deals' | 'comments' | 'activities' | 'contacts' | 'files', Record<string, unknown>[]>

/** Every way in which we write into the CRM. */
const WRITES: Record<string, Write> = {
  'open a deal': {
    method: 'crm.item.add',
    run: (crm, calling) => crm.openDeal({ ...TICKET, originKey: 'one' }, calling),
    count: ({ deals }) => deals.filter(({ ORIGIN_ID }) => ORIGIN_ID === 'one').length,
  },
  'change a deal': {
    method: 'crm.item.update',
    run: (crm, calling) => crm.changeDeal(DEAL, { title: 'Outro título' }, calling),
    count: ({ deals }) => deals.filter(({ TITLE }) => TITLE === 'Outro título').length,
  },
  'add a comment': {
    method: 'crm.timeline.comment.add',
    run: (crm, calling) => crm.addComment(DEAL, { text: 'Resolvido aqui', notThese: [] }, calling),
    count: ({ comments }) => comments.filter(({ COMMENT }) => COMMENT === 'Resolvido aqui').length,
  },
  'note a mail': {
    method: 'crm.activity.add',
    run: (crm, calling) =>
      crm.addEmail(
        DEAL,
        { ...MAIL, originKey: 'mail', responsibleId: 42 as CrmUserId, sentBy: 'us' },
        calling,
      ),
    count: ({ activities }) => activities.filter(({ ORIGIN_ID }) => ORIGIN_ID === 'mail').length,
  },
  'make a contact': {
    method: 'crm.item.add',
    run: (crm, calling) => crm.findOrCreateContact(MARIA, calling),
    count: ({ contacts }) => contacts.filter((one) => JSON.stringify(one).includes(MARIA.email)).length,
  },
  'upload a file': {
    method: 'upload',
    run: (crm, calling) => {
      const stream = new Blob(['conteúdo']).stream()
      return crm.uploadFile({ originKey: 'file', name: 'log.txt', stream, sizeBytes: 9 }, calling)
    },
    count: ({ files }) => files.filter(({ NAME }) => String(NAME).includes('log')).length,
  },
}

async function open() {
  await using opened = new AsyncDisposableStack()
  const mail = opened.use(await openMail())
  const crm = opened.use(await openCrm({ rate: 1_000, burst: 1_000, retries: 1, smtpUrl: mail.smtpUrl }))
  const provider = openProvider(crm)
  // What is read once is read, so that only the write is struck.
  await provider.checkFields(PEOPLE)
  await provider.readComments(DEAL, PEOPLE)
  const all = opened.move()
  return {
    provider,
    strike: (method: string, effect: string, more: object = {}) =>
      crm.portal.control('PUT', 'faults', [{ match: { method }, effect, times: 1, ...more }]),
    state: async () => (await crm.portal.control('GET', 'state')) as unknown as State,
    [Symbol.asyncDispose]: () => all.disposeAsync(),
  }
}

describe.each(Object.entries(WRITES))('to %s', (_name, { method, run, count }) => {
  const failure = (promise: Promise<unknown>) =>
    promise.then(
      () => null,
      (error: CrmError) => error,
    )

  test('that is refused is done when it is done again', async () => {
    await using crm = await open()
    await crm.strike(method, 'status', { code: 503, error: 'QUERY_LIMIT_EXCEEDED' })
    if (await failure(run(crm.provider, PEOPLE))) await run(crm.provider, AGAIN)
    expect(count(await crm.state())).toBe(1)
  })

  test('that is rejected is told so, and nothing is there', async () => {
    await using crm = await open()
    await crm.strike(method, 'status', { code: 400, error: 'ERROR_CORE', times: 9 })
    expect(await failure(run(crm.provider, PEOPLE))).toMatchObject({ outcome: 'rejected' })
    expect(count(await crm.state())).toBe(0)
  })

  test('whose answer gets lost, in whichever way, is done once', async () => {
    for (const effect of ['lost-answer', 'truncate', 'garbage']) {
      await using crm = await open()
      await crm.strike(method, effect)
      if (await failure(run(crm.provider, PEOPLE))) await run(crm.provider, AGAIN)
      expect(count(await crm.state()), effect).toBe(1)
    }
  })

  test('that was cut off before it was done is unknown, and done once when it is done again', async () => {
    await using crm = await open()
    await crm.strike(method, 'reset')
    expect(await failure(run(crm.provider, PEOPLE))).toMatchObject({
      outcome: 'unknown',
      retryAt: expect.any(Date),
    })
    await run(crm.provider, AGAIN)
    expect(count(await crm.state())).toBe(1)
  })
})
