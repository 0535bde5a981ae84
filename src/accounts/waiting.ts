import { z } from '@hono/zod-openapi'
import type { signUps } from '#src/db/schema.ts'
import type { UserId } from '#src/ids.ts'
import { ROLES } from '#src/roles.ts'
import { UserIdParam, userChangeFields } from './user.ts'

export type SignUpRow = typeof signUps.$inferSelect

/** Somebody who asked for an account, as those see them who decide. */
export const SignUp = z
  .object({
    id: z.int().openapi({ description: 'The id of the account, once there is one' }),
    full_name: z.string(),
    email: z.string(),
    matricula: z.string(),
    department: z.string(),
    filial: z.string(),
    state: z.enum(['waiting', 'approved', 'refused']),
    asked_at: z.iso.datetime(),
    decided_at: z.iso.datetime().nullable(),
    reason: z.string().nullable(),
  })
  .openapi('SignUp')
export type SignUp = z.infer<typeof SignUp>

export const showSignUp = (row: SignUpRow): SignUp => ({
  id: row.id,
  full_name: row.fullName,
  email: row.email,
  matricula: row.matricula,
  department: row.department,
  filial: row.filial,
  state: row.state,
  asked_at: row.askedAt.toISOString(),
  decided_at: row.decidedAt?.toISOString() ?? null,
  reason: row.reason,
})

export const SignUpIdParam: typeof UserIdParam = UserIdParam

export const SignUpApproval = z
  .strictObject({ role: z.enum(ROLES).default('requester'), department: userChangeFields.department })
  .openapi('SignUpApproval')
export type SignUpApproval = z.infer<typeof SignUpApproval>

export const SignUpRefusal = z
  .strictObject({ reason: z.string().trim().min(3).max(500) })
  .openapi('SignUpRefusal')

export type SignUpId = UserId

/** In place of the account, to whoever asked for it. */
export const AccountAskedFor = z.object({ is_waiting: z.literal(true) }).openapi('AccountAskedFor')
