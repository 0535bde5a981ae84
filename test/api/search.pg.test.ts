import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Client } from '#test/client.ts'
import { givenTicket, PEDRO } from '#test/tickets.ts'
import { createWorld, type World } from '#test/world.ts'

let world: World
let joao: Client
beforeAll(async () => {
  world = await createWorld()
  joao = await world.signIn('2001')
  const given = (title: string, columns: object = {}) =>
    givenTicket(world, { title, description: '', ...columns })
  await given('Impressora não funciona', { tags: ['matriz'] })
  await given('Conexões com a VPN caem')
  await given('Mensagens de e-mail não chegam', { description: 'Os papéis da ligação sumiram' })
  await given('La contraseña no sirve', { description: 'Las impresoras tampoco' })
  await given('Не работает принтер', { description: 'Пароли не подходят' })
  await given('Printers are broken', {
    description: 'Nobody can print invoices',
    requester_name: 'José da Conceição',
  })
  await given('Chamado com número', { deal_id: 740_512, ticket_number: 'TKT-20260220-00042', user_id: PEDRO })
  await given('Outro que fala do 740512')
})
afterAll(() => world[Symbol.asyncDispose]())

async function found(q: string, more = ''): Promise<string[]> {
  const { status, body, text } = await joao.get(`/api/v1/tickets?q=${encodeURIComponent(q)}${more}`)
  expect(status, text).toBe(200)
  return (body as { items: { title: string }[] }).items.map(({ title }) => title)
}
const [PRINTER, VPN, MAIL, CONTRASENA, RUSSIAN, ENGLISH, NUMBERED, MENTIONS] = [
  'Impressora não funciona',
  'Conexões com a VPN caem',
  'Mensagens de e-mail não chegam',
  'La contraseña no sirve',
  'Не работает принтер',
  'Printers are broken',
  'Chamado com número',
  'Outro que fala do 740512',
]

describe('T-26: four languages, and nobody says which', () => {
  test.each([
    ['Portuguese plural', 'impressoras ', PRINTER],
    ['Portuguese -ões to -ão', 'conexão ', VPN],
    ['Portuguese without accents', 'conexoes ', VPN],
    ['Portuguese -ns to -m', 'mensagem ', MAIL],
    ['Portuguese -éis to -el', 'papel ', MAIL],
    ['Portuguese -ão to -ões', 'ligações ', MAIL],
    ['with or without a hyphen', 'email ', MAIL],
    ['Spanish without ñ', 'contrasenas ', CONTRASENA],
    ['Russian plural to singular', 'пароль ', RUSSIAN],
    ['Russian case', 'принтера ', RUSSIAN],
    ['English', 'printer broke ', ENGLISH],
    ['English verb', 'printing invoice ', ENGLISH],
    ['capitals', 'IMPRESSORA ', PRINTER],
    ['a name without accents', 'jose conceicao ', ENGLISH],
    ['a word of the title and a name', 'printer josé ', ENGLISH],
    ['a tag', 'matriz ', PRINTER],
    ['words of two languages', 'contraseña impresora ', CONTRASENA],
    ['small words do not matter', 'a impressora da matriz ', PRINTER],
  ])('%s: %s', async (_, q, title) => {
    expect(await found(q)).toEqual([title])
  })

  test('all words have to be there, those in quotes side by side', async () => {
    expect(await found('impressora принтер ')).toEqual([])
    expect(await found('"não funciona"')).toEqual([PRINTER])
    expect(await found('"funciona não"')).toEqual([])
  })

  test('somebody who is still typing finds it already', async () => {
    expect((await found('impr')).sort()).toEqual([PRINTER, CONTRASENA].sort())
    for (const [q, title] of [
      ['impressora fun', PRINTER],
      ['contras', CONTRASENA],
      ['mensag', MAIL],
      ['прин', RUSSIAN],
      ['печать', undefined],
    ] as const)
      expect(await found(q), q).toEqual(title ? [title] : [])
    expect(await found('impr '), 'a space ends the word').toEqual([])
  })
})

describe('D-18: numbers', () => {
  test('a ticket number, whole or begun, in any letters', async () => {
    for (const q of ['TKT-20260220-00042', 'tkt-20260220-00042', 'TKT-20260220', ' tkt-20260220-0004 '])
      expect(await found(q), q).toEqual([NUMBERED])
    expect(await found('TKT-20270220')).toEqual([])
  })

  test('#deal_id is that deal; a plain number is that deal first, then whatever speaks of it', async () => {
    expect(await found('#740512')).toEqual([NUMBERED])
    expect(await found('740512')).toEqual([NUMBERED, MENTIONS])
    expect(await found('#7405')).toEqual([])
    expect(await found('#99999999999')).toEqual([])
    expect(await found('99999999999')).toEqual([])
  })
})

test('what fits best comes first, page by page, and other orders are there for the asking', async () => {
  await givenTicket(world, { title: 'sobre outra coisa', description: 'zebra' })
  await givenTicket(world, { title: 'zebra zebra', description: 'zebra' })
  await givenTicket(world, { title: 'uma zebra', description: 'nada' })
  expect(await found('zebra')).toEqual(['zebra zebra', 'uma zebra', 'sobre outra coisa'])
  expect(await found('zebra', '&sort=created&order=asc')).toEqual([
    'sobre outra coisa',
    'zebra zebra',
    'uma zebra',
  ])
  const met: string[] = []
  let cursor = ''
  for (;;) {
    const { body } = await joao.get(`/api/v1/tickets?q=zebra&limit=1${cursor}`)
    const { items, next_cursor } = body as { items: { title: string }[]; next_cursor: string | null }
    met.push(...items.map(({ title }) => title))
    await givenTicket(world, { title: 'zebra zebra zebra nova', description: 'zebra' })
    if (next_cursor === null) break
    cursor = `&cursor=${next_cursor}`
  }
  expect(met).toEqual(['zebra zebra', 'uma zebra', 'sobre outra coisa'])
})

test('X-06: requesters find words of their own tickets only', async () => {
  const maria = await world.signIn('1001')
  const { body } = await maria.get('/api/v1/tickets?q=740512')
  expect((body as { items: { title: string }[] }).items.map(({ title }) => title)).toEqual([MENTIONS])
})

test('whatever somebody types is looked for, and breaks nothing', async () => {
  for (const q of [
    "'",
    '"',
    '\\',
    ':*',
    '!!',
    '& | !',
    "o'brien:*",
    '<->',
    '%',
    'a\u200bb',
    '😀',
    '((',
    '-',
    '"a',
    'x'.repeat(200),
    '# 7',
    '#',
    'TKT-',
  ])
    await found(q)
})
