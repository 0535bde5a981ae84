import { queryOptions } from '@tanstack/react-query'
import type { FoundArticle, ReadArticle } from '../../../src/help/article.ts'
import type { SimilarTicket } from '../../../src/tickets/find-similar.ts'
import { call } from '../api.ts'
import { currentLocale } from '../texts.ts'

export type { FoundArticle, ReadArticle, SimilarTicket }

const LONGEST_START = 2_000
const LEAST_TITLE = 4

export type Written = { title: string; text: string; draftId: string }

export const suggestionsQuery = ({ title, text, draftId }: Written) =>
  queryOptions({
    queryKey: ['suggestions', currentLocale(), draftId, title, text],
    queryFn: () =>
      call<{ articles: FoundArticle[]; tickets: SimilarTicket[] }>('POST', '/api/v1/help/suggestions', {
        ...{ title, text: text.slice(0, LONGEST_START), locale: currentLocale(), draft_id: draftId },
      }),
    enabled: title.trim().length >= LEAST_TITLE,
    staleTime: 60_000,
    // The next key asks again.
    retry: false,
  })

export const articleQuery = ({ id, kind, locale }: FoundArticle) =>
  queryOptions({
    queryKey: ['article', kind, id, locale],
    queryFn: () =>
      call<ReadArticle>('GET', `/api/v1/help/${kind === 'faq' ? 'faq' : 'articles'}/${id}?locale=${locale}`),
    staleTime: 10 * 60_000,
  })

export const answerOffer = (id: number, draftId: string, answer: 'opened' | 'solved') =>
  call('POST', `/api/v1/help/articles/${id}/${answer}`, { draft_id: draftId })
