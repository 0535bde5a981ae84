import { useQuery } from '@tanstack/react-query'
import { useLocation } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useMay } from '../session.ts'
import type { Command } from '../shell/commands.ts'
import { entriesQuery } from './reply-api.ts'
import { useApplyMacro } from './use-apply-macro.ts'

/** On the ticket that is open: "Aplicar macro: Resolver". */
export function useMacroCommands(): Command[] {
  const { t } = useTranslation()
  const apply = useApplyMacro()
  // What it does is a change of the ticket.
  const [mayUse, mayChange] = [useMay('replies:keep'), useMay('ticket:change')]
  const mayApply = mayUse && mayChange
  const ticketId = useLocation({
    select: ({ pathname }) => Number(/^\/(?:quadro|lista)\/(\d+)$/.exec(pathname)?.[1] ?? 0),
  })
  const { data = [] } = useQuery({ ...entriesQuery('macro'), enabled: mayApply && ticketId > 0 })
  if (ticketId === 0) return []
  return data.map((macro) => ({
    id: `macro-${macro.id}`,
    icon: 'comment',
    name: t('replies.apply', { title: macro.title }),
    run: () => void apply(ticketId, macro),
  }))
}
