import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { AdminPage } from '../admin/admin-page.tsx'
import { MoreRows } from '../admin/more-rows.tsx'
import table from '../admin/table.module.css'
import { currentLocale } from '../texts.ts'
import { SearchBox } from '../tickets/search-box.tsx'
import { ButtonLink } from '../ui/button-link.tsx'
import { Empty } from '../ui/empty.tsx'
import { Failure } from '../ui/failure.tsx'
import { Pick } from '../ui/pick.tsx'
import { Segments } from '../ui/segments.tsx'
import { Waiting } from '../ui/waiting.tsx'
import { ArticleTable } from './article-table.tsx'
import { type ArticlesSearch, STATUSES } from './articles-search.ts'
import { articlesQuery, subjectsQuery } from './help-api.ts'

/** What readers find at /ajuda, and what they do not find yet. */
export function Articles({ search }: { search: ArticlesSearch }) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const { kind = 'article', status, subject, q } = search
  const query = useInfiniteQuery(articlesQuery({ kind, status, subject, q }))
  const { data: subjects = [] } = useQuery(subjectsQuery)
  const items = query.data?.pages.flatMap((page) => page.items) ?? []
  const change = (next: ArticlesSearch) =>
    void navigate({ to: '/artigos', search: { ...search, ...next }, replace: true })
  return (
    <AdminPage
      title={t('help.title')}
      lead={
        <>
          {t('help.lead')} <a href={`/ajuda?lang=${currentLocale()}`}>{t('help.see')}</a>
        </>
      }
      actions={
        <>
          <ButtonLink isSmall to="/artigos/assuntos">
            {t('help.subjects.title')}
          </ButtonLink>
          <ButtonLink isSmall to="/artigos/evitados">
            {t('help.deflection.link')}
          </ButtonLink>
          <ButtonLink
            look="primary"
            isSmall
            to="/artigos/$articleId"
            params={{ articleId: '0' }}
            search={kind === 'faq' ? { kind } : {}}
          >
            {t(kind === 'faq' ? 'help.addQuestion' : 'help.addArticle')}
          </ButtonLink>
        </>
      }
    >
      <div className={table.bar}>
        <Segments
          label={t('help.kind')}
          value={kind}
          options={[
            ['article', t('help.articles')],
            ['faq', t('help.questions')],
          ]}
          onChoose={(next) =>
            void navigate({
              to: '/artigos',
              search: { ...(subject && { subject }), ...(next === 'faq' && { kind: next }) },
            })
          }
        />
        <Segments
          label={t('help.status')}
          value={status ?? 'all'}
          options={[
            ['all', t('help.all')],
            ...STATUSES.map((one) => [one, t(`help.statuses.${one}`)] as const),
          ]}
          onChoose={(next) => {
            const { status: _, ...others } = search
            void navigate({ to: '/artigos', search: next === 'all' ? others : { ...others, status: next } })
          }}
        />
        <Pick
          label={t('help.subject')}
          hasAny
          options={subjects.map(({ slug, labels }) => ({
            value: slug,
            name: labels[currentLocale()] ?? slug,
          }))}
          picked={subject ? [subject] : []}
          onPick={([next]) => {
            const { subject: _, ...others } = search
            void navigate({
              to: '/artigos',
              search: next ? { ...others, subject: next } : others,
              replace: true,
            })
          }}
        />
        <SearchBox label={t('help.search')} value={q ?? ''} onSearch={(text) => change({ q: text })} />
      </div>
      {query.isPending && <Waiting heights={Array<number>(8).fill(40)} gap={4} />}
      {query.isError && items.length === 0 && (
        <Failure error={query.error} onRetry={() => void query.refetch()} />
      )}
      {query.isSuccess && items.length === 0 && <Empty>{t('help.none')}</Empty>}
      {items.length > 0 && (
        <ArticleTable kind={kind} items={items} ordered={status === undefined && !q ? subject : undefined} />
      )}
      <MoreRows query={query} />
    </AdminPage>
  )
}
