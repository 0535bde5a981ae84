import type { Priority } from '#src/db/ticket-schema.ts'
import type { Locale } from '#src/locale.ts'
import type { Conditions, Effects, RuleBody } from './rule-body.ts'
import { MOST_TAGS } from './rule-body.ts'
import { standsIn, wordsIn } from './words.ts'

/** A ticket as somebody filed it. */
export type Asked = {
  title: string
  description: string
  /** Its slug. */
  category: string | null
  department: string | null
  requesterDepartment: string | null
  priority: Priority
  language: Locale
}
export type Judged = Pick<RuleBody, 'name' | 'is_active' | 'conditions' | 'effects'>
export type EffectName = keyof Effects
export type Judgement<R extends Judged = Judged> = {
  /** What all of them make of it together. */
  effects: Effects
  /** Those that fit, in their order, and what each of them had left to say. */
  by: { rule: R; set: EffectName[] }[]
}

/**
 * All rules that fit, in their order; what an earlier one has said no later one takes back, and tags add up. Each is held against
 * what was filed, and not against what others make of it, so that it can be read by itself.
 */
export function judgeTicket<R extends Judged>(rules: readonly R[], asked: Asked): Judgement<R> {
  const words = { title: wordsIn(asked.title), description: wordsIn(asked.description) }
  const judgement: Judgement<R> = { effects: {}, by: [] }
  for (const rule of rules) {
    if (!rule.is_active || !fits(rule.conditions, asked, words)) continue
    judgement.by.push({ rule, set: add(judgement.effects, rule.effects) })
  }
  return judgement
}

type Words = Record<'title' | 'description', readonly string[]>

function fits(conditions: Conditions, asked: Asked, words: Words): boolean {
  const { categories, departments, requester_departments, priorities, languages } = conditions
  return (
    isAmong(categories, asked.category) &&
    isAmong(departments, asked.department) &&
    isAmong(requester_departments, asked.requesterDepartment) &&
    isAmong(priorities, asked.priority) &&
    isAmong(languages, asked.language) &&
    (isAnything(conditions.words) || conditions.words.some((phrase) => isSaid(phrase, words)))
  )
}

const isAnything = <T>(choices: readonly T[] | undefined): choices is undefined | [] =>
  choices === undefined || choices.length === 0

const isAmong = <T extends string>(choices: readonly T[] | undefined, value: T | null) =>
  isAnything(choices) ||
  (value !== null && choices.some((choice) => wordsIn(choice).join(' ') === wordsIn(value).join(' ')))

function isSaid(phrase: string, { title, description }: Words): boolean {
  const wanted = wordsIn(phrase)
  return wanted.length > 0 && (standsIn(title, wanted) || standsIn(description, wanted))
}

/** Two ways to say one thing. */
const ANSWERS = ['reply', 'reply_id'] as const satisfies EffectName[]
const isAnswer = (name: EffectName) => ANSWERS.some((one) => one === name)

function add(effects: Effects, { tags, ...others }: Effects): EffectName[] {
  const isAnswered = ANSWERS.some((name) => effects[name] !== undefined)
  const names = (Object.keys(others) as (keyof typeof others)[]).filter(
    (name) => others[name] !== undefined && effects[name] === undefined && !(isAnswered && isAnswer(name)),
  )
  Object.assign(effects, Object.fromEntries(names.map((name) => [name, others[name]])))
  const known = effects.tags ?? []
  const more = [...new Set(tags)].filter((tag) => !known.includes(tag)).slice(0, MOST_TAGS - known.length)
  if (more.length === 0) return names
  effects.tags = [...known, ...more]
  return [...names, 'tags']
}
