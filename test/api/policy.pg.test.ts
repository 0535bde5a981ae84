import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Action } from '#src/auth/access.ts'
import { withCheckDigits } from '#src/auth/cpf.ts'
import type { SessionId, UserId } from '#src/ids.ts'
import type { Answer } from '#test/client.ts'
import { digestOf } from '#test/digest.ts'
import { formOf, PNG } from '#test/files/samples.ts'
import { type Document, fillRequest, type Operation } from '#test/fill-request.ts'
import { ANA, givenFile, givenMessage, givenTicket, JOAO, PEDRO, RITA } from '#test/tickets.ts'
import { createWorld, type World } from '#test/world.ts'

/**
 * Every route of /openapi.json, asked by everybody about what is somebody's. A route that is new is asked too: its action must be
 * in the table below, and what it takes must have a value in `valuesOf`, or the test fails and says which is missing.
 */

const WHO = ['visitor', 'owner', 'copied', 'another', 'agent', 'lead', 'admin'] as const
type Who = (typeof WHO)[number]
const TEAM: readonly Who[] = ['agent', 'lead', 'admin']
/** What becomes of them; whoever is not named is let in. */
type Refused = Partial<Record<Who, 'not-signed-in' | 'forbidden' | 'not-there'>>
type Rule = (named: ReadonlySet<string>) => Refused

const anyone: Rule = () => ({})
const signedIn: Rule = () => ({ visitor: 'not-signed-in' })
const team: Rule = () => ({
  ...{ visitor: 'not-signed-in', owner: 'forbidden', copied: 'forbidden', another: 'forbidden' },
})
const admin: Rule = () => ({ ...team(new Set()), agent: 'forbidden', lead: 'forbidden' })
const lead: Rule = () => ({ ...team(new Set()), agent: 'forbidden' })
/** X-06, T-29: to others it is not there; they are not told that they may not. */
const theirs: Rule = () => ({ visitor: 'not-signed-in', copied: 'not-there', another: 'not-there' })
/** Who follows a ticket sees it, though not as whoever it belongs to. */
const followed: Rule = (named) =>
  named.has('user_id') ? theirs(named) : { visitor: 'not-signed-in', another: 'not-there' }
/** And does nothing with it but write on it. */
const acting: Rule = (named) => ({ ...theirs(named), copied: 'forbidden' })
/** Of a ticket: who may see it is told that this is not for them. */
const theTeams: Rule = () => ({ ...theirs(new Set()), owner: 'forbidden', copied: 'forbidden' })
const alone: Rule = () => ({
  ...theirs(new Set()),
  agent: 'not-there',
  lead: 'not-there',
  admin: 'not-there',
})

const EXPECTED = {
  'public:read': anyone,
  'session:open': anyone,
  'session:renew': anyone,
  'session:end': anyone,
  'password:recover': anyone,
  'users:sign-up': anyone,
  'users:check-availability': anyone,
  'crm:install': anyone,
  'crm:tell': anyone,
  'mail:bring': anyone,
  'profile:read': signedIn,
  'profile:change': (named) => (named.has('session_id') ? alone(named) : signedIn(named)),
  'notices:read': signedIn,
  'notices:change': (named) => (named.has('device_id') ? alone(named) : signedIn(named)),
  'notices:stop': anyone,
  'ratings:give': anyone,
  'users:read': admin,
  'users:change': admin,
  'users:approve': lead,
  'permissions:read': admin,
  'permissions:change': admin,
  'privacy:own': (named) => (named.has('export_id') ? alone(named) : signedIn(named)),
  'privacy:act': admin,
  'jobs:read': admin,
  'jobs:change': admin,
  'sla:read': team,
  'sla:change': admin,
  'mail:read': admin,
  'sync:read': admin,
  'sync:change': admin,
  'files:upload': signedIn,
  // T-18: only the team files for others.
  'tickets:open': (named) =>
    named.has('user_id') || named.has('requester_id')
      ? { visitor: 'not-signed-in', copied: 'forbidden', another: 'forbidden' }
      : signedIn(named),
  'tickets:list': (named) => (named.size > 0 ? theirs(named) : signedIn(named)),
  'tickets:export': team,
  'team:read': team,
  'colleagues:find': signedIn,
  'tickets:change-many': team,
  'dashboard:watch': team,
  'dashboard:read': team,
  'stats:read': team,
  'board:read': team,
  'views:keep': team,
  'views:change-others': lead,
  'replies:keep': team,
  'replies:change-others': lead,
  'rules:read': admin,
  'rules:change': admin,
  'assignment:read': lead,
  'assignment:change': lead,
  'categories:read': admin,
  'categories:change': admin,
  'help:read': anyone,
  'help:vote': anyone,
  'help:suggest': signedIn,
  'help:edit': team,
  'help:delete': lead,
  'ticket:read': followed,
  'ticket:write': followed,
  'ticket:mail': acting,
  'ticket:close': acting,
  'ticket:reopen': acting,
  'ticket:share': acting,
  // C-05: how it went is for the requester to say.
  'ticket:rate': (named) => ({ ...acting(named), agent: 'forbidden', lead: 'forbidden', admin: 'forbidden' }),
  'ticket:note': theTeams,
  'ticket:change': theTeams,
  'ticket:audit': theTeams,
} as const satisfies Record<Action, Rule>

const REFUSALS =
  /^(not-signed-in|forbidden|(ticket|file|user|message|session|export|device|job|event|calendar|policy|rule|view|reply|macro|category|article|sign-up)-not-found)$/
const MARK = 'somente-da-dona'
const NOTE = 'somente-da-equipe'

/** So that the routes of the company's own sign-in are there. */
const NOBODY_THERE = { OIDC_ISSUER: 'http://localhost:9', OIDC_CLIENT_ID: 'ponte', OIDC_NEW: 'create' }

let world: World
let document: Document
beforeAll(async () => {
  // Nobody works off what is promised, so that only requests change anything.
  world = await createWorld({
    ...NOBODY_THERE,
    ROLE: 'api',
    CRM_WAIT_MS: '0',
    MAIL_FROM: 'ponte@example.com',
  })
  await world.sql`update users set role = 'lead' where id = ${ANA}`
  const [someone] = await world.sql<{ id: number }[]>`
    insert into users (full_name, matricula, email, email_confirmed_at, cpf, cpf_hash, hashed_password, department, filial)
    values ('Em Cópia', '600001', 'em.copia@example.com', now(), 'x', 'em-copia', 'x', 'TI', 'Recife') returning id`
  copied = someone?.id ?? 0
  document = (await world.visitor().get('/openapi.json')).body as Document
  picture = await givenPicture()
})
/** In an article that is published. */
async function givenPicture(): Promise<string> {
  const joao = await world.signIn('2001')
  const sent = await joao.post('/api/v1/admin/help/pictures', formOf({ name: 'a.png', bytes: PNG }))
  const { address } = sent.body as { address: string }
  const input = { title: 'Com imagem', content: `![x](${address})`, category: 'other' }
  const { id } = (await joao.post('/api/v1/admin/help/articles', input)).body as { id: number }
  await joao.post(`/api/v1/admin/help/articles/${id}/publish`)
  return address.split('/').at(-1) ?? ''
}
let picture: string
/** Somebody who follows each of the tickets. */
let copied: number
afterAll(() => world[Symbol.asyncDispose]())

/** Somebody new with a ticket, and all that can belong to one. */
async function givenOwner() {
  const n = ++owners
  const cpf = withCheckDigits(String(600_000_000 + n))
  const email = `dona.${n}@example.com`
  const [owner] = await world.sql<{ id: number }[]>`
    insert into users (full_name, matricula, email, email_confirmed_at, cpf, cpf_hash, hashed_password, department, filial)
    values ('Dona Nova', ${String(700_000 + n)}, ${email}, now(), 'x', ${cpf}, 'x', 'TI', 'Recife') returning id`
  if (!owner) throw new Error('an insert returned nothing')
  const sealed = world.gateway.ports.cpfVault.seal(cpf, owner.id as UserId)
  await world.sql`update users set cpf = ${sealed} where id = ${owner.id}`
  const ticket = await givenTicket(world, {
    user_id: owner.id,
    title: MARK,
    requester_email: email,
    status: 'resolved',
    resolved_at: world.clock.now(),
    responsible_id: JOAO,
    is_unread: true,
    watcher_ids: [copied],
  })
  const message = await givenMessage(world, ticket, { body_text: `Está feito: ${MARK}` })
  await givenMessage(world, ticket, { body_text: NOTE, kind: 'note', is_internal: true })
  const beside = await givenTicket(world, { user_id: owner.id })
  const [link] = await world.sql<{ id: number }[]>`insert into ticket_links (from_id, to_id, kind)
    values (${ticket.id}, ${beside.id}, 'duplicate') returning id`
  const file = await givenFile(world, ticket)
  const payload = JSON.stringify({ ticketId: ticket.id })
  const [job] = await world.sql<{ id: number }[]>`insert into jobs (name, payload, is_head, lane, state)
    values ('push-ticket', ${payload}::text::jsonb, true, 0, 'dead') returning id::int`
  const [event] = await world.sql<
    { id: number }[]
  >`insert into webhook_inbox (name, kind, object_id, body, state, deal_id)
    values ('ONCRMDEALUPDATE', 'deal-changed', ${ticket.deal_id}, ${MARK}, 'parked', ${ticket.deal_id}) returning id::int`
  const [calendar] = await world.sql<{ id: number }[]>`insert into sla_calendars (name, time_zone, hours)
    values (${`Calendário ${n}`}, 'UTC', ${world.sql.json(OFFICE)}) returning id`
  const [policy] = await world.sql<{ id: number }[]>`insert into sla_policies (name, position, targets)
    values (${`Política ${n}`}, 1, ${world.sql.json({ medium: { resolutionMin: 60 } })}) returning id`
  const [view] = await world.sql<
    { id: number }[]
  >`insert into saved_views (owner_id, name, screen, search, is_shared)
    values (${JOAO}, ${`Visão ${n}`}, 'board', '{}', true) returning id`
  const [reply, macro] = await world.sql<{ id: number }[]>`
    insert into replies (kind, owner_id, title, body, is_shared)
    select kind, ${JOAO}, ${`Resposta ${n}`}, 'Já vamos ver', true from unnest(array['reply', 'macro']) with ordinality as t(kind, n)
    order by n returning id`
  // The only one, and switched off: what others file is none of its business.
  await world.sql`delete from rules`
  const [rule] = await world.sql<{ id: number }[]>`insert into rules (name, position, is_active, effects)
    values (${`Regra ${n}`}, ${n}, false, '{"tags":["x"]}') returning id`
  const [article, question] = [await givenArticle('article', n), await givenArticle('faq', n)]
  const [subject] = await world.sql<
    { id: number }[]
  >`select id from categories where kind = 'article' limit 1`
  const sessionId = await givenSession(owner.id)
  const [device] = await world.sql<
    { id: number }[]
  >`insert into push_devices (user_id, session_id, endpoint, p256dh, auth, made_for)
    values (${owner.id}, ${sessionId}, ${`https://push.example.com/${n}`}, 'x', 'x', 'x') returning id::int`
  const [signUp] = await world.sql<{ id: number }[]>`
    insert into sign_ups (id, full_name, matricula, email, cpf, cpf_hash, hashed_password, department, filial, locale, asked_at)
    values (${10_000_000 + n}, 'Quem Espera', ${String(900_000 + n)}, ${`espera.${n}@example.com`}, 'x', ${`x${n}`}, 'x', 'TI', 'Recife',
      'pt-BR', now()) returning id`
  const [exported] = await world.sql<
    { id: number }[]
  >`insert into privacy_exports (user_id, asked_by_id, ready_at, expires_at, key, size_bytes)
    values (${owner.id}, ${owner.id}, now(), ${world.clock.now()}::timestamptz + interval '1 day', ${`exports/${n}`}, 1) returning id`
  return {
    signUp,
    device,
    id: owner.id,
    number: String(700_000 + n),
    exported,
    email,
    cpf,
    ticket,
    beside,
    link,
    message,
    file,
    job,
    event,
    calendar,
    policy,
    rule,
    view,
    reply,
    macro,
    article,
    question,
    subject,
    sessionId,
  }
}
let owners = 0

/** Published, with a second version to go back to. */
async function givenArticle(kind: 'article' | 'faq', n: number): Promise<number> {
  const [row] = await world.sql<
    { id: number }[]
  >`insert into help_articles (kind, category_id, status, version)
    select ${kind}, id, 'published', 2 from categories where kind = 'article' and slug = 'other' returning id`
  const id = row?.id ?? 0
  const slug = `${kind}-da-dona-${n}`
  const content = { category: 'other', tags: [], texts: { 'pt-BR': { slug, title: 'Antes', body: 'Antes' } } }
  await world.sql`insert into help_slugs values (${slug}, ${id}, 'pt-BR')`
  await world.sql`insert into help_texts (article_id, locale, slug, title, body, plain)
    values (${id}, 'pt-BR', ${slug}, 'Artigo', 'Texto', 'Texto')`
  await world.sql`insert into help_versions (article_id, version, content) values (${id}, 1, ${world.sql.json(content)})`
  return id
}
const OFFICE = { 1: [{ from: '08:00', to: '12:00' }], 2: [], 3: [], 4: [], 5: [], 6: [], 7: [] }

async function givenSession(userId: number): Promise<SessionId> {
  const id = randomUUID() as SessionId
  await world.sql`insert into sessions (id, user_id, created_at, expires_at, rotated_at, address)
    values (${id}, ${userId}, now(), now() + interval '1 day', now(), 'local')`
  return id
}

/** A point of the curve: the receiver's of RFC 8291, appendix A. */
const A_KEY = 'BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4'

/** By name, what a request that is about this person is filled with. */
function valuesOf({
  signUp,
  device,
  id,
  email,
  cpf,
  ticket,
  beside,
  link,
  message,
  file,
  job,
  event,
  calendar,
  policy,
  rule,
  view,
  reply,
  macro,
  article,
  question,
  subject,
  sessionId,
  number,
  exported,
}: Awaited<ReturnType<typeof givenOwner>>) {
  return {
    ticket_id: ticket.id,
    deal_id: ticket.deal_id,
    ids: [ticket.id],
    user_id: id,
    // Nobody speaks for somebody else.
    '/api/v1/tickets/{ticket_id}/messages user_id': undefined,
    requester_id: id,
    session_id: sessionId,
    export_id: exported?.id,
    device_id: device?.id,
    endpoint: `https://push.example.com/nova-${id}`,
    keys: { p256dh: A_KEY, auth: 'BTBZMqHH6r4Tts7J_aSIgg' },
    confirm: number,
    reason: 'Pedido por carta',
    months: 12,
    job_id: job?.id,
    event_id: event?.id,
    sign_up_id: signUp?.id,
    calendar_id: calendar?.id,
    policy_id: policy?.id,
    view_id: view?.id,
    reply_id: reply?.id,
    '/api/v1/macros/{reply_id} reply_id': macro?.id,
    macro_id: macro?.id,
    client_id: `uso-${id}`,
    text: 'Olá, {{requester_name}}',
    is_on: true,
    'articles/article_id': article,
    'faq/article_id': question,
    'articles/article': article,
    'faq/article': question,
    picture,
    '/ajuda/{slug} slug': 'como-solicitar-uma-corrida',
    relation: 'related_to',
    other_id: beside.id,
    message_id: message,
    into: beside.id,
    link_id: link?.id,
    article_ids: [article],
    '/api/v1/admin/help/faq/order article_ids': [question],
    '/api/v1/admin/help/categories/{category_id} category_id': subject?.id,
    version: 1,
    category: 'other',
    '/api/v1/admin/permissions items': [],
    content: 'Um **texto**',
    rule_id: rule?.id,
    '/api/v1/admin/rules/order order': [{ id: rule?.id, version: 1 }],
    effects: { tags: ['da-regra'] },
    draft_id: '0f0e1d2c-3b4a-4968-8776-655443322110',
    q: 'senha',
    order: 3,
    '/api/v1/sla/policies/order order': [{ id: policy?.id, version: 1 }],
    helpful: true,
    category_id: 1,
    slug: `categoria-${id}`,
    labels: { 'pt-BR': `Tema ${id}`, es: `Asunto ${id}`, en: `Topic ${id}`, ru: `Тема ${id}` },
    search: { priority: 'urgent' },
    name: `Nome ${id}`,
    position: 7,
    time_zone: 'UTC',
    hours: OFFICE,
    targets: Object.fromEntries(
      ['urgent', 'high', 'medium', 'low'].map((one) => [one, { resolution_min: 60 }]),
    ),
    until: new Date(world.clock.now().getTime() + 3_600_000).toISOString(),
    from: '2026-01-15T10:00:00Z',
    to: '2026-01-20T10:00:00Z',
    'attachments/id': file,
    'if-match': '*',
    code: 'ticket-not-found',
    field: 'email',
    value: JOAO,
    title: 'O portal não abre mais',
    description: 'Desde hoje de manhã a página fica em branco',
    subject: 'Sobre o chamado',
    message: 'Ainda não funciona',
    from_email: 'ponte@example.com',
    to_email: email,
    rating: 5,
    priority: 'high',
    full_name: 'Pessoa Nova',
    email: `nova.${id}@example.com`,
    password: 'uma-senha-boa',
    new_password: 'outra-senha-boa',
    current_password: 'nao-e-esta',
    department: 'TI',
    filial: 'Recife',
    phone_number: '+55 81 98888-7777',
    cpf,
    matricula: String(800_000 + id),
    token: 'de-nenhuma-carta',
  }
}

async function requestAs(who: Who, ownerId: number, method: string, filled: ReturnType<typeof fillRequest>) {
  const team = { agent: JOAO, lead: ANA, admin: RITA }
  const userId = { visitor: null, owner: ownerId, copied, another: PEDRO, ...team }[who]
  const { tokens } = world.gateway.ports
  const authorization: Record<string, string> = userId
    ? { authorization: `Bearer ${await tokens.issueAccess(await givenSession(userId), world.clock.now())}` }
    : {}
  await world.sql`delete from attempts`
  return () =>
    world.visitor().send(method, filled.target, filled.body, { ...filled.headers, ...authorization })
}

const codeOf = ({ body }: Answer) => (body as { code?: string } | null)?.code ?? ''

function expectRefused(answer: Answer, refused: NonNullable<Refused[Who]>): void {
  const wanted = { 'not-signed-in': 401, forbidden: 403, 'not-there': 404 } as const
  expect(answer.status, answer.text).toBe(wanted[refused])
  if (refused === 'not-there')
    expect(codeOf(answer)).toMatch(/^(ticket|file|user|message|session|export|device)-not-found$/)
  else expect(codeOf(answer)).toBe(refused)
}

/** Whoever was asked about by those who were refused, or by those who only read, is as before. */
let untouched: Awaited<ReturnType<typeof givenOwner>> | undefined

async function ask(
  who: Who,
  method: string,
  path: string,
  operation: Operation,
  isNamed: boolean,
): Promise<void> {
  const action = operation['x-action'] ?? ''
  if (!Object.hasOwn(EXPECTED, action)) throw new Error(`no rule for "${action}"`)
  untouched ??= await givenOwner()
  const owner = untouched
  const { requester_id, ...others } = valuesOf(owner)
  const values = isNamed ? { requester_id, ...others } : { ...others, '/api/v1/tickets user_id': undefined }
  const filled = fillRequest(document, path, operation, values)
  const refused = EXPECTED[action as Action](filled.named)[who]
  const send = await requestAs(who, owner.id, method, filled)
  const before = refused && (await digestOf(world))
  const answer = await send()
  if (method !== 'GET' && !refused) untouched = undefined
  if (refused) {
    expectRefused(answer, refused)
    expect(await digestOf(world), 'is anything changed?').toBe(before)
  } else {
    expect(codeOf(answer), answer.text).not.toMatch(REFUSALS)
    expect(answer.status, answer.text).toBeLessThan(500)
    expect(answer.status, `is it filled with what it takes? ${answer.text}`).not.toBe(422)
  }
  if (refused || who === 'visitor' || who === 'another') expect(answer.text).not.toContain(MARK)
  if (!TEAM.includes(who)) expect(answer.text).not.toContain(NOTE)
}

describe('X-06: nobody reads or changes what is not theirs', () => {
  test.each(WHO)('every route, asked about somebody’s things: %s', async (who) => {
    const wrong: string[] = []
    // What may name somebody is asked without a name too.
    for (const [path, methods] of Object.entries(document.paths))
      for (const [method, operation] of Object.entries(methods))
        for (const isNamed of JSON.stringify(operation).includes('requester_id') ? [true, false] : [true])
          await ask(who, method.toUpperCase(), path, operation, isNamed).catch((error: unknown) => {
            wrong.push(`${who}: ${method.toUpperCase()} ${path}: ${(error as Error).message}`)
          })
    expect(wrong).toEqual([])
  })

  test('the same ticket is seen by its owner and by the team, so that the test above asks about something', async () => {
    const owner = await givenOwner()
    for (const path of [
      '/api/v1/tickets/{ticket_id}',
      '/deal/{deal_id}/{user_id}',
      '/api/v1/tickets/{ticket_id}/messages',
    ]) {
      const operation = document.paths[path]?.get ?? {}
      const filled = fillRequest(document, path, operation, valuesOf(owner))
      for (const who of ['owner', ...TEAM] as const)
        expect((await (await requestAs(who, owner.id, 'GET', filled))()).text, `${who} ${path}`).toContain(
          MARK,
        )
    }
  })
})
