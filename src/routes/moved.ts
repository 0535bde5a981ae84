import { newRoutes } from '#src/http/edge.ts'
import { endpoint } from '#src/http/endpoint.ts'

/** Pages that people have bookmarked of a help desk before this one, and what stands for them here. */
const MOVED = { '/admin/support': '/quadro' } as const

export function movedRoutes() {
  const routes = newRoutes()
  for (const [path, target] of Object.entries(MOVED))
    routes.openapi(
      endpoint({
        ...{ method: 'get', path, action: 'public:read', tags: ['pages'] },
        summary: `Leads to ${target}`,
        responses: { 302: { description: 'It is there' } },
      }),
      (c) => c.redirect(target, 302),
    )
  return routes
}
