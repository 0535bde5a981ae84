import { useTranslation } from 'react-i18next'
import { useFieldWords } from '../drawer/field-words.ts'
import type { Entry } from './reply-api.ts'

/** What a macro does to a ticket, as people say it. */
export function useDescribeChanges(): (entry: Entry) => string {
  const { t } = useTranslation()
  const words = useFieldWords()
  return ({ changes = {} }) => {
    const { status, priority, assigned_to, category, department, add_tags = [], remove_tags = [] } = changes
    return [
      status && `${words.name('status')}: ${words.value('status', status)}`,
      priority && `${words.name('priority')}: ${words.value('priority', priority)}`,
      assigned_to === 'me' && `${words.name('assignee')}: ${t('replies.me')}`,
      assigned_to !== undefined &&
        assigned_to !== 'me' &&
        `${words.name('assignee')}: ${words.value('assignee', assigned_to)}`,
      category && `${words.name('category')}: ${words.value('category', category)}`,
      department !== undefined && `${words.name('department')}: ${words.value('department', department)}`,
      add_tags.length > 0 && t('replies.addsTags', { tags: add_tags.join(', ') }),
      remove_tags.length > 0 && t('replies.removesTags', { tags: remove_tags.join(', ') }),
    ]
      .filter(Boolean)
      .join(' · ')
  }
}
