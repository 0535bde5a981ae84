import { ANA, type Given, givenFile, givenMessage, givenTicket, JOAO, MARIA, RITA } from '#test/tickets.ts'
import type { World } from '#test/world.ts'

/** A company that has worked with it for a while, with all that is long, foreign or many. */
export type FullHouse = {
  /** Of Maria, with sixty comments, mails, notes, files and a line in a language that runs the other way. */
  long: Given
  /** Of Maria, closed and rated. */
  closed: Given
  /** Of Maria, closed so long ago that it is not opened again, and never rated. */
  old: Given
  /** Of Maria, on its way to the CRM. */
  pending: Given
  /** The CRM would not have it. */
  failed: Given
  sandboxUrl: string
}

const LONG_TITLE =
  'Depois da atualização de ontem à noite o sistema financeiro fecha sozinho sempre que alguém tenta gerar o relatório consolidado de todas as filiais, e a impressora do terceiro andar repete a última página'
const LONG_WORD = 'Relatório-consolidado-de-contas-a-receber-por-filial-e-centro-de-custo.xlsx'
const CYRILLIC = 'Не открывается электронная почта на складе: сервер отвечает «соединение закрыто»'
const ARABIC = 'الطابعة في الطابق الثالث لا تعمل منذ الأمس'
const CYRILLIC_NAME = 'Константин Богоявленский-Преображенский'
const MAIL = `<p>Bom dia,</p><table border="1"><tr><th>Filial</th><th>Valor</th></tr><tr><td>Recife</td><td>R$ 1.234,56</td></tr></table>
<p dir="rtl">${ARABIC}</p><p><a href="https://example.com/">${'endereco-sem-espacos-'.repeat(8)}</a></p>`

const MINUTE_MS = 60_000
const COMMENTS = 60
const STAGES = [
  { stage_id: 'C19:NEW', status: 'open' },
  { stage_id: 'C19:PREPARATION', status: 'in_progress', ...assignedTo(JOAO, 42, 'João Tech') },
  { stage_id: 'C19:UC_WAIT', status: 'waiting_for_user', ...assignedTo(ANA, 43, 'Ana Costa') },
  { stage_id: 'C19:EXECUTING', status: 'in_progress', ...assignedTo(JOAO, 42, 'João Tech') },
] as const
const PRIORITIES = ['urgent', 'high', 'medium', 'low'] as const

export async function fullHouse(world: World): Promise<FullHouse> {
  const ago = (minutes: number) => new Date(Date.now() - minutes * MINUTE_MS)
  for (let n = 0; n < 36; n++)
    await givenTicket(world, {
      ...STAGES[n % STAGES.length],
      title: [CYRILLIC, LONG_TITLE, ARABIC, 'Sem rede no almoxarifado', LONG_WORD][n % 5],
      priority: PRIORITIES[n % PRIORITIES.length],
      requester_name: n % 3 === 0 ? CYRILLIC_NAME : 'Maria Santos',
      ...(n % 5 !== 0 && { user_id: n % 2 === 0 ? MARIA : null }),
      filial: ['São Paulo', 'Recife', 'São José dos Pinhais'][n % 3],
      assignee_department: ['TI', 'Recursos Humanos e Departamento Pessoal'][n % 2],
      created_at: ago(600 + n * 97),
      updated_at: ago(n * 31),
      // Late, at risk, and far away.
      date_deadline: ago([30, -45, -3000, 4000][n % 4] ?? 0),
      is_unread: n % 4 === 0,
      is_unread_by_team: n % 3 === 0,
      tags: n % 2 === 0 ? ['rede', 'fim-de-mês'] : [],
    })
  const long = await givenTicket(world, {
    ...STAGES[1],
    title: LONG_TITLE,
    description: `${LONG_WORD}\n\n${ARABIC}\n\nO erro aparece em todas as telas.`,
    priority: 'urgent',
    filial: 'São Paulo',
    date_deadline: ago(-40),
    created_at: ago(3000),
    is_unread: true,
    message_count: COMMENTS + 4,
  })
  await fillTalk(world, long, ago)
  const closed = await givenTicket(world, {
    ...{ stage_id: 'C19:WON', status: 'closed', title: 'Acesso ao módulo fiscal', close_reason: 'solved' },
    ...{ resolved_at: ago(300), closed_at: ago(200), rating: 4, rating_feedback: 'Rápido e gentil' },
    ...{ created_at: ago(9000), resolution_notes: 'Perfil ajustado no ERP.', rated_at: ago(190) },
    ...assignedTo(ANA, 43, 'Ana Costa'),
  })
  const old = await givenTicket(world, {
    ...{ stage_id: 'C19:WON', status: 'closed', title: 'Troca do mouse', close_reason: 'solved' },
    ...{ created_at: ago(50_000), resolved_at: ago(40_000), closed_at: ago(40_000), updated_at: ago(40_000) },
    ...assignedTo(JOAO, 42, 'João Tech'),
  })
  const pending = await givenTicket(world, {
    ...{ deal_id: null, crm_status: 'pending', title: 'Teclado com teclas trocadas', priority: 'low' },
    created_at: ago(1),
  })
  const failed = await givenTicket(world, {
    ...{ deal_id: null, crm_status: 'failed', crm_error: 'Campo obrigatório', title: 'Monitor piscando' },
    created_at: ago(90),
  })
  await fillPrivacy(world, long, ago)
  await fillDesk(world, [long, closed, pending], ago)
  return { long, closed, old, pending, failed, sandboxUrl: world.sandbox.url }
}

/** Mails that came, accesses to CPF, files and erasures. */
async function fillPrivacy({ sql }: World, { id: ticket_id }: Given, ago: (minutes: number) => Date) {
  const verdicts = [
    { verdict: 'message', reason: 'reply', ticket_id },
    { verdict: 'ignored', reason: 'not-a-participant', ticket_id },
    { verdict: 'answered', reason: 'unknown' },
    { from_email: null, subject: null },
  ]
  for (const [n, more] of verdicts.entries()) {
    const mail = { from_email: `${'endereço.comprido.'.repeat(5)}@example.com`, subject: LONG_TITLE, ...more }
    await sql`insert into inbound_mails ${sql({ ...mail, key: `mails/${n}`, signature: `${n}`, size_bytes: 900, received_at: ago(n * 50) })}`
  }
  await sql`insert into cpf_accesses ${sql([
    { at: ago(20), actor_id: null, user_id: MARIA, ticket_id, purpose: 'crm' },
    { at: ago(10), actor_id: RITA, user_id: MARIA, ticket_id: null, purpose: 'export' },
  ])}`
  const asked = { user_id: MARIA, asked_by_id: RITA, reason: LONG_TITLE, requested_at: ago(9) }
  await sql`insert into privacy_exports ${sql({ ...asked, ready_at: ago(8), expires_at: ago(-900), key: 'exports/zq', size_bytes: 9 })}`
  await sql`insert into erasures ${sql({ ...asked, user_id: JOAO, done_at: ago(8), counts: sql.json({ tickets: 12, messages: 345, in_crm: 11 }) })}`
}

/** What the team has set up for itself, what tickets are to each other, and what people were told of. */
async function fillDesk(
  { sql }: World,
  tickets: [Given, Given, Given],
  ago: (minutes: number) => Date,
): Promise<void> {
  const [long, closed, pending] = tickets
  const texts = [
    { kind: 'reply', title: LONG_TITLE.slice(0, 120), body: `Olá, {{requester_name}}: ${CYRILLIC}` },
    {
      kind: 'macro',
      title: LONG_WORD,
      body: ARABIC,
      changes: sql.json({ status: 'resolved', priority: 'low' }),
    },
  ]
  for (const text of texts)
    await sql`insert into replies ${sql({ owner_id: JOAO, is_shared: true, ...text })}`
  const conditions = { words: ['rede', LONG_WORD], priorities: ['urgent', 'low'] }
  const effects = { priority: 'high', assignee_id: ANA, tags: ['rede', 'fim-de-mês'], reply: LONG_TITLE }
  const rules = [
    { name: LONG_TITLE.slice(0, 100), conditions, effects },
    { name: CYRILLIC, conditions: { languages: ['ru'] }, effects: { assignee_id: null }, is_active: false },
  ]
  for (const [position, rule] of rules.entries()) await sql`insert into rules ${sql({ ...rule, position })}`
  const links = [
    { from_id: closed.id, to_id: long.id, kind: 'parent' },
    { from_id: pending.id, to_id: long.id, kind: 'duplicate' },
  ]
  for (const link of links) await sql`insert into ticket_links ${sql({ made_by_id: JOAO, ...link })}`
  const told = [
    { kind: 'ticket_created', ticket_id: long.id, actor_id: null, actor_name: CYRILLIC_NAME },
    { kind: 'assigned', ticket_id: long.id, actor_id: RITA },
    { kind: 'resolved', ticket_id: closed.id, actor_id: ANA, read_at: ago(1) },
  ]
  for (const [seq, one] of told.entries())
    await sql`insert into notices ${sql({ user_id: JOAO, seq, is_listed: true, made_at: ago(seq * 50), ...one })}`
  await sql`
    insert into help_offers (article_id, user_id, draft_id, locale, opened_at, solved_at)
    select id, ${MARIA}, gen_random_uuid(), 'pt-BR', now(), case when id % 2 = 0 then now() end from help_articles`
}

async function fillTalk(world: World, ticket: Given, ago: (minutes: number) => Date): Promise<void> {
  const say = (minutes: number, columns: Record<string, unknown>) =>
    givenMessage(world, ticket, { created_at: ago(minutes), ...columns })
  const maria = { source: 'portal', author_user_id: MARIA, author_name: 'Maria Santos' }
  for (let n = 0; n < COMMENTS; n++)
    await say(2000 - n * 30, {
      ...(n % 2 === 0 && maria),
      body_text: n % 7 === 0 ? LONG_TITLE : n % 11 === 0 ? ARABIC : `Mensagem ${n + 1}: ainda acontece.`,
    })
  const crm = { source: 'crm', author_user_id: null, author_crm_id: 44, author_name: CYRILLIC_NAME }
  await say(150, { ...crm, body_text: CYRILLIC })
  await say(100, {
    ...crm,
    ...{ kind: 'email', source: 'email', direction: 'incoming', subject: `Re: ${LONG_TITLE}`.slice(0, 255) },
    ...{ from_email: 'maria.santos@example.com', to_email: 'central@example.com' },
    ...{ body_text: 'Bom dia', body_html: MAIL },
  })
  await say(50, {
    kind: 'note',
    is_internal: true,
    author_user_id: RITA,
    body_text: `${LONG_WORD} é do Pedro?`,
  })
  const withFiles = await say(10, { ...maria, body_text: 'Segue a foto.' })
  await givenFile(world, ticket, { activity_id: withFiles })
  await givenFile(world, ticket, {
    ...{ activity_id: withFiles, filename: LONG_WORD, size_bytes: 10_400_000 },
    mime: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  })
}

function assignedTo(responsible_id: number, responsible_crm_id: number, responsible: string) {
  return { responsible_id, responsible_crm_id, responsible, assigned_at: new Date() }
}
