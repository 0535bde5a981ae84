import type { UserId } from '#src/ids.ts'
import type { Visit } from '#src/visit.ts'
import type { Db, Tx } from './connect.ts'
import { auditLog } from './schema.ts'

type Change = {
  actorId: UserId | null
  action: string
  subject:
    | 'user'
    | 'session'
    | 'ticket'
    | 'file'
    | 'job'
    | 'pipeline'
    | 'event'
    | 'category'
    | 'article'
    | 'reply'
    | 'sla-calendar'
    | 'sla-policy'
    | 'rule'
    | 'permissions'
  subjectId: number
  before?: Record<string, unknown>
  after?: Record<string, unknown>
  visit: Visit
}

/** In the transaction that makes the change, so that neither exists without the other. */
export async function recordChange(db: Db | Tx, { visit, before, after, ...change }: Change): Promise<void> {
  await db.insert(auditLog).values({
    ...change,
    before: before ?? null,
    after: after ?? null,
    address: visit.address,
    requestId: visit.requestId,
  })
}
