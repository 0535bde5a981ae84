import { showUser, User } from '#src/accounts/user.ts'
import type { ProblemCode } from '#src/errors.ts'
import { changeAvatar, dropAvatar } from '#src/files/change-avatar.ts'
import { callerOf } from '#src/http/caller.ts'
import { newRoutes } from '#src/http/edge.ts'
import { endpoint, json } from '#src/http/endpoint.ts'
import { fileForm, withFirstFile } from '#src/http/form-parts.ts'
import type { Ports } from '#src/ports.ts'

export const AVATAR_PROBLEMS = [
  'upload-incomplete',
  'request-timeout',
  'content-type-not-supported',
  'file-too-large',
  'file-type-not-allowed',
  'file-empty',
  'file-store-away',
  'disk-full',
] as const satisfies ProblemCode[]

const PATH = '/api/v1/users/me/avatar'
const tags = ['users']

export function avatarRoutes(ports: Ports) {
  const routes = newRoutes()

  routes.openapi(
    endpoint({
      method: 'put',
      path: PATH,
      action: 'profile:change',
      problems: AVATAR_PROBLEMS,
      tags,
      summary: 'Change my picture: PNG, JPEG or WebP, at most 2 MB and 4096 by 4096 points',
      request: fileForm,
      responses: { 200: json(User, 'The profile as changed') },
    }),
    async (c) => {
      const user = await withFirstFile(c, (file) => changeAvatar(ports, callerOf(c), file, c.var.visit))
      return c.json(await showUser(ports, user), 200)
    },
  )

  routes.openapi(
    endpoint({
      method: 'delete',
      path: PATH,
      action: 'profile:change',
      tags,
      summary: 'Have no picture',
      responses: { 200: json(User, 'The profile as changed') },
    }),
    async (c) => c.json(await showUser(ports, await dropAvatar(ports, callerOf(c), c.var.visit)), 200),
  )

  return routes
}
