import { changePermissions } from '#src/accounts/change-permissions.ts'
import { Permissions, PermissionsChange, showPermissions } from '#src/accounts/permissions.ts'
import { readPermissions } from '#src/accounts/read-permissions.ts'
import { callerOf } from '#src/http/caller.ts'
import { newRoutes } from '#src/http/edge.ts'
import { endpoint, json, jsonBody } from '#src/http/endpoint.ts'
import { etagOf, IfMatch, readIfMatch } from '#src/http/if-match.ts'
import type { Ports } from '#src/ports.ts'

const tags = ['admin']
const path = '/api/v1/admin/permissions'

/** What roles may, where admins decide it. */
export function permissionRoutes({ db }: Pick<Ports, 'db'>) {
  const routes = newRoutes()

  routes.openapi(
    endpoint({
      ...{ method: 'get', path, action: 'permissions:read', tags },
      summary: 'What agents and leads may do',
      responses: { 200: json(Permissions, 'All that can be given to a role or taken from it') },
    }),
    async (c) => {
      const row = await readPermissions(db)
      c.header('ETag', etagOf(row))
      return c.json(showPermissions(row, c.var.visit.locale), 200)
    },
  )

  routes.openapi(
    endpoint({
      ...{ method: 'put', path, action: 'permissions:change', tags },
      problems: ['if-match-required', 'version-conflict'],
      summary: 'Change what agents and leads may do; it counts from the next request on',
      request: { headers: IfMatch, ...jsonBody(PermissionsChange) },
      responses: { 200: json(Permissions, 'The permissions as changed') },
    }),
    async (c) => {
      const match = readIfMatch(c.req.valid('header')['if-match'])
      const { visit } = c.var
      const row = await changePermissions(db, callerOf(c), c.req.valid('json'), { match, visit })
      c.header('ETag', etagOf(row))
      return c.json(showPermissions(row, visit.locale), 200)
    },
  )

  return routes
}
