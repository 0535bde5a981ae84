import { useInfiniteQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { User } from '../api.ts'
import { Button } from '../ui/button.tsx'
import { Empty } from '../ui/empty.tsx'
import { Failure } from '../ui/failure.tsx'
import { Waiting } from '../ui/waiting.tsx'
import { AdminPage } from './admin-page.tsx'
import { NewPerson } from './new-person.tsx'
import { peopleQuery } from './people-api.ts'
import { PeopleBar } from './people-bar.tsx'
import { type PeopleSearch, readPeopleSearch } from './people-search.ts'
import { PeopleTable } from './people-table.tsx'
import { PersonSheet } from './person-sheet.tsx'
import styles from './table.module.css'

/** Who may come in, and as what. */
export function People() {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const search = readPeopleSearch(useSearch({ from: '/signed-in/admins/admin/pessoas' }))
  const query = useInfiniteQuery(peopleQuery(search))
  const people = query.data?.pages.flatMap(({ items }) => items) ?? []
  const [open, setOpen] = useState<User | 'new' | null>(null)
  const change = (next: PeopleSearch) => void navigate({ to: '.', search: next, replace: true })
  return (
    <AdminPage
      title={t('shell.nav.people')}
      lead={t('admin.people.lead')}
      actions={
        <Button look="primary" isSmall onClick={() => setOpen('new')}>
          {t('admin.people.add')}
        </Button>
      }
    >
      <PeopleBar search={search} total={query.data?.pages[0]?.total} onChange={change} />
      {query.isPending && <Waiting heights={Array<number>(10).fill(40)} gap={4} />}
      {query.isError && people.length === 0 && (
        <Failure error={query.error} onRetry={() => void query.refetch()} />
      )}
      {query.isSuccess && people.length === 0 && (
        <Empty action={<Button onClick={() => change({})}>{t('ui.clear')}</Button>}>
          {t('admin.people.none')}
        </Empty>
      )}
      {people.length > 0 && <PeopleTable people={people} onOpen={setOpen} />}
      {query.hasNextPage && (
        <div className={styles.more}>
          <Button isBusy={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
            {t('admin.more')}
          </Button>
        </div>
      )}
      {open === 'new' && <NewPerson onClose={() => setOpen(null)} />}
      {open !== null && open !== 'new' && <PersonSheet person={open} onClose={() => setOpen(null)} />}
    </AdminPage>
  )
}
