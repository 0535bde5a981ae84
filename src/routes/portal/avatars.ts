import { showUser, User } from '#src/accounts/user.ts'
import { changeAvatar } from '#src/files/change-avatar.ts'
import { callerOf } from '#src/http/caller.ts'
import { newRoutes } from '#src/http/edge.ts'
import { endpoint, json } from '#src/http/endpoint.ts'
import { fileForm, withFirstFile } from '#src/http/form-parts.ts'
import type { Ports } from '#src/ports.ts'
import { AVATAR_PROBLEMS } from '#src/routes/avatars.ts'

/** The picture of a person, at the path of the existing portal. */
export function portalAvatarRoutes(ports: Ports) {
  const routes = newRoutes()

  routes.openapi(
    endpoint({
      method: 'post',
      path: '/auth/users/avatar',
      action: 'profile:change',
      problems: AVATAR_PROBLEMS,
      tags: ['portal'],
      summary: "Change one's picture",
      request: fileForm,
      responses: { 200: json(User, 'The person as changed') },
    }),
    async (c) => {
      const user = await withFirstFile(c, (file) => changeAvatar(ports, callerOf(c), file, c.var.visit))
      return c.json(await showUser(ports, user), 200)
    },
  )

  return routes
}
