import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { adminRoute } from '../shell/root-route.tsx'
import { readCrmSearch } from './crm-search.ts'
import type { PeopleSearch } from './people-search.ts'
import { readPrivacySearch } from './privacy-search.ts'

const crm = createRoute({
  getParentRoute: () => adminRoute,
  path: '/admin/crm',
  validateSearch: readCrmSearch,
  component: lazyRouteComponent(() => import('./crm.tsx'), 'Crm'),
})
const people = createRoute({
  getParentRoute: () => adminRoute,
  path: '/admin/pessoas',
  // Read with care where it is shown: here it would weigh on everybody's first page.
  validateSearch: (search: PeopleSearch) => search,
  component: lazyRouteComponent(() => import('./people.tsx'), 'People'),
})
const signUps = createRoute({
  getParentRoute: () => adminRoute,
  path: '/admin/pedidos',
  component: lazyRouteComponent(() => import('./sign-ups.tsx'), 'SignUps'),
})
const permissions = createRoute({
  getParentRoute: () => adminRoute,
  path: '/admin/permissoes',
  component: lazyRouteComponent(() => import('./permissions.tsx'), 'Permissions'),
})
const deadlines = createRoute({
  getParentRoute: () => adminRoute,
  path: '/admin/prazos',
  component: lazyRouteComponent(() => import('./deadlines.tsx'), 'Deadlines'),
})
const rules = createRoute({
  getParentRoute: () => adminRoute,
  path: '/admin/regras',
  component: lazyRouteComponent(() => import('../rules/rules.tsx'), 'Rules'),
})
const assignment = createRoute({
  getParentRoute: () => adminRoute,
  path: '/admin/distribuicao',
  component: lazyRouteComponent(() => import('./assignment.tsx'), 'Assignment'),
})
const categories = createRoute({
  getParentRoute: () => adminRoute,
  path: '/admin/categorias',
  component: lazyRouteComponent(() => import('./categories.tsx'), 'Categories'),
})
const fields = createRoute({
  getParentRoute: () => adminRoute,
  path: '/admin/campos',
  component: lazyRouteComponent(() => import('./fields.tsx'), 'Fields'),
})
const mails = createRoute({
  getParentRoute: () => adminRoute,
  path: '/admin/emails',
  validateSearch: (search: Record<string, unknown>) => search,
  component: lazyRouteComponent(() => import('./mails.tsx'), 'Mails'),
})
const privacy = createRoute({
  getParentRoute: () => adminRoute,
  path: '/admin/privacidade',
  validateSearch: readPrivacySearch,
  component: lazyRouteComponent(() => import('./privacy.tsx'), 'Privacy'),
})

export const adminRoutes = [
  crm,
  people,
  signUps,
  permissions,
  deadlines,
  rules,
  assignment,
  categories,
  fields,
  mails,
  privacy,
] as const
