import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { teamRoute } from '../shell/root-route.tsx'
import type { ArticlesSearch } from './articles-search.ts'

/** Its screens read the search with care; here, and as screens apart, they would weigh on everybody's first page. */
const frame = createRoute({
  getParentRoute: () => teamRoute,
  id: 'help',
  validateSearch: (search: ArticlesSearch) => search,
  component: lazyRouteComponent(() => import('./help-center.tsx'), 'HelpCenter'),
})
const articles = createRoute({ getParentRoute: () => frame, path: '/artigos' })
/** Of number 0 is what is not written yet. */
const article = createRoute({ getParentRoute: () => frame, path: '/artigos/$articleId' })
const subjects = createRoute({ getParentRoute: () => frame, path: '/artigos/assuntos' })
const offers = createRoute({ getParentRoute: () => frame, path: '/artigos/evitados' })

export const helpRoutes = [frame.addChildren([articles, article, subjects, offers])] as const
