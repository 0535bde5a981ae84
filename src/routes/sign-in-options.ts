import { z } from '@hono/zod-openapi'
import { newRoutes } from '#src/http/edge.ts'
import { endpoint, json } from '#src/http/endpoint.ts'
import type { Config } from '#src/ports.ts'

const SignInOptions = z
  .object({
    password: z.boolean(),
    sign_on: z
      .object({ label: z.string(), path: z.string() })
      .nullable()
      .openapi({ description: 'The company’s own sign-in: its name, and where it begins' }),
    sign_up: z.enum(['open', 'domain', 'approval', 'closed']),
  })
  .openapi('SignInOptions')
export type SignInOptions = z.infer<typeof SignInOptions>

/** What the page of signing in needs to know before anybody is there. */
export function signInOptionRoutes({ auth }: Config) {
  const { signOn, takesPasswords: password, signUp } = auth
  const sign_on = signOn && { label: signOn.label, path: '/auth/oidc/start' }
  return newRoutes().openapi(
    endpoint({
      ...{ method: 'get', path: '/api/v1/sign-in-options', action: 'public:read', tags: ['session'] },
      summary: 'How people sign in here',
      responses: { 200: json(SignInOptions, 'The ways in') },
    }),
    (c) => c.json({ password, sign_on, sign_up: signUp.mode }, 200),
  )
}
