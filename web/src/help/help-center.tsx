import { useLocation, useParams, useSearch } from '@tanstack/react-router'
import { ArticlePage } from './article-page.tsx'
import { Articles } from './articles.tsx'
import { readArticlesSearch } from './articles-search.ts'
import { DeflectionReport } from './deflection-report.tsx'
import { NewArticle } from './new-article.tsx'
import { Subjects } from './subjects.tsx'

/** The list, or one of it. */
export function HelpCenter() {
  const { articleId } = useParams({ strict: false })
  const { pathname } = useLocation()
  const search = readArticlesSearch(useSearch({ from: '/signed-in/team/help' }))
  const { kind = 'article' } = search
  if (pathname === '/artigos/evitados') return <DeflectionReport />
  if (pathname === '/artigos/assuntos') return <Subjects />
  if (articleId === undefined) return <Articles search={search} />
  const id = Number(articleId)
  return id === 0 ? <NewArticle kind={kind} /> : <ArticlePage key={id} kind={kind} id={id} />
}
