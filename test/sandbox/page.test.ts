import * as fs from 'node:fs'
import * as http from 'node:http'
import * as os from 'node:os'
import * as path from 'node:path'
import { expect, test } from 'vitest'
import { startSandbox } from '#sandbox/sandbox.ts'
import { openListener } from './portal.ts'

type Row = Record<string, unknown>

/** A sandbox of one test's own, somebody at its pages, and somebody who listens to the portal. */
async function openSandbox() {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'ponte-page-'))
  const listener = await openListener()
  const webhook = { url: listener.url, token: 'of-the-webhook' }
  const sandbox = await startSandbox({ port: 0, dataDir: folder, webhook })
  const rest = async <T>(method: string, params: Row): Promise<T> => {
    const response = await fetch(`${sandbox.url}/rest/1/sandbox/${method}`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(params),
    })
    // The portal answers as its own tests say.
    const { result } = (await response.json()) as { result: T }
    return result
  }
  const visit = (address: string, headers: Record<string, string> = {}) =>
    fetch(sandbox.url + address, { headers, redirect: 'manual' })
  return {
    sandbox,
    listener,
    rest,
    visit,
    submit: (address: string, fields: Record<string, string>, headers: Record<string, string> = {}) =>
      fetch(sandbox.url + address, {
        method: 'POST',
        headers,
        body: new URLSearchParams(fields),
        redirect: 'manual',
      }),
    page: async (address: string, headers?: Record<string, string>) => (await visit(address, headers)).text(),
    deal: (id: number) => rest<Row | undefined>('crm.deal.get', { id }),
    newDeal: (title = 'Chamado', fields: Row = {}) =>
      rest<number>('crm.deal.add', { fields: { TITLE: title, CATEGORY_ID: 19, ...fields } }),
    async [Symbol.asyncDispose]() {
      await sandbox.stop()
      await listener[Symbol.asyncDispose]()
      fs.rmSync(folder, { recursive: true, force: true })
    },
  }
}

const told = (heard: { form: URLSearchParams }[]) =>
  heard.map(({ form }) => [form.get('event'), form.get('data[FIELDS][ID]') ?? form.get('data[ID]')])

test('a deal that is moved on the page is in the other stage, moved by whom one acts as, and the gateway is told', async () => {
  await using at = await openSandbox()
  const id = await at.newDeal()
  const chosen = await at.submit('/acting', { user: '43', back: `/deal/${id}` })
  expect(chosen.headers.get('location')).toBe(`/deal/${id}`)
  const cookie = chosen.headers.get('set-cookie')?.split(';')[0] ?? ''
  expect(await at.page('/', { cookie })).toContain('<option value="43" selected>Ana Costa</option>')
  const moved = await at.submit(`/deal/${id}/move`, { stage: 'C19:EXECUTING', back: '/' }, { cookie })
  expect([moved.status, moved.headers.get('location')]).toEqual([303, '/'])
  expect(await at.deal(id)).toMatchObject({ STAGE_ID: 'C19:EXECUTING', MOVED_BY_ID: '43' })
  expect(told(await at.listener.until(2))).toContainEqual(['ONCRMDEALUPDATE', String(id)])
})

test('a stage of another pipeline is refused, and nothing is changed or told', async () => {
  await using at = await openSandbox()
  const id = await at.newDeal()
  await at.listener.until(1)
  const answer = await at.submit(`/deal/${id}/move`, { stage: 'PREPARATION' })
  expect(answer.status).toBe(422)
  expect(await answer.text()).toContain('Esta etapa não existe mais.')
  expect(await at.deal(id)).toMatchObject({ STAGE_ID: 'C19:NEW' })
  expect(at.listener.heard).toHaveLength(1)
})

test('a comment bears the one who was chosen as its author, who is offered again the next time', async () => {
  await using at = await openSandbox()
  const id = await at.newDeal()
  const answer = await at.submit(`/deal/${id}/comment`, { author: '43', comment: 'Olá,\r\njá vou aí.' })
  expect([answer.status, answer.headers.get('location')]).toEqual([303, `/deal/${id}`])
  const [comment] = await at.rest<Row[]>('crm.timeline.comment.list', {
    filter: { ENTITY_TYPE: 'deal', ENTITY_ID: id },
    select: ['ID', 'COMMENT', 'AUTHOR_ID'],
  })
  expect(comment).toMatchObject({ AUTHOR_ID: '43', COMMENT: 'Olá,\njá vou aí.' })
  expect(told(await at.listener.until(2))).toContainEqual(['ONCRMTIMELINECOMMENTADD', comment?.ID])
  const cookie = answer.headers.get('set-cookie')?.split(';')[0] ?? ''
  const page = await at.page(`/deal/${id}`, { cookie })
  expect(page).toContain('<option value="42" selected>João Tech')
  expect(page).toContain('<option value="43" selected>Ana Costa')
})

test('a received e-mail is an incoming activity of the requester that is bound to the deal', async () => {
  await using at = await openSandbox()
  const contact = await at.rest<number>('crm.contact.add', {
    fields: { NAME: 'Clara', EMAIL: [{ VALUE: 'clara@example.com', VALUE_TYPE: 'WORK' }] },
  })
  const id = await at.newDeal('Chamado', { CONTACT_ID: contact })
  expect(await at.page(`/deal/${id}`)).toContain('value="clara@example.com"')
  const mail = {
    from: 'clara@example.com',
    subject: 'Re: Chamado',
    text: 'Bom dia,\n\n1 < 2 & pronto\nClara',
  }
  expect((await at.submit(`/deal/${id}/receive`, mail)).status).toBe(303)
  const [activity] = await at.rest<Row[]>('crm.activity.list', {
    filter: { BINDINGS: [{ OWNER_TYPE_ID: 2, OWNER_ID: id }] },
    select: ['*', 'COMMUNICATIONS', 'BINDINGS'],
  })
  expect(activity).toMatchObject({
    TYPE_ID: '4',
    DIRECTION: '1',
    SUBJECT: 'Re: Chamado',
    DESCRIPTION: '<p>Bom dia,</p><p>1 &lt; 2 &amp; pronto<br>Clara</p>',
    OWNER_TYPE_ID: '3',
    OWNER_ID: String(contact),
    COMMUNICATIONS: [{ VALUE: 'clara@example.com', ENTITY_ID: String(contact) }],
  })
  expect(told(await at.listener.until(3))).toContainEqual(['ONCRMACTIVITYADD', activity?.ID])
  expect(await at.page(`/deal/${id}`)).toContain('Bom dia,\n1 &#60; 2 &#38; pronto\nClara')
})

test('a deal is renamed and deleted; who asks for it afterwards, or writes to it, is told that it is gone', async () => {
  await using at = await openSandbox()
  const id = await at.newDeal()
  await at.submit(`/deal/${id}/rename`, { title: '  Chamado novo ' })
  expect(await at.deal(id)).toMatchObject({ TITLE: 'Chamado novo', MODIFY_BY_ID: '42' })
  const deleted = await at.submit(`/deal/${id}/remove`, {})
  expect([deleted.status, deleted.headers.get('location')]).toEqual([303, '/'])
  expect(await at.deal(id)).toBeUndefined()
  expect(told(await at.listener.until(3))).toContainEqual(['ONCRMDEALDELETE', String(id)])
  for (const action of ['move', 'comment', 'receive', 'rename', 'remove']) {
    const answer = await at.submit(`/deal/${id}/${action}`, {
      stage: 'C19:WON',
      author: '43',
      comment: 'olá',
    })
    expect(answer.status, action).toBe(404)
    expect(await answer.text(), action).toContain('Este negócio não existe')
  }
  expect((await at.visit(`/deal/${id}`)).status).toBe(404)
  expect((await at.submit(`/deal/${id}/constructor`, {})).status).toBe(404)
})

test('what is too long is refused with what fits, and what was typed comes back', async () => {
  await using at = await openSandbox()
  const id = await at.newDeal()
  const comment = `<${'á'.repeat(10_000)}`
  const answer = await at.submit(`/deal/${id}/comment`, { author: '44', comment })
  expect(answer.status).toBe(422)
  const page = await answer.text()
  expect(page).toContain('São 10.001 caracteres e cabem 10.000.')
  expect(page).toContain(`&#60;${'á'.repeat(10_000)}`)
  expect(page).toContain('<option value="44" selected>Rita Admin')
  expect((await at.submit(`/deal/${id}/rename`, { title: 'a'.repeat(256) })).status).toBe(422)
  expect((await at.submit(`/deal/${id}/rename`, { title: ' ' })).status).toBe(422)
  const mail = { from: 'nobody', subject: 'a', text: 'b' }
  expect((await at.submit(`/deal/${id}/receive`, mail)).status).toBe(422)
  const huge = await at.submit(`/deal/${id}/comment`, { author: '44', comment: 'a'.repeat(2 * 1024 * 1024) })
  expect(huge.status).toBe(413)
  expect(await at.deal(id)).toMatchObject({ TITLE: 'Chamado' })
})

test('another site cannot post a form of ours', async () => {
  await using at = await openSandbox()
  const id = await at.newDeal()
  const other = { origin: 'https://evil.example' }
  const neighbour = { origin: 'http://localhost:3000', 'sec-fetch-site': 'same-site' }
  const opaque = { origin: 'null' }
  for (const headers of [other, neighbour, opaque]) {
    // Not by fetch, which sets these headers itself.
    const post = (address: string) => posted(at.sandbox.url + address, headers)
    expect(await post(`/deal/${id}/remove`)).toBe(403)
    expect(await post('/acting')).toBe(403)
    expect(await post('/mail/clear')).toBe(403)
  }
  expect(await at.deal(id)).toBeDefined()
  const own = { origin: at.sandbox.url }
  expect(await posted(`${at.sandbox.url}/mail/clear`, own)).toBe(303)
  expect(await posted(`${at.sandbox.url}/mail/clear`, { 'sec-fetch-site': 'same-origin' })).toBe(303)
})

test('after a form one goes on to pages of ours alone', async () => {
  await using at = await openSandbox()
  for (const back of ['https://evil.example', '//evil.example', '/\\evil.example', '/deal/1\r\nX: y']) {
    const answer = await at.submit('/acting', { user: '43', back })
    expect(answer.headers.get('location'), back).toBe('/')
  }
})

test('whatever strangers wrote is shown as text', async () => {
  await using at = await openSandbox()
  const evil = '"><script>alert(1)</script>'
  const id = await at.newDeal(evil, { UF_CRM_1701707101: evil, UF_CRM_1701707107: evil })
  const fields = { ENTITY_TYPE: 'deal', ENTITY_ID: id, COMMENT: evil }
  await at.rest('crm.timeline.comment.add', { fields })
  const letter = `<style>p{color:red}</style><!-- a > b --><p>Oi<br>você</p><ul><li>um</li></ul>${evil}&lt;img src=x&gt;`
  await at.rest('crm.activity.add', {
    fields: {
      OWNER_TYPE_ID: 2,
      OWNER_ID: id,
      TYPE_ID: 4,
      DIRECTION: 1,
      SUBJECT: evil,
      DESCRIPTION: letter,
      DESCRIPTION_TYPE: 3,
      RESPONSIBLE_ID: 42,
      COMMUNICATIONS: [{ VALUE: 'a@example.com', TYPE: 'EMAIL' }],
    },
  })
  const response = await at.visit(`/deal/${id}`)
  expect(response.headers.get('content-security-policy')).toContain("script-src 'self'")
  const page = await response.text()
  expect(page.match(/<script/g)).toEqual(['<script'])
  expect(page).toContain('&#34;&#62;&#60;script&#62;alert(1)&#60;/script&#62;')
  expect(page).toContain('Oi\nvocê\n\n• um\n&#34;&#62;&#60;img src=x&#62;')
  expect(page).not.toContain('color:red')
})

test('a column shows what changed last, and says how many more there are', async () => {
  await using at = await openSandbox()
  const ids: number[] = []
  for (let number = 0; number < 40; number++) ids.push(await at.newDeal(`Chamado ${number}`))
  const clock = { method: 'POST', body: JSON.stringify({ forwardSeconds: 60 }) }
  await fetch(`${at.sandbox.url}/control/clock`, clock)
  await at.submit(`/deal/${ids[0]}/rename`, { title: 'O mais antigo' })
  const page = await at.page('/', { 'accept-language': 'en-GB' })
  const column = page.slice(
    page.indexOf('data-stage="C19:NEW"'),
    page.indexOf('data-stage="C19:PREPARATION"'),
  )
  const cards = [...column.matchAll(/data-deal="(\d+)"/g)].map(([, id]) => Number(id))
  expect(cards.slice(0, 3)).toEqual([ids[0], ids[39], ids[38]])
  expect(new Set(cards).size).toBe(30)
  expect(cards).toHaveLength(30)
  const total = Number(/class="count">(\d+)/.exec(column)?.[1])
  expect(column).toContain(`and ${total - 30} more`)
})

test('an open page is told of every change: by a form, by REST, and by a reset that announces nothing', async () => {
  await using at = await openSandbox()
  const id = await at.newDeal()
  const response = await at.visit('/events')
  const stream = response.body?.pipeThrough(new TextDecoderStream())
  if (!stream) throw new Error('no stream')
  const reader = stream.getReader()
  const next = async () => {
    for (;;) {
      const { value = '' } = await reader.read()
      if (value.includes('event: portal')) return true
    }
  }
  // What was told already may still be on its way, and is told as one.
  await at.submit(`/deal/${id}/rename`, { title: 'Outro' })
  expect(await next()).toBe(true)
  await at.listener.until(2)
  await at.rest('crm.deal.update', { id, fields: { TITLE: 'Mais um' } })
  expect(await next()).toBe(true)
  await at.listener.until(3)
  await fetch(`${at.sandbox.url}/control/reset`, { method: 'POST' })
  expect(await next()).toBe(true)
  await reader.cancel()
})

test('the events that were sent are listed, newest first, with what became of them', async () => {
  await using at = await openSandbox()
  const id = await at.newDeal()
  await at.submit(`/deal/${id}/move`, { stage: 'C19:WON' })
  await at.listener.until(2)
  await expect
    .poll(() => at.page('/', { 'accept-language': 'ru' }))
    .toMatch(/ONCRMDEALUPDATE<\/code>[\s\S]*принято 200[\s\S]*ONCRMDEALADD<\/code>[\s\S]*принято 200/)
})

test('the mailbox is at /mail, for people and for programs', async () => {
  await using at = await openSandbox()
  const envelope = { from: 'ponte@example.com', to: ['maria@example.com'] }
  await at.sandbox.mailbox.put(Buffer.from('Subject: Bom dia <b>\r\n\r\nOlá'), envelope)
  expect(await at.page('/mail')).toContain('Bom dia &#60;b&#62;')
  const [{ id } = { id: '' }] = (await (await at.visit('/api/mail')).json()) as { id: string }[]
  expect(await at.page(`/mail/${id}`)).toContain('<pre class="text">Olá')
  expect((await at.visit(`/mail/${id}/raw`)).status).toBe(200)
  expect(await (await at.visit(`/api/mail/${id}`)).json()).toMatchObject({ text: 'Olá\n' })
  expect((await at.visit('/mail/none')).status).toBe(404)
  expect((await at.visit('/nowhere')).status).toBe(404)
  expect((await fetch(`${at.sandbox.url}/api/mail`, { method: 'DELETE' })).status).toBe(204)
  expect(await (await at.visit('/api/mail')).json()).toEqual([])
})

function posted(address: string, headers: http.OutgoingHttpHeaders): Promise<number> {
  return new Promise((resolve, reject) => {
    const request = http.request(address, { method: 'POST', headers }, (response) => {
      response.resume()
      resolve(response.statusCode ?? 0)
    })
    request.on('error', reject)
    request.end()
  })
}
