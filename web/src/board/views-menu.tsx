import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useUser } from '../session.ts'
import { sentenceOf } from '../ui/failure.tsx'
import { Icon } from '../ui/icon.tsx'
import { Menu, MenuGroup, MenuItem, MenuSeparator } from '../ui/menu.tsx'
import { toast } from '../ui/toast.ts'
import { type BoardSearch, readBoardSearch } from './board-search.ts'
import { SaveView } from './save-view.tsx'
import styles from './views-menu.module.css'
import { type View, viewsApi, viewsQuery } from './views-query.ts'

type Props = { search: BoardSearch; onOpen: (search: BoardSearch) => void }

/** What is looked at again and again, of my own and of colleagues; a view is an address with a name. */
export function ViewsMenu({ search, onOpen }: Props) {
  const { t } = useTranslation()
  const user = useUser()
  const queryClient = useQueryClient()
  const { data = [] } = useQuery(viewsQuery)
  const [isSaving, setIsSaving] = useState(false)
  const views = data.filter(({ screen }) => screen === 'board')
  const current = views.find((view) => isSame(readBoardSearch(view.search), search))
  const usual: [string, BoardSearch][] = [
    [t('board.views.all'), {}],
    ...(user ? [[t('board.views.mine'), { assigned_to: user.id }] as [string, BoardSearch]] : []),
    [t('board.views.unassigned'), { assigned_to: 0 }],
    [t('board.views.atRisk'), { sla: 'at_risk' }],
    [t('board.views.late'), { sla: 'breached' }],
  ]
  const name = current?.name ?? usual.find(([, one]) => isSame(one, search))?.[0]
  const drop = (view: View) =>
    void viewsApi
      .drop(view.id)
      .then(() => queryClient.invalidateQueries(viewsQuery))
      .catch((error: unknown) => toast.error(sentenceOf(error, t('board.offline'))))
  const item = (view: View) => (
    <MenuItem key={view.id} onSelect={() => onOpen(readBoardSearch(view.search))}>
      {view.name}
      {!view.is_own && <span className={styles.owner}>{view.owner_name}</span>}
    </MenuItem>
  )
  return (
    <>
      <Menu
        align="end"
        trigger={
          <button type="button" className={styles.trigger}>
            <span className={styles.name}>
              {t('board.views.label', { name: name ?? t('board.views.other') })}
            </span>
            <Icon name="chevron-down" />
          </button>
        }
      >
        <MenuGroup label={t('board.views.usual')}>
          {usual.map(([title, one]) => (
            <MenuItem key={title} onSelect={() => onOpen(one)}>
              {title}
            </MenuItem>
          ))}
        </MenuGroup>
        {views.length > 0 && <MenuGroup label={t('board.views.saved')}>{views.map(item)}</MenuGroup>}
        <MenuSeparator />
        <MenuItem icon="add" onSelect={() => setIsSaving(true)}>
          {t('board.views.save')}
        </MenuItem>
        {current?.may_change && (
          <MenuItem icon="trash" isDangerous onSelect={() => drop(current)}>
            {t('board.views.drop', { name: current.name })}
          </MenuItem>
        )}
      </Menu>
      {isSaving && <SaveView search={search} onClose={() => setIsSaving(false)} />}
    </>
  )
}

const isSame = (one: BoardSearch, other: BoardSearch) => {
  const text = (search: BoardSearch) => JSON.stringify(Object.entries(search).sort())
  return text(one) === text(other)
}
