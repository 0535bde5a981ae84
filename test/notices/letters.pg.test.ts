import { expect, test } from 'vitest'
import type { Stats, Trends } from '#src/stats/stats.ts'
import type { Client } from '#test/client.ts'
import { noticed } from '#test/noticed.ts'
import { signedIn } from '#test/signed-in.ts'
import { JOAO, MARIA } from '#test/tickets.ts'

const { world, maria, pedro, joao } = await signedIn()
const MARIAS = 'maria.santos@example.com'

async function file(client: Client, more: object = {}): Promise<number> {
  const ticket = { title: 'A impressora não imprime', description: 'Nem a luz acende, já troquei de tomada.' }
  const answer = await client.post('/api/v1/tickets', { ...ticket, department: 'TI', ...more })
  expect(answer.status, answer.text).toBe(201)
  return (answer.body as { id: number }).id
}
const say = (client: Client, id: number, more: object = {}) =>
  client.post(`/api/v1/tickets/${id}/messages`, { message: 'Troque o cabo, por favor.', ...more })

const { mailbox } = world.sandbox
/** All letters to somebody with this in their subjects, once all that is due was sent; the newest first. */
async function lettersTo(address: string, subject: RegExp) {
  await world.settle()
  const found = mailbox.list().filter((mail) => mail.to.includes(address) && subject.test(mail.subject))
  return Promise.all(
    found.map(async ({ id }) => ({
      ...(await mailbox.read(id)),
      raw: String(mailbox.raw(id)).replace(/\r\n\s+/g, ' '),
    })),
  )
}
const linkIn = (mail: { text?: string | undefined } | undefined, path: string) =>
  new RegExp(`${world.url}(${path}/\\S+)`).exec(mail?.text ?? '')?.[1] ?? ''
const form = (path: string, fields: Record<string, string>, headers: Record<string, string> = {}) =>
  fetch(world.url + path, { method: 'POST', body: new URLSearchParams(fields), headers })

test('E-04, E-06, E-07: whoever is concerned gets one letter, in their language and thread, and nobody of what is not for them', async () => {
  await world.sql`update users set locale = 'ru' where id = ${JOAO}`
  const id = await file(maria, { title: 'Carta primeira' })
  await say(joao, id, { message: 'Segredo da equipe', is_internal: true })
  await say(joao, id)
  const [row] = await world.sql`select origin_key from deals where id = ${id}`
  const [letter, ...more] = await lettersTo(MARIAS, /respondeu: Carta primeira/)
  expect(more).toEqual([])
  expect(letter?.text).toContain('> Troque o cabo, por favor.')
  expect(letter?.text).not.toContain('Segredo')
  expect(letter?.text).toContain(`${world.url}/chamados/${id}`)
  expect(letter?.raw).toMatch(/^Auto-Submitted: auto-generated$/im)
  expect(letter?.raw).toMatch(/^Message-ID: <notice-\d+@localhost>$/im)
  expect(letter?.raw).toContain(`References: <ticket-${row?.origin_key}@localhost>`)
  expect(letter?.raw).toMatch(/^List-Unsubscribe-Post: List-Unsubscribe=One-Click$/im)
  expect(await lettersTo('joao.tech@example.com', /Новая заявка: Maria Santos: Carta primeira/)).toHaveLength(
    1,
  )
  expect(await lettersTo('joao.tech@example.com', /Ответ.*Carta primeira/), 'his own').toEqual([])
  await world.sql`update users set locale = 'pt-BR' where id = ${JOAO}`
})

test('a mail that went to somebody is not told by a second one; a letter whose sending broke off is the same letter', async () => {
  const id = await file(maria, { title: 'Carta dois' })
  const mail = await joao.post(`/api/v1/tickets/${id}/emails`, {
    subject: 'Carta dois',
    message: 'Por e-mail',
  })
  expect(mail.status, mail.text).toBe(201)
  expect(await lettersTo(MARIAS, /respondeu: Carta dois/)).toEqual([])
  expect(await lettersTo(MARIAS, /Carta dois/)).toHaveLength(1)
  await say(joao, id)
  const [first] = await lettersTo(MARIAS, /respondeu: Carta dois/)
  // As when a gateway dies between the mail server's yes and the commit.
  const [notice] = await world.sql`
    update notices set mail = 'promised' where id = (select max(id) from notices where user_id = ${MARIA}) returning id`
  await world.sql`insert into jobs (name, payload, is_head, lane)
    values ('send-notice', ${world.sql.json({ noticeId: Number(notice?.id) })}, true, 2)`
  const again = await lettersTo(MARIAS, /respondeu: Carta dois/)
  expect(again).toHaveLength(2)
  const idOf = ({ raw }: { raw: string }) => /^Message-ID: (\S+)/im.exec(raw)?.[1]
  expect(again.map(idOf)).toEqual([first && idOf(first), first && idOf(first)])
})

test('RFC 8058: one click without signing in turns off letters and nothing else; looking at the link changes nothing', async () => {
  const id = await file(pedro, { title: 'Carta três' })
  await say(joao, id)
  const [letter] = await lettersTo('pedro.lima@example.com', /respondeu: Carta três/)
  const path = linkIn(letter, '/avisos/parar')
  expect(letter?.raw).toContain(`List-Unsubscribe: <${world.url}${path}>`)
  const kinds = async () =>
    ((await pedro.get('/api/v1/notifications/preferences')).body as { kinds: Record<string, object> }).kinds
  const page = await (await fetch(world.url + path)).text()
  expect(page).toContain('Parar todos os e-mails')
  expect((await kinds()).agent_reply).toMatchObject({ mail: true })
  // The page's own button, by somebody who is signed in there.
  const cookie = [...pedro.cookies].map((pair) => pair.join('=')).join('; ')
  const one = await form(path, { which: 'kind' }, { cookie, origin: 'null' })
  expect(one.status).toBe(200)
  expect(await kinds()).toMatchObject({ agent_reply: { app: true, mail: false }, resolved: { mail: true } })
  const all = await form(path, { 'List-Unsubscribe': 'One-Click' })
  expect(await all.text()).toContain('não recebe mais')
  expect(await kinds()).toMatchObject({
    agent_reply: { app: true, mail: false },
    resolved: { app: true, mail: false },
  })
  const forged = path.replace(/\/\d+\./, '/1.')
  expect(await (await form(forged, {})).text()).toContain('Este link não vale')
  expect((await maria.get('/api/v1/notifications/preferences')).body).toMatchObject({
    kinds: { resolved: { mail: true } },
  })
  await say(joao, id, { message: 'Mais uma coisa' })
  expect(await lettersTo('pedro.lima@example.com', /Carta três/)).toHaveLength(1)
  expect((await pedro.get('/api/v1/notifications?unread=true')).body).toMatchObject({ unread_count: 2 })
})

test('C-02, C-04: a link rates once and without signing in; looking, or sending nothing, changes nothing', async () => {
  const id = await file(maria, { title: 'Carta quatro' })
  await say(joao, id, { message: 'Feito', status_after: 'resolved' })
  const [letter, ...more] = await lettersTo(MARIAS, /Carta quatro/)
  expect(more, 'the answer and the solution are one letter').toEqual([])
  expect(letter?.subject).toContain('Chamado resolvido')
  expect(letter?.text, 'and says what the answer was').toContain('> Feito')
  const path = linkIn(letter, '/avaliar')
  const rated = async () => {
    const [row] = await world.sql`select status, rating, rating_feedback from deals where id = ${id}`
    return row
  }
  for (const lang of ['pt-BR', 'es', 'en', 'ru']) {
    const page = await fetch(`${world.url}${path}?lang=${lang}`)
    expect(page.status).toBe(200)
    expect(page.headers.get('cache-control')).toBe('no-store')
    expect(await page.text()).toMatch(/<form class="rating" method="post"/)
  }
  for (const fields of [{}, { rating: '9' }, { rating: 'x' }, { rating: '5', feedback: 'x'.repeat(6_000) }])
    expect(await (await form(path, fields as Record<string, string>)).text()).toContain('Escolha uma nota')
  expect(await rated()).toMatchObject({ status: 'resolved', rating: null })
  expect(await (await form(`${path}x`, { rating: '1' })).text()).toContain('não vale mais')
  const answers = await Promise.all(
    ['4', '5'].map((rating) => form(path, { rating, feedback: 'Rápido <b>' })),
  )
  const texts = await Promise.all(answers.map((answer) => answer.text()))
  expect(texts.map((text) => /Obrigado pela avaliação|já foi usado/.exec(text)?.[0]).sort()).toEqual([
    'Obrigado pela avaliação',
    'já foi usado',
  ])
  expect(await rated()).toMatchObject({ status: 'closed', rating_feedback: 'Rápido <b>' })
  expect([4, 5]).toContain((await rated())?.rating)
  expect(await (await fetch(world.url + path)).text()).toContain('Este link já foi usado')
  const [line] = await world.sql`
    select actor_id from audit_log where subject_id = ${id} and subject = 'ticket' and action = 'ticket-rated'`
  expect(line).toEqual({ actor_id: MARIA })
})

test('C-04, G-05: what was rated by a link is in the statistics and among the comments, once; the link, used again, changes nothing', async () => {
  const department = 'Notas por carta'
  const id = await file(maria, { title: 'Carta nova', department })
  await say(joao, id, { message: 'Feito', status_after: 'resolved' })
  const [letter] = await lettersTo(MARIAS, /Carta nova/)
  const path = linkIn(letter, '/avaliar')
  const query = `department=${encodeURIComponent(department)}`
  const counted = async () => {
    const stats = await joao.get(`/api/v1/stats?${query}`)
    const comments = await joao.get(`/api/v1/stats/comments?${query}`)
    const trends = await joao.get(`/api/v1/stats/trends?${query}&from=${today}&to=${today}`)
    const { csat } = stats.body as Stats
    return {
      csat,
      comments: (comments.body as { items: object[] }).items,
      trends: (trends.body as Trends).points,
    }
  }
  const today = new Date(world.clock.now().getTime() - 3 * 3_600_000).toISOString().slice(0, 10)
  expect(await counted()).toMatchObject({
    csat: { count: 0, avg: null },
    comments: [],
    trends: [{ rated: 0 }],
  })
  expect(await (await form(path, { rating: '4', feedback: 'Atenciosos' })).text()).toContain(
    'Obrigado pela avaliação',
  )
  const once = await counted()
  expect(once).toEqual({
    csat: { avg: 4, count: 1, satisfied_share: 1, distribution: { 1: 0, 2: 0, 3: 0, 4: 1, 5: 0 } },
    comments: [
      expect.objectContaining({
        ticket_id: id,
        rating: 4,
        comment: 'Atenciosos',
        rated_at: expect.any(String),
      }),
    ],
    trends: [expect.objectContaining({ rated: 1, rating_avg: 4 })],
  })
  const row = () => world.sql`select version, rating, rated_at, rating_feedback from deals where id = ${id}`
  await world.settle()
  const before = await row()
  for (const fields of [{ rating: '1', feedback: 'Pensando bem' }, { do: 'skip' }])
    expect(await (await form(path, fields as Record<string, string>)).text()).toContain('já foi usado')
  await world.settle()
  expect(await counted()).toEqual(once)
  expect(await row()).toEqual(before)
  const lines = await world.sql`
    select id from audit_log where subject = 'ticket' and subject_id = ${id} and action = 'ticket-rated'`
  expect(lines).toHaveLength(1)
})

test('rating may be skipped; what was opened again, or is too old, is kindly refused', async () => {
  const solved = async (title: string) => {
    const id = await file(maria, { title })
    await say(joao, id, { message: 'Feito', status_after: 'resolved' })
    const [letter] = await lettersTo(MARIAS, new RegExp(title))
    return { id, path: linkIn(letter, '/avaliar') }
  }
  const skipped = await solved('Carta cinco')
  expect(await (await form(skipped.path, { do: 'skip' })).text()).toContain('Tudo bem')
  expect(await (await form(skipped.path, { rating: '1' })).text()).toContain('já foi usado')
  const again = await solved('Carta seis')
  await say(maria, again.id, { message: 'Parou de novo' })
  expect(await (await form(again.path, { rating: '1' })).text()).toContain('não vale mais')
  await say(joao, again.id, { message: 'Agora sim', status_after: 'resolved' })
  const [newest] = await lettersTo(MARIAS, /resolvido: Carta seis/)
  expect(await (await form(again.path, { rating: '1' })).text(), 'of the first solution').toContain(
    'não vale mais',
  )
  const second = linkIn(newest, '/avaliar')
  await world.sql`update rating_links set expires_at = now() - interval '1 minute'`
  expect(await (await form(second, { rating: '1' })).text()).toContain('não vale mais')
  const rows = await world.sql`select rating from deals where id = any(${[skipped.id, again.id]})`
  expect(rows).toEqual([{ rating: null }, { rating: null }])
})

test('what is too much for letters of its own is gathered in one, and what was read by then is left out', async () => {
  const id = await file(maria, { title: 'Carta sete' })
  for (let n = 1; n <= 9; n += 1) await say(joao, id, { message: `Resposta ${n}` })
  expect(await lettersTo(MARIAS, /respondeu: Carta sete/)).toHaveLength(6)
  const [read] = await world.sql`
    update notices set read_at = now() where id = (select min(id) from notices where user_id = ${MARIA} and mail = 'gathered') returning id`
  expect(read).toBeDefined()
  await world.settle({ hurry: true })
  const [digest, ...more] = await lettersTo(MARIAS, /2 avisos do Ponte/)
  expect(more).toEqual([])
  expect(digest?.text).toMatch(/> Resposta 8\n[\s\S]*> Resposta 9\n/)
  expect(digest?.text).not.toContain('Resposta 7')
  const states =
    await world.sql`select mail, count(*)::int from notices where ticket_id = ${id} and user_id = ${MARIA} group by 1 order by 1`
  expect(states).toEqual([
    { mail: 'dropped', count: 1 },
    { mail: 'sent', count: 8 },
  ])
})

test('what is gathered while a letter is tried again goes with the next one', async () => {
  const id = await file(maria, { title: 'Carta número dez' })
  await maria.patch('/api/v1/notifications/preferences', { letters: 'hourly' })
  await say(joao, id, { message: 'Dez, a primeira' })
  await noticed(world)
  // As when the mail server was away just now: what is in the letter is settled, and its job waits.
  const [job] = await world.sql`select id::int from jobs where name = 'send-digest'`
  await world.sql`
    update notices set gathered_by = ${job?.id} where user_id = ${MARIA} and mail = 'gathered' and gathered_by is null`
  await say(joao, id, { message: 'Dez, a segunda' })
  await noticed(world)
  await world.settle({ hurry: true })
  const letters = (await lettersTo(MARIAS, /Ponte/)).filter(({ text }) => text?.includes('> Dez, a'))
  expect(letters.map(({ text }) => text?.match(/> Dez, a \w+/g))).toEqual([
    ['> Dez, a segunda'],
    ['> Dez, a primeira'],
  ])
  expect(await world.sql`select id from notices where mail = 'gathered'`).toEqual([])
  await maria.patch('/api/v1/notifications/preferences', { letters: 'now' })
})

test('letters wait until quiet hours are over, and come together for those who want that', async () => {
  const rita = await world.signIn('9001')
  const at = (hours: number) =>
    new Date(world.clock.now().getTime() + hours * 3_600_000).toISOString().slice(11, 16)
  const quiet = { quiet_hours: { from: at(-1), to: at(2), time_zone: 'UTC' } }
  expect((await rita.patch('/api/v1/notifications/preferences', quiet)).body).toMatchObject(quiet)
  const id = await file(maria, { title: 'Carta oito', department: 'Diretoria' })
  await joao.patch(`/api/v1/tickets/${id}`, { assigned_to: 5 }, { 'if-match': '*' })
  expect(await lettersTo('rita.admin@example.com', /Carta oito/)).toEqual([])
  const [job] =
    await world.sql`select run_at > now() + interval '1 hour' as is_later from jobs where name = 'send-notice'`
  expect(job).toEqual({ is_later: true })
  await rita.patch('/api/v1/notifications/preferences', { quiet_hours: null, letters: 'daily' })
  await world.settle({ hurry: true })
  expect((await lettersTo('rita.admin@example.com', /Carta oito/)).length).toBeGreaterThan(0)
  await say(maria, id, { message: 'Alguma novidade?' })
  await world.settle()
  const [waiting] = await world.sql`select payload from jobs where name = 'send-digest' and run_at > now()`
  expect(waiting).toEqual({ payload: { userId: 5 } })
  for (const wrong of [
    { from: '25:00', to: '07:00' },
    { from: '07:00', to: '07:00' },
    { from: '22:00', to: '07:00', time_zone: 'Lua' },
  ])
    expect((await rita.patch('/api/v1/notifications/preferences', { quiet_hours: wrong })).status).toBe(422)
})
