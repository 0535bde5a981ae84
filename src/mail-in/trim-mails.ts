import { and, asc, inArray, isNotNull, lt } from 'drizzle-orm'
import { inboundMails } from '#src/db/mail-schema.ts'
import type { Ports } from '#src/ports.ts'

const KEPT_MS = 30 * 86_400_000
const AT_ONCE = 100

/** What was settled so long ago is forgotten, bytes and all. The row goes first; bytes that stay behind are swept. */
export async function trimMails(
  { db, files: store, clock, log }: Pick<Ports, 'db' | 'files' | 'clock' | 'log'>,
  signal?: AbortSignal,
): Promise<number> {
  const before = new Date(clock().getTime() - KEPT_MS)
  let trimmed = 0
  while (!signal?.aborted) {
    const old = await db
      .select({ id: inboundMails.id })
      .from(inboundMails)
      .where(and(lt(inboundMails.receivedAt, before), isNotNull(inboundMails.verdict)))
      .orderBy(asc(inboundMails.receivedAt))
      .limit(AT_ONCE)
    const ids = old.map(({ id }) => id)
    const gone =
      ids.length === 0
        ? []
        : await db
            .delete(inboundMails)
            .where(inArray(inboundMails.id, ids))
            .returning({ key: inboundMails.key })
    for (const { key } of gone)
      await store.drop(key).catch((err: unknown) => log.warn({ err, key }, 'left for the sweep'))
    trimmed += gone.length
    if (old.length < AT_ONCE) break
  }
  return trimmed
}
