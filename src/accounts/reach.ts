import { type SQL, sql } from 'drizzle-orm'
import { type Allowed, may } from '#src/auth/access.ts'
import { signUps } from '#src/db/schema.ts'
import type { Person } from './user.ts'

/** Who decides about whom; null: about everybody. */
export type Reach = { department: string } | null

/** Leads decide about people of their department; whoever may give roles, about everybody. */
export const reachOf = (caller: Allowed & { user: Pick<Person, 'department'> }): Reach =>
  may(caller, 'users:change') ? null : { department: caller.user.department }

/** However they typed it. */
export const isWithin = (reach: Reach): SQL | undefined =>
  reach ? sql`lower(btrim(${signUps.department})) = lower(btrim(${reach.department}))` : undefined
