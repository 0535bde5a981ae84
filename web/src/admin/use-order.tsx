import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { announce } from '../ui/announce.ts'
import { sentenceOf } from '../ui/failure.tsx'
import { IconButton } from '../ui/icon-button.tsx'
import { toast } from '../ui/toast.ts'
import table from './table.module.css'

type Order<Item> = {
  queryKey: readonly string[]
  nameOf: (item: Item) => string
  save: (order: Item[]) => Promise<unknown>
}

/** For rows that stand in an order of somebody's choice: the place of each, with buttons that put it one higher or lower and say where it is then. */
export function useOrder<Item extends { id: number }>(
  items: readonly Item[],
  { queryKey, nameOf, save }: Order<Item>,
): (item: Item) => ReactNode {
  const { t } = useTranslation()
  const queryClient = useQueryClient()
  const move = useMutation({
    mutationFn: ({ item, to }: { item: Item; to: number }) =>
      save(items.filter(({ id }) => id !== item.id).toSpliced(to, 0, item)),
    onSuccess: (_, { item, to }) =>
      announce(t('admin.sla.nowAt', { name: nameOf(item), place: to + 1, of: items.length })),
    onError: (error) => toast.error(sentenceOf(error, t('form.offline'))),
    onSettled: () => queryClient.invalidateQueries({ queryKey }),
  })
  const pressed = useRef<HTMLElement | null>(null)
  // A row that is moved to its place loses the focus, and whoever moves it on by keys would begin anew.
  const order = items.map(({ id }) => id).join()
  // biome-ignore lint/correctness/useExhaustiveDependencies: it is lost when they are drawn in another order, and only then
  useEffect(() => {
    if (document.activeElement === document.body) pressed.current?.focus()
  }, [order])
  const isPlace = (at: number) => at >= 0 && at < items.length
  const arrow = (item: Item, icon: 'chevron-up' | 'chevron-down', label: string, to: number) => (
    <IconButton
      icon={icon}
      isSmall
      label={label}
      aria-disabled={!isPlace(to)}
      onFocus={({ target }) => {
        pressed.current = target
      }}
      onClick={() => !move.isPending && isPlace(to) && move.mutate({ item, to })}
    />
  )
  return (item) => {
    const at = items.indexOf(item)
    const name = nameOf(item)
    return (
      <span className={table.place}>
        {at + 1}
        {items.length > 1 && (
          <>
            {arrow(item, 'chevron-up', t('admin.sla.moveUp', { name }), at - 1)}
            {arrow(item, 'chevron-down', t('admin.sla.moveDown', { name }), at + 1)}
          </>
        )}
      </span>
    )
  }
}
