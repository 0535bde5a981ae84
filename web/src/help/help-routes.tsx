import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { teamRoute } from '../shell/root-route.tsx'
import type { ArticlesSearch } from './articles-search.ts'

/** Its screens read it with care; here that would weigh on every first page. */
const validateSearch = (search: ArticlesSearch) => search

const articles = createRoute({
  getParentRoute: () => teamRoute,
  path: '/artigos',
  validateSearch,
  component: lazyRouteComponent(() => import('./articles.tsx'), 'Articles'),
})
/** Of number 0 is what is not written yet. */
const article = createRoute({
  getParentRoute: () => teamRoute,
  path: '/artigos/$articleId',
  validateSearch,
  component: lazyRouteComponent(() => import('./article-page.tsx'), 'ArticlePage'),
})

export const helpRoutes = [articles, article] as const
