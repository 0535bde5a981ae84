import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import type { ArticleComment, ArticleVersion, EditedArticle, EditedLine } from '../../../src/help/article.ts'
import type { ArticleChange, NewArticle } from '../../../src/help/article-body.ts'
import type { EditedHelpCategory } from '../../../src/help/categories.ts'
import type { Deflection } from '../../../src/help/read-deflection.ts'
import { call } from '../api.ts'
import { currentLocale } from '../texts.ts'

export type { ArticleChange, ArticleComment, ArticleVersion, EditedArticle, EditedLine, NewArticle }
export type HelpKind = EditedArticle['kind']
export type HelpStatus = EditedArticle['status']
export type ArticleMove = 'publish' | 'unpublish' | 'archive'
export type Subject = EditedHelpCategory

const root = '/api/v1/admin/help'
const pathOf = (kind: HelpKind) => `${root}/${kind === 'faq' ? 'faq' : 'articles'}`
const match = ({ version }: Pick<EditedArticle, 'version'>) => ({ 'If-Match': `"${version}"` })

export const articlesKey = ['help']
export type ArticlesFilter = {
  kind: HelpKind
  status?: HelpStatus | undefined
  subject?: string | undefined
  q?: string | undefined
}

export const articlesQuery = ({ kind, status, subject, q }: ArticlesFilter) =>
  infiniteQueryOptions({
    queryKey: [...articlesKey, 'list', kind, status, subject, q, currentLocale()],
    queryFn: ({ pageParam }) => {
      const search = new URLSearchParams({
        ...{ limit: '50', locale: currentLocale() },
        ...(status && { status }),
        ...(subject && { category: subject }),
        ...(q && { q }),
        ...(pageParam && { cursor: pageParam }),
      })
      return call<{ items: EditedLine[]; total: number; next_cursor: string | null }>(
        'GET',
        `${pathOf(kind)}?${search}`,
      )
    },
    initialPageParam: '',
    getNextPageParam: ({ next_cursor }) => next_cursor,
  })

type One = { kind: HelpKind; id: number }
export const articleQuery = ({ kind, id }: One) =>
  queryOptions({
    queryKey: [...articlesKey, 'one', kind, id],
    queryFn: () => call<EditedArticle>('GET', `${pathOf(kind)}/${id}`),
    // What is being written is not replaced by what others wrote: they meet when it is saved.
    refetchOnWindowFocus: false,
  })
export const versionsQuery = ({ kind, id }: One) =>
  queryOptions({
    queryKey: [...articlesKey, 'versions', kind, id],
    queryFn: async () =>
      (await call<{ items: ArticleVersion[] }>('GET', `${pathOf(kind)}/${id}/versions`)).items,
  })
export const commentsQuery = ({ kind, id }: One) =>
  queryOptions({
    queryKey: [...articlesKey, 'comments', kind, id],
    queryFn: async () =>
      (await call<{ items: ArticleComment[] }>('GET', `${pathOf(kind)}/${id}/comments`)).items,
  })
export const subjectsQuery = queryOptions({
  queryKey: [...articlesKey, 'subjects'],
  queryFn: async () => (await call<{ items: Subject[] }>('GET', `${root}/categories`)).items,
})
/** `from`: the first day; without one, ever. */
export const deflectionPath = (from: string | null, format = 'json') =>
  `${root}/deflection?format=${format}${from === null ? '' : `&from=${from}`}`
export const deflectionQuery = (from: string | null) =>
  queryOptions({
    queryKey: [...articlesKey, 'deflection', from, currentLocale()],
    queryFn: () => call<Deflection>('GET', deflectionPath(from)),
  })
export const previewQuery = (content: string) =>
  queryOptions({
    queryKey: [...articlesKey, 'preview', content],
    queryFn: async () => (await call<{ html: string }>('POST', `${root}/preview`, { content })).html,
  })

type SubjectFields = Omit<Subject, 'id' | 'slug' | 'texts'>
export const subjectApi = {
  add: (subject: SubjectFields & { slug: string }) => call<Subject>('POST', `${root}/categories`, subject),
  change: (id: number, change: SubjectFields) => call<Subject>('PATCH', `${root}/categories/${id}`, change),
  drop: (id: number) => call('DELETE', `${root}/categories/${id}`),
}

export const articleApi = {
  add: (kind: HelpKind, article: NewArticle) => call<EditedArticle>('POST', pathOf(kind), article),
  change: (article: EditedArticle, change: ArticleChange) =>
    call<EditedArticle>('PATCH', `${pathOf(article.kind)}/${article.id}`, change, match(article)),
  move: (article: EditedArticle, move: ArticleMove) =>
    call<EditedArticle>('POST', `${pathOf(article.kind)}/${article.id}/${move}`, undefined, match(article)),
  restore: (article: EditedArticle, version: number) =>
    call<EditedArticle>(
      'POST',
      `${pathOf(article.kind)}/${article.id}/versions/${version}/restore`,
      undefined,
      match(article),
    ),
  drop: (article: EditedArticle) =>
    call('DELETE', `${pathOf(article.kind)}/${article.id}`, undefined, match(article)),
  order: (kind: HelpKind, category: string, lines: readonly EditedLine[]) =>
    call('PUT', `${pathOf(kind)}/order`, { category, article_ids: lines.map(({ id }) => id) }),
}
