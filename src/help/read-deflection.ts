import { z } from '@hono/zod-openapi'
import { type SQL, sql } from 'drizzle-orm'
import type { CsvLine } from '#src/csv.ts'
import type { Db } from '#src/db/connect.ts'
import { ARTICLE_KINDS, helpArticles, helpOffers, helpTexts } from '#src/db/help-schema.ts'
import { filedDrafts } from '#src/db/ticket-schema.ts'
import type { Locale } from '#src/locale.ts'
import { inOrderOf } from './queries.ts'

/** Which articles save tickets: of what people were writing when they were shown. */

const counts = {
  shown: z.int(),
  opened: z.int(),
  solved: z.int().openapi({ description: 'They said so, and no ticket came of it' }),
  filed: z.int().openapi({ description: 'A ticket came of it anyway' }),
}
export const Deflection = z
  .object({
    drafts: z.object(counts).openapi({ description: 'What was written, whatever was shown beside it' }),
    items: z.array(
      z.object({ article_id: z.int(), kind: z.enum(ARTICLE_KINDS), title: z.string(), ...counts }),
    ),
  })
  .openapi('Deflection')
export type Deflection = z.infer<typeof Deflection>

const MOST_ARTICLES = 1_000

/** Those that saved the most tickets first. */
export async function readDeflection(
  db: Db,
  period: { since: SQL; before: SQL },
  locale: Locale,
): Promise<Deflection> {
  const shown = sql`
    select o.article_id, o.user_id, o.draft_id, o.opened_at is not null as is_opened,
      o.solved_at is not null and f.ticket_id is null as is_solved, f.ticket_id is not null as is_filed
    from ${helpOffers} o left join ${filedDrafts} f on f.user_id = o.user_id and f.draft_id = o.draft_id
    where o.shown_at >= ${period.since} and o.shown_at < ${period.before}`
  const [drafts] = (await db.execute(sql`
    select ${COUNTS} from (
      select bool_or(is_opened) as is_opened, bool_or(is_solved) as is_solved, bool_or(is_filed) as is_filed
      from (${shown}) shown group by user_id, draft_id) each`)) as unknown as Deflection['drafts'][]
  const items = (await db.execute(sql`
    select article_id, a.kind, t.title, counted.shown, opened, solved, filed from (
      select article_id, ${COUNTS} from (${shown}) shown group by article_id) counted
    join ${helpArticles} a on a.id = article_id
    cross join lateral (
      select title from ${helpTexts} where article_id = a.id
      order by locale = ${locale} desc, ${inOrderOf(sql`locale`)} limit 1) t
    order by solved desc, opened desc, counted.shown desc, article_id limit ${MOST_ARTICLES}`)) as unknown as Deflection['items']
  return { drafts: drafts ?? { shown: 0, opened: 0, solved: 0, filed: 0 }, items: [...items] }
}

const COUNTS = sql`count(*)::int as shown, count(*) filter (where is_opened)::int as opened,
  count(*) filter (where is_solved)::int as solved, count(*) filter (where is_filed)::int as filed`

export const deflectionCsv = ({ items }: Deflection): CsvLine[] => [
  ['article_id', 'kind', 'title', 'shown', 'opened', 'solved', 'filed'],
  ...items.map(({ article_id, kind, title, shown, opened, solved, filed }) => [
    ...[article_id, kind, title, shown, opened, solved, filed],
  ]),
]
