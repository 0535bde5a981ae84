import { z } from '@hono/zod-openapi'
import { sql } from 'drizzle-orm'
import type { Ports } from '#src/ports.ts'

const MOST = 200
const InUse = z.array(z.object({ name: z.string(), count: z.int() }))

/** What the filters of board and list have to offer: what is on tickets that are not closed, the most frequent first. */
export const BoardChoices = z.object({ departments: InUse, tags: InUse }).openapi('BoardChoices')
export type BoardChoices = z.infer<typeof BoardChoices>

export async function listChoices({ db }: Pick<Ports, 'db'>): Promise<BoardChoices> {
  const [departments, tags] = await Promise.all([
    db.execute<BoardChoices['tags'][number]>(sql`
      select assignee_department as name, count(*)::int as count from deals
      where ${IS_OPEN} and assignee_department <> '' group by 1 order by 2 desc, 1 limit ${MOST}`),
    db.execute<BoardChoices['tags'][number]>(sql`
      select tag as name, count(*)::int as count from deals, unnest(tags) as tag
      where ${IS_OPEN} group by 1 order by 2 desc, 1 limit ${MOST}`),
  ])
  return { departments: [...departments], tags: [...tags] }
}

const IS_OPEN = sql`status in ('open', 'in_progress', 'waiting_for_user', 'on_hold', 'resolved')
  and crm_deleted_at is null and crm_left_at is null`
