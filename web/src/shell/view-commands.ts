import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { readBoardSearch } from '../board/board-search.ts'
import { viewsQuery } from '../board/views-query.ts'
import { readListSearch } from '../list/list-search.ts'
import type { Command } from './commands.ts'

/** What was saved under a name, of board and list: "Visão: Meu turno". */
export function useViewCommands(isTeam: boolean): Command[] {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const { data = [] } = useQuery({ ...viewsQuery, enabled: isTeam })
  return data.map(({ id, name, screen, search }) => ({
    id: `view-${id}`,
    icon: screen === 'board' ? 'board' : 'list',
    name: t('shell.palette.view', { name }),
    run: () =>
      void (screen === 'board'
        ? navigate({ to: '/quadro', search: readBoardSearch(search) })
        : navigate({ to: '/lista', search: readListSearch(search) })),
  }))
}
