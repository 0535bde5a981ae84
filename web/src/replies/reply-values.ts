import type { Locale } from '../texts.ts'
import type { Entry, EntryChange, Kind, Macro } from './reply-api.ts'

type Changes = Macro['changes']

/** What a list of choices says for what the macro leaves alone; for nobody, and for whoever applies it. */
export const STAYS = ''
export const NOBODY = '0'
export const ME = 'me'

/** As a form holds it: everything is text, or a tick. */
export const valuesOf = (entry: Entry | null) => ({
  title: entry?.title ?? '',
  text: entry?.text ?? '',
  locale: entry?.locale ?? '',
  position: String(entry?.position ?? 0),
  is_shared: entry?.is_shared ?? false,
  is_internal: entry?.is_internal ?? false,
  status: entry?.changes?.status ?? STAYS,
  priority: entry?.changes?.priority ?? STAYS,
  assigned_to: assigneeOf(entry?.changes),
  category: entry?.changes?.category ?? '',
  department: entry?.changes?.department ?? '',
  add_tags: (entry?.changes?.add_tags ?? []).join(', '),
  remove_tags: (entry?.changes?.remove_tags ?? []).join(', '),
})
export type Values = ReturnType<typeof valuesOf>

function assigneeOf(changes: Changes | undefined): string {
  if (changes?.assigned_to === undefined) return STAYS
  return changes.assigned_to === null ? NOBODY : String(changes.assigned_to)
}

/** As the gateway takes it. */
export function bodyOf(kind: Kind, values: Values): EntryChange & { title: string; text: string } {
  const common = {
    title: values.title.trim(),
    text: values.text,
    locale: (values.locale || null) as Locale | null,
    position: Number(values.position),
    is_shared: values.is_shared,
  }
  return kind === 'reply'
    ? common
    : { ...common, is_internal: values.is_internal, changes: changesOf(values) }
}

function changesOf({
  status,
  priority,
  assigned_to,
  category,
  department,
  add_tags,
  remove_tags,
}: Values): Changes {
  const [added, removed] = [wordsOf(add_tags), wordsOf(remove_tags)]
  return {
    ...(status && { status: status as NonNullable<Changes['status']> }),
    ...(priority && { priority: priority as NonNullable<Changes['priority']> }),
    ...(assigned_to !== STAYS && { assigned_to: assigned_to === ME ? 'me' : Number(assigned_to) || null }),
    ...(category && { category }),
    ...(department.trim() !== '' && { department: department.trim() }),
    ...(added.length > 0 && { add_tags: added }),
    ...(removed.length > 0 && { remove_tags: removed }),
  }
}

const wordsOf = (text: string) =>
  text
    .split(',')
    .map((word) => word.trim())
    .filter((word) => word !== '')
