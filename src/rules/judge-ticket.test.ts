import fc from 'fast-check'
import { expect, test } from 'vitest'
import { PRIORITIES } from '#src/db/ticket-schema.ts'
import { LOCALES } from '#src/locale.ts'
import { type Asked, type Judged, judgeTicket } from './judge-ticket.ts'
import type { Conditions, Effects } from './rule-body.ts'

const ASKED: Asked = {
  title: 'A impressora da expedição parou',
  description: 'Não imprime mais nada, e o café-da-manhã da Rússia também: ёлка',
  category: 'system_error',
  department: 'TI',
  requesterDepartment: 'Logística',
  priority: 'medium',
  language: 'pt-BR',
}
const rule = (conditions: Conditions, effects: Effects = { priority: 'high' }, name = 'r'): Judged => ({
  ...{ name, conditions, effects, is_active: true },
})
const fits = (conditions: Conditions, asked: Partial<Asked> = {}) =>
  judgeTicket([rule(conditions)], { ...ASKED, ...asked }).by.length === 1

test('words are whole words, of title or text, whatever their capitals and accents; several stand side by side', () => {
  for (const words of ['IMPRESSORA', 'expedicao', 'nao imprime', 'café da manhã', 'ЕЛКА', 'Rússia também'])
    expect(fits({ words: [words] }), words).toBe(true)
  for (const words of ['impresso', 'pressora', 'imprime nada', 'parou não', 'impress.*', 'parou nao imprime'])
    expect(fits({ words: [words] }), words).toBe(false)
  expect(fits({ words: ['toner', 'impressora'] }), 'one of them is enough').toBe(true)
})

test('everything that is named has to fit, and of each one of its choices; nothing named fits all', () => {
  expect(fits({})).toBe(true)
  expect(fits({ categories: [], words: [] })).toBe(true)
  const all: Conditions = {
    categories: ['other', 'system_error'],
    departments: ['ti'],
    requester_departments: ['LOGISTICA'],
    priorities: ['medium'],
    languages: ['pt-BR'],
    words: ['parou'],
  }
  expect(fits(all)).toBe(true)
  for (const [name, value] of [
    ['category', 'general'],
    ['category', null],
    ['department', null],
    ['requesterDepartment', 'Financeiro'],
    ['priority', 'low'],
    ['language', 'ru'],
    ['title', 'A impressora'],
  ] as const)
    expect(fits(all, { [name]: value }), name).toBe(false)
})

test('what an earlier rule has said no later one takes back, also that nobody shall have it; tags add up', () => {
  const judged = judgeTicket(
    [
      rule({}, { assignee_id: null, tags: ['a', 'b'] }, 'first'),
      rule({ words: ['outra'] }, { priority: 'low' }, 'does not fit'),
      { ...rule({}, { priority: 'low' }, 'switched off'), is_active: false },
      rule({}, { assignee_id: 7, priority: 'urgent', tags: ['b', 'c'] }, 'second'),
      rule({}, { priority: 'low', reply: 'Já vamos ver.' }, 'third'),
    ],
    ASKED,
  )
  expect(judged.effects).toEqual({
    assignee_id: null,
    priority: 'urgent',
    tags: ['a', 'b', 'c'],
    reply: 'Já vamos ver.',
  })
  expect(judged.by.map(({ rule: { name }, set }) => [name, set])).toEqual([
    ['first', ['assignee_id', 'tags']],
    ['second', ['priority', 'tags']],
    ['third', ['reply']],
  ])
})

const phrases = fc.constantFrom('impressora', 'rede', 'parou', 'nota fiscal', 'ção', '.*', 'a')
const anyConditions: fc.Arbitrary<Conditions> = fc.record(
  {
    categories: fc.array(fc.constantFrom('system_error', 'general')),
    words: fc.array(phrases),
    departments: fc.array(fc.constantFrom('TI', 'RH')),
    priorities: fc.subarray([...PRIORITIES]),
    languages: fc.subarray([...LOCALES]),
  },
  { requiredKeys: [] },
)
const anyAnswer: fc.Arbitrary<Effects> = fc.oneof(
  fc.record({ reply: fc.constantFrom('um', 'dois') }, { requiredKeys: [] }),
  fc.record({ reply_id: fc.constantFrom(1, 2) }),
)
const anyOther: fc.Arbitrary<Effects> = fc.record(
  {
    priority: fc.constantFrom(...PRIORITIES),
    assignee_id: fc.option(fc.integer({ min: 1, max: 9 })),
    department: fc.constantFrom('TI', 'RH'),
    tags: fc.array(fc.constantFrom('a', 'b', 'c', 'd'), { minLength: 1 }),
  },
  { requiredKeys: [] },
)
const anyEffects = fc.tuple(anyOther, anyAnswer).map(([other, answer]) => ({ ...other, ...answer }))
const anyRule = fc.record({
  name: fc.string(),
  is_active: fc.boolean(),
  conditions: anyConditions,
  effects: anyEffects,
})
const anyTicket: fc.Arbitrary<Asked> = fc.record({
  title: fc.array(phrases).map((all) => all.join(' ')),
  description: fc.string({ unit: 'grapheme' }),
  category: fc.constantFrom('system_error', 'general', null),
  department: fc.constantFrom('TI', null),
  requesterDepartment: fc.constantFrom('RH', null),
  priority: fc.constantFrom(...PRIORITIES),
  language: fc.constantFrom(...LOCALES),
})

test('whatever the rules: the first that fits and says something is what happens, and rules that do not fit say nothing', () => {
  fc.assert(
    fc.property(fc.array(anyRule, { maxLength: 8 }), anyTicket, (rules, ticket) => {
      const judged = judgeTicket(rules, ticket)
      // By itself each does what it does among others, unless one before it has said the same.
      const fitting = rules.filter((one) => judgeTicket([one], ticket).by.length === 1)
      expect(judged.by.map(({ rule }) => rule)).toEqual(fitting)
      for (const name of ['priority', 'assignee_id', 'department'] as const) {
        const first = fitting.find(({ effects }) => effects[name] !== undefined)
        expect(judged.effects[name]).toEqual(first?.effects[name])
        expect(judged.by.filter(({ set }) => set.includes(name)).length).toBe(first ? 1 : 0)
      }
      // Words of their own or those of a canned reply: the first answer is the only one.
      const answering = fitting.find(({ effects: { reply, reply_id } }) => reply ?? reply_id)?.effects
      expect([judged.effects.reply, judged.effects.reply_id]).toEqual([answering?.reply, answering?.reply_id])
      expect(new Set(judged.effects.tags)).toEqual(
        new Set(fitting.flatMap(({ effects }) => effects.tags ?? [])),
      )
      // The same again changes nothing, and what is switched off is as if it were not there.
      expect(judgeTicket([...rules, ...rules], ticket).effects).toEqual(judged.effects)
      expect(
        judgeTicket(
          rules.filter((one) => one.is_active),
          ticket,
        ),
      ).toEqual(judged)
    }),
    { numRuns: 500 },
  )
})
