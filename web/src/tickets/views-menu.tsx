import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../ui/button.tsx'
import { sentenceOf } from '../ui/failure.tsx'
import { Icon } from '../ui/icon.tsx'
import { Menu, MenuChoice, MenuGroup, MenuItem, MenuSeparator } from '../ui/menu.tsx'
import { toast } from '../ui/toast.ts'
import { SaveView } from './save-view.tsx'
import { isSameSearch, type View, type ViewScreen, type ViewSearch, viewApi, viewsQuery } from './views.ts'

type Props = {
  screen: ViewScreen
  /** As it stands in the address. */
  search: ViewSearch
  onOpen: (search: Record<string, unknown>) => void
}

/** Filters and order under a name: one's own, and those that somebody shares. */
export function ViewsMenu({ screen, search, onOpen }: Props) {
  const { t } = useTranslation()
  const queryClient = useQueryClient()
  const { data: views = [] } = useQuery(viewsQuery(screen))
  const [openedId, setOpenedId] = useState<number | null>(null)
  const [isSaving, setIsSaving] = useState(false)
  const same = views.find((view) => isSameSearch(view.search, search))
  // What was opened and narrowed since can be saved under its name.
  const opened = same ?? views.find(({ id }) => id === openedId)
  const refresh = () => queryClient.invalidateQueries({ queryKey: ['views', screen] })
  const open = (view: View) => {
    setOpenedId(view.id)
    onOpen(view.search)
  }
  const attempt = (done: Promise<unknown>, sentence: string) =>
    void done.then(
      () => {
        toast.done(sentence)
        void refresh()
      },
      (error: unknown) => toast.error(sentenceOf(error, t('form.offline'))),
    )
  const groups = [
    ['own', views.filter(({ is_own }) => is_own)],
    ['shared', views.filter(({ is_own }) => !is_own)],
  ] as const

  return (
    <>
      <Menu
        align="end"
        trigger={
          <Button look="quiet" isSmall>
            <Icon name="star" isFilled={same !== undefined} />
            {same?.name ?? t('tickets.views.label')}
          </Button>
        }
      >
        {groups.map(
          ([name, some]) =>
            some.length > 0 && (
              <MenuGroup key={name} label={t(`tickets.views.${name}`)}>
                <MenuChoice
                  label={t(`tickets.views.${name}`)}
                  value={same ? String(same.id) : null}
                  options={some.map((view) => [String(view.id), view.name] as const)}
                  onChoose={(id) => {
                    const view = some.find((one) => String(one.id) === id)
                    if (view) open(view)
                  }}
                />
              </MenuGroup>
            ),
        )}
        {views.length > 0 && <MenuSeparator />}
        {!same && (
          <MenuItem icon="add" onSelect={() => setIsSaving(true)}>
            {t('tickets.views.save')}
          </MenuItem>
        )}
        {opened?.may_change && !same && (
          <MenuItem
            icon="check"
            onSelect={() => attempt(viewApi.change(opened.id, { search }), t('tickets.views.saved'))}
          >
            {t('tickets.views.update', { name: opened.name })}
          </MenuItem>
        )}
        {opened?.may_change && (
          <MenuItem
            icon="people"
            onSelect={() =>
              attempt(
                viewApi.change(opened.id, { is_shared: !opened.is_shared }),
                t(opened.is_shared ? 'tickets.views.unshared' : 'tickets.views.nowShared'),
              )
            }
          >
            {t(opened.is_shared ? 'tickets.views.unshare' : 'tickets.views.share', { name: opened.name })}
          </MenuItem>
        )}
        {opened?.may_change && (
          <MenuItem
            icon="trash"
            isDangerous
            onSelect={() => attempt(viewApi.drop(opened.id), t('tickets.views.dropped'))}
          >
            {t('tickets.views.drop', { name: opened.name })}
          </MenuItem>
        )}
      </Menu>
      {isSaving && (
        <SaveView
          screen={screen}
          search={search}
          onClose={() => setIsSaving(false)}
          onSaved={() => void refresh()}
        />
      )}
    </>
  )
}
