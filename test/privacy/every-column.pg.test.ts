import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { signedIn } from '#test/signed-in.ts'
import { JOAO, MARIA, PEDRO, RITA } from '#test/tickets.ts'
import { FATES, OF_NOBODY } from './fates.ts'

const { world, maria } = await signedIn()
const rita = await world.signIn('9001')
const { sql } = world

/** Integers that say who somebody is. */
const WHO = /(^|_)(user|owner|actor|author|responsible|author_user)_id$|_by(_id)?$/
const NOT_A_PERSON = /^(gathered_by|claimed_by)$/

type Column = { table_name: string; column_name: string; data_type: string }

/** Those that may hold words, and those that say who: without what is only ever one of a few words of ours. */
async function columnsOfPeople(): Promise<Column[]> {
  const columns = await sql<Column[]>`
    select c.table_name, c.column_name, c.data_type from information_schema.columns c
    join information_schema.tables t using (table_schema, table_name)
    where c.table_schema = 'public' and t.table_type = 'BASE TABLE' and c.is_generated = 'NEVER'
      and (c.data_type in ('text', 'character varying', 'jsonb', 'ARRAY', 'integer', 'bigint'))
      and not exists (
        select from pg_constraint k join pg_attribute a on a.attrelid = k.conrelid and a.attnum = any(k.conkey)
        where k.contype = 'c' and k.conrelid = to_regclass(format('public.%I', c.table_name))
          and a.attname = c.column_name and pg_get_constraintdef(k.oid) like '%ARRAY[%')
    order by 1, 2`
  const references = await sql<{ name: string }[]>`
    select k.conrelid::regclass || '.' || a.attname as name from pg_constraint k
    join pg_attribute a on a.attrelid = k.conrelid and a.attnum = any(k.conkey)
    where k.contype = 'f' and k.confrelid = 'users'::regclass`
  const isReference = new Set(references.map(({ name }) => name))
  return columns.filter(({ table_name, column_name, data_type }) =>
    data_type === 'integer' || data_type === 'bigint'
      ? !NOT_A_PERSON.test(column_name) &&
        (isReference.has(`${table_name}.${column_name}`) || WHO.test(column_name))
      : true,
  )
}

test('of each column that says who somebody is or what they wrote, it is said what becomes of it', async () => {
  const columns = await columnsOfPeople()
  const missing = columns.filter(({ table_name: table, column_name: column, data_type }) => {
    if (FATES[table]) return !FATES[table][column]
    return OF_NOBODY[table] === undefined || data_type === 'integer'
  })
  expect(
    missing.map(({ table_name, column_name }) => `${table_name}.${column_name}`),
    'say in test/privacy/fates.ts what becomes of these, and see to it in src/privacy/',
  ).toEqual([])
  const there = new Set(columns.map(({ table_name, column_name }) => `${table_name}.${column_name}`))
  const named = Object.entries(FATES).flatMap(([table, fates]) =>
    Object.keys(fates).map((column) => `${table}.${column}`),
  )
  expect(
    named.filter((name) => !there.has(name)),
    'these are not there any more',
  ).toEqual([])
})

type Values = Record<string, unknown>

/**
 * A row of Maria's in a table: what is not given and may hold words of hers says something that is said nowhere else. Returns what
 * each column holds.
 */
let words = 0
async function given(table: string, values: Values): Promise<Values> {
  const columns = await sql<{ name: string; type: string; most: number | null; is_generated: string }[]>`
    select column_name as name, data_type as type, character_maximum_length as most from information_schema.columns
    where table_schema = 'public' and table_name = ${table} and is_generated = 'NEVER'`
  const row: Values = { ...values }
  for (const { name, type, most } of columns) {
    const fate = FATES[table]?.[name]
    if (!fate || name in row || /_id$|_ids$/.test(name) || (fate.stays && !fate.line)) continue
    const word = `zq${++words}zq`
    if (type === 'ARRAY') row[name] = [word]
    else if (type === 'jsonb') row[name] = sql.json({ word })
    else if (most === null || most >= word.length) row[name] = word
  }
  const [inserted] = await sql`insert into ${sql(table)} ${sql(row)} returning *`
  return inserted as Values
}

/** A row of each table that knows her, and what she may have written in it. */
async function givenAll(): Promise<Map<string, Values[]>> {
  const rows = new Map<string, Values[]>()
  const give = async (table: string, values: Values) => {
    const row = await given(table, values)
    rows.set(table, [...(rows.get(table) ?? []), row])
    return row as Values & { id: number }
  }
  const at = new Date()
  const later = new Date(at.getTime() + 86_400_000)
  await sql`update users set phone_number = '+5581977776666', profile_picture = 'avatars/zq.png', matricula = '71717171',
    department = 'Zqdep', filial = 'Zqfil' where id = ${MARIA}`
  const [profile] = await sql`select * from users where id = ${MARIA}`
  rows.set('users', [profile as Values])
  const email = (profile as { email: string }).email

  const deal = {
    ...{ deal_id: 7001, origin_key: randomUUID(), pipeline_id: 19, stage_id: 'C19:NEW', priority: 'medium' },
    ...{ requester_email: email, crm_status: 'synced' },
  }
  const { id: ticket_id } = await give('deals', { ...deal, user_id: MARIA, ...NOBODY_IN_CHARGE })
  const others = await give('deals', {
    ...{ ...deal, deal_id: 7002, origin_key: randomUUID(), requester_email: null, user_id: PEDRO },
    ...{
      title: 'Do Pedro',
      ticket_number: 'TKT-1',
      description: 'Do Pedro',
      requester_name: 'Pedro',
      requester_phone: null,
    },
    ...{ matricula: null, cpf: null, rating_feedback: null, related: null, custom: null, crm_snapshot: null },
    ...{ responsible_id: MARIA, filed_by_id: MARIA, watcher_ids: [MARIA], crm_error: null },
    ...{ service_category: null, system_type: null, requester_department: null, filial: null, tags: [] },
    ...{ resolution_notes: null },
  })
  const said = { ticket_id, kind: 'comment', source: 'portal', author_user_id: MARIA }
  const { id: activity_id } = await give('activities', { ...said, author_email: email })
  const elsewhere = { ...said, ticket_id: others.id, author_email: email }
  await give('activities', elsewhere)
  await give('files', { ticket_id, activity_id, upload_id: randomUUID(), size_bytes: 1, uploaded_by: MARIA })
  await give('files', { ticket_id: null, upload_id: randomUUID(), size_bytes: 1, uploaded_by: MARIA })
  await give('crm_files', { ticket_id, activity_id, crm_file_id: 5 })
  await give('drift_findings', { deal_id: 7001, object: 'deal', field: 'title' })
  await give('webhook_inbox', { name: 'ONCRMDEALUPDATE', kind: 'deal', deal_id: 7001, state: 'done' })
  const dead = { name: 'ask-change', key: `ticket:${ticket_id}`, is_head: true, lane: 0, state: 'dead' }
  await give('jobs', dead)
  await give('ticket_reads', { ticket_id, user_id: MARIA })
  await give('ticket_watchers', { ticket_id: others.id, user_id: MARIA })
  await give('idempotency_keys', { user_id: MARIA, expires_at: later })
  await give('crm_contacts', { email })
  const notice = { kind: 'mention', ticket_id, is_listed: true }
  const { id: notice_id } = await give('notices', { ...notice, user_id: MARIA, seq: 1 })
  await give('notices', {
    ...notice,
    user_id: JOAO,
    seq: 2,
    actor_id: MARIA,
    actor_name: NAME,
    data: sql.json({}),
  })
  await give('notice_preferences', { user_id: MARIA })
  const link = { id: randomUUID(), notice_id, user_id: MARIA, ticket_id, resolved_at: at, expires_at: later }
  await give('rating_links', link)
  await give('inbound_mails', {
    ...{ key: 'mails/zq', size_bytes: 1, signature: 'um', from_email: email, verdict: 'ignored' },
  })
  await give('inbound_mails', {
    ...{
      key: 'mails/zq2',
      size_bytes: 1,
      signature: 'dois',
      from_email: 'zq@antes.example',
      verdict: 'message',
    },
    ...{ ticket_id, activity_id, subject: 'De outro endereço zq0zq' },
  })
  await give('replies', { owner_id: MARIA, kind: 'reply' })
  await give('macro_uses', { user_id: MARIA, macro_id: 1, ticket_id, client_id: 'um' })
  await give('saved_views', { owner_id: MARIA, screen: 'list' })
  const session_id = randomUUID()
  await give('sessions', {
    ...{ id: session_id, user_id: MARIA, created_at: at, rotated_at: at },
    expires_at: later,
  })
  await give('push_devices', { user_id: MARIA, session_id, endpoint: 'https://push.example.com/zq0zq' })
  await give('account_letters', { id: randomUUID(), user_id: MARIA, kind: 'confirm-email', promised_at: at })
  await give('sign_ups', { id: MARIA, locale: 'pt-BR', asked_at: at, decided_by_id: RITA, state: 'approved' })
  await give('user_identities', { user_id: MARIA })
  await give('team_presence', { user_id: MARIA })
  await give('crm_people', { crm_user_id: 4711, email, is_active: true, department_ids: [1] })
  const [article] = await sql<{ id: number }[]>`select id from help_articles limit 1`
  const article_id = article?.id ?? 0
  await sql`update help_articles set author_id = ${MARIA} where id = ${article_id}`
  await sql`update help_versions set actor_id = ${MARIA} where article_id = ${article_id}`
  await give('help_pictures', {
    ...{ id: randomUUID(), key: 'pictures/da-maria', mime: 'image/png', extension: 'png' },
    ...{ width: 1, height: 1, size_bytes: 1, sha256: 'picture-of-maria', uploaded_by: MARIA },
  })
  await give('help_votes', {
    article_id,
    voter: `user:${MARIA}`,
    user_id: MARIA,
    locale: 'pt-BR',
    is_helpful: true,
  })
  await give('help_offers', { article_id, user_id: MARIA, draft_id: randomUUID(), locale: 'pt-BR' })
  await give('filed_drafts', { user_id: MARIA, draft_id: randomUUID(), ticket_id })
  await give('cpf_accesses', { actor_id: RITA, user_id: MARIA, ticket_id, purpose: 'crm' })
  await give('erasures', { user_id: PEDRO, asked_by_id: MARIA, counts: null, sought: null })
  return rows
}
/** As others were told that it was her. */
const NAME = 'Maria que foi'
const NOBODY_IN_CHARGE = { responsible: null, responsible_email: null }

type Line = { kind: string } & Record<string, unknown>

test('what fates.ts says of each column is so: in the file about a person, and once they were taken out', async () => {
  const rows = await givenAll()
  const { id } = (await maria.post('/api/v1/privacy/export')).body as { id: number }
  await world.settle()
  const { headers } = await maria.get(`/api/v1/privacy/exports/${id}/file`)
  const text = await (await fetch(headers.get('location') ?? '')).text()
  const lines = text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Line)
  const saying = Map.groupBy(lines, ({ kind }) => kind)
  const wrong: string[] = []
  const eachWord = (look: (table: string, column: string, word: string) => void) => {
    for (const [table, some] of rows)
      for (const row of some)
        for (const [column, value] of Object.entries(row)) {
          const word =
            typeof value === 'object' ? (JSON.stringify(value)?.match(/zq\d+zq/)?.[0] ?? '') : String(value)
          if (FATES[table]?.[column] && /zq|@/i.test(word)) look(table, column, word)
        }
  }
  for (const [table, fates] of Object.entries(FATES))
    for (const [column, { line }] of Object.entries(fates))
      if (line !== null && !saying.has(line)) wrong.push(`${table}.${column}: no line of ${line}`)
  eachWord((table, column, word) => {
    const { line = null } = FATES[table]?.[column] ?? {}
    const found = lines.filter((one) => JSON.stringify(one).includes(word)).map(({ kind }) => kind)
    if (line !== null && !found.includes(line)) wrong.push(`${table}.${column} is not in a line of ${line}`)
    if (line === null && found.length > 0 && !word.includes('@'))
      wrong.push(`${table}.${column} is in ${found}`)
  })
  expect(wrong).toEqual([])

  const erased = await rita.post(`/api/v1/admin/users/${MARIA}/erase`, {
    reason: 'Pedido dela',
    confirm: '71717171',
  })
  expect(erased.status, erased.text).toBe(202)
  await world.settle({ hurry: true })
  const held: { table: string; column: string; word: string; stays: boolean }[] = []
  eachWord((table, column, word) =>
    held.push({ table, column, word, stays: FATES[table]?.[column]?.stays != null }),
  )
  for (const { table, column, word, stays } of held) {
    const [{ rows: left }] = await sql.unsafe<[{ rows: number }]>(
      `select count(*)::int as rows from "${table}" where "${column}"::text like '%${word}%'`,
    )
    if (left > 0 !== stays) wrong.push(`${table}.${column} ${left > 0 ? 'is still there' : 'is gone'}`)
  }
  for (const [table, fates] of Object.entries(FATES))
    for (const [column, { stays }] of Object.entries(fates)) {
      if (!/_by$|_id$/.test(column) || stays !== null || !rows.has(table)) continue
      const [{ rows: left }] = await sql.unsafe<[{ rows: number }]>(
        `select count(*)::int as rows from "${table}" where "${column}"::text = '${MARIA}'`,
      )
      if (left > 0) wrong.push(`${table}.${column} still leads to her`)
    }
  expect(wrong).toEqual([])
  expect(await sql`select from notices where actor_name = ${NAME}`).toEqual([])
})
