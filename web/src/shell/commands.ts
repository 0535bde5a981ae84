import { useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { isOfTheTeam, useUser } from '../session.ts'
import { chooseTheme, THEMES } from '../theme.ts'
import type { IconName } from '../ui/icon.tsx'
import { adminPlaces } from './admin-navigation.tsx'

export type Command = { id: string; icon: IconName; name: string; run: () => void }

const PAGES = [['/chamados', 'tickets', 'comment']] as const
const TEAM_PAGES = [
  ['/quadro', 'board', 'board', 'board:read'],
  ['/lista', 'list', 'list', null],
  ['/painel', 'dashboard', 'chart', 'dashboard:read'],
  ['/estatisticas', 'statistics', 'chart', 'stats:read'],
  ['/respostas', 'replies', 'comment', 'replies:keep'],
  ['/artigos', 'help', 'file', 'help:edit'],
] as const
const ADMIN_ICONS = {
  crm: 'refresh',
  people: 'people',
  signUps: 'add',
  permissions: 'check',
  deadlines: 'clock',
  rules: 'filter',
  assignment: 'people',
  categories: 'tag',
  fields: 'settings',
  mails: 'mail',
  privacy: 'lock',
} as const

/** Where one can go, and what one can do from anywhere. */
export function useCommands(onShowKeys: () => void): { pages: Command[]; actions: Command[] } {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const user = useUser()
  const places = [
    ...(user && isOfTheTeam(user)
      ? TEAM_PAGES.filter(([, , , action]) => action === null || user.may.includes(action))
      : []),
    ...PAGES,
    ...(user ? adminPlaces(user).map(([name, to]) => [to, name, ADMIN_ICONS[name]] as const) : []),
  ]
  const pages = places.map(([to, name, icon]) => ({
    id: to,
    icon,
    name: t(`shell.nav.${name}`),
    run: () => void navigate({ to }),
  }))
  return {
    pages: [
      ...pages,
      {
        id: '/perfil',
        icon: 'user',
        name: t('account.profile'),
        run: () => void navigate({ to: '/perfil' }),
      },
    ],
    actions: [
      {
        id: 'new-ticket',
        icon: 'add',
        name: t('shell.nav.newTicket'),
        run: () => void navigate({ to: '/chamados/novo' }),
      },
      ...THEMES.map((theme) => ({
        id: `theme-${theme}`,
        icon: 'eye' as const,
        name: `${t('theme.label')}: ${t(`theme.${theme}`)}`,
        run: () => chooseTheme(theme),
      })),
      { id: 'keys', icon: 'keyboard', name: t('shell.keys.title'), run: onShowKeys },
    ],
  }
}
