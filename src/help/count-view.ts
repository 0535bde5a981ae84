import { sql } from 'drizzle-orm'
import type { Db } from '#src/db/connect.ts'
import type { ArticleId } from '#src/ids.ts'

type View = { id: ArticleId; visitor: string; day: string }

/** H-08: once per visitor and day, also for many at once. */
export async function countView(db: Db, { id, visitor, day }: View): Promise<boolean> {
  const counted = await db.execute(sql`
    with seen as (
      insert into help_views (article_id, day, visitor) values (${id}, ${day}, ${visitor})
      on conflict do nothing returning article_id)
    update help_articles set view_count = view_count + 1 where id = (select article_id from seen) returning id`)
  return counted.length > 0
}

/** A day is over everywhere two days later. */
const DAYS = 2
const AT_ONCE = 5_000

/** In small steps, each of which is over in a moment. */
export async function trimViews(
  { db, clock }: { db: Db; clock: () => Date },
  signal?: AbortSignal,
): Promise<number> {
  const before = new Date(clock().getTime() - DAYS * 86_400_000).toISOString().slice(0, 10)
  let trimmed = 0
  while (!signal?.aborted) {
    const gone = await db.execute(sql`
      delete from help_views where (article_id, day, visitor) in (
        select article_id, day, visitor from help_views where day < ${before} limit ${AT_ONCE}) returning day`)
    trimmed += gone.length
    if (gone.length < AT_ONCE) break
  }
  return trimmed
}
