import type { Rule, RuleBody } from './rule-api.ts'

type Conditions = {
  [Name in keyof RuleBody['conditions']]-?: NonNullable<RuleBody['conditions'][Name]>
}

/** As it stands in the form: words and tags are text. */
export type RuleValues = {
  name: string
  is_active: boolean
  conditions: Omit<Conditions, 'words'> & { words: string }
  effects: {
    priority: string
    assignee_id: string
    department: string
    tags: string
    reply: string
    reply_id: string
  }
}
export const NOBODY = 'nobody'

export const ruleValuesOf = (rule: Rule | null): RuleValues => ({
  name: rule?.name ?? '',
  is_active: rule?.is_active ?? true,
  conditions: {
    categories: rule?.conditions.categories ?? [],
    departments: rule?.conditions.departments ?? [],
    requester_departments: rule?.conditions.requester_departments ?? [],
    priorities: rule?.conditions.priorities ?? [],
    languages: rule?.conditions.languages ?? [],
    words: rule?.conditions.words?.join('\n') ?? '',
  },
  effects: {
    priority: rule?.effects.priority ?? '',
    assignee_id: rule?.effects.assignee_id === null ? NOBODY : String(rule?.effects.assignee_id ?? ''),
    department: rule?.effects.department ?? '',
    tags: rule?.effects.tags?.join(', ') ?? '',
    reply: rule?.effects.reply ?? '',
    reply_id: String(rule?.effects.reply_id ?? ''),
  },
})

const partsOf = (text: string, by: string | RegExp) =>
  text
    .split(by)
    .map((part) => part.trim())
    .filter(Boolean)

export function ruleBodyOf({ name, is_active, conditions, effects }: RuleValues): RuleBody {
  const { words, ...choices } = conditions
  const phrases = partsOf(words, '\n')
  const tags = partsOf(effects.tags, ',')
  const reply = effects.reply.trim()
  return {
    name: name.trim(),
    is_active,
    conditions: {
      ...Object.fromEntries(Object.entries(choices).filter(([, chosen]) => chosen.length > 0)),
      ...(phrases.length > 0 && { words: phrases }),
    },
    effects: {
      // The list offers no others.
      ...(effects.priority !== '' && { priority: effects.priority as 'urgent' }),
      ...(effects.assignee_id !== '' && {
        assignee_id: effects.assignee_id === NOBODY ? null : Number(effects.assignee_id),
      }),
      ...(effects.department.trim() !== '' && { department: effects.department.trim() }),
      ...(tags.length > 0 && { tags }),
      ...(effects.reply_id !== '' ? { reply_id: Number(effects.reply_id) } : reply !== '' && { reply }),
    },
  }
}
