import { eq, sql } from 'drizzle-orm'
import type { Db } from '#src/db/connect.ts'
import { helpArticles } from '#src/db/help-schema.ts'
import { auditLog } from '#src/db/schema.ts'
import { addArticle } from '#src/help/change-article.ts'
import { moveArticle } from '#src/help/move-article.ts'
import { localVisit } from '#src/visit.ts'
import { DEMO_ARTICLES } from './articles.ts'
import { DEMO_QUESTIONS } from './questions.ts'

const who = { actorId: null, visit: localVisit('demo-help') }

/** Something to read, once: where there is anything already, changed or not, or ever was, it is left alone. */
export const createDemoHelp = ({ db }: { db: Db }): Promise<void> =>
  db.transaction(async (tx) => {
    // A gateway that starts at the same moment waits, and then finds it done.
    await tx.execute(sql`lock table help_articles in share row exclusive mode`)
    const [there] = await tx.select({ id: helpArticles.id }).from(helpArticles).limit(1)
    const [everThere] = await tx
      .select({ id: auditLog.id })
      .from(auditLog)
      .where(eq(auditLog.subject, 'article'))
      .limit(1)
    if (there || everThere) return
    for (const [at, { kind, isFeatured, ...article }] of [...DEMO_ARTICLES, ...DEMO_QUESTIONS].entries()) {
      const input = { ...article, is_featured: isFeatured, display_order: 10 * (at + 1) }
      const { id } = await addArticle(tx, kind, input, who)
      await moveArticle(tx, { kind, id, match: null }, 'publish', who)
    }
  })
