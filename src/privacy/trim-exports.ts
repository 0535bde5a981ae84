import { and, eq, isNotNull, lt } from 'drizzle-orm'
import { privacyExports } from '#src/db/privacy-schema.ts'
import type { Ports } from '#src/ports.ts'

const AT_ONCE = 100

/** After their week the bytes go, and then the row says so; that there was one stays. */
export async function trimExports(
  { db, files: store, clock }: Pick<Ports, 'db' | 'files' | 'clock'>,
  signal?: AbortSignal,
): Promise<number> {
  let trimmed = 0
  for (;;) {
    const old = await db
      .select({ id: privacyExports.id, key: privacyExports.key })
      .from(privacyExports)
      .where(and(lt(privacyExports.expiresAt, clock()), isNotNull(privacyExports.key)))
      .limit(AT_ONCE)
    for (const { id, key } of old) {
      if (signal?.aborted) return trimmed
      if (key !== null) await store.drop(key)
      await db.update(privacyExports).set({ key: null }).where(eq(privacyExports.id, id))
      trimmed += 1
    }
    if (old.length < AT_ONCE) return trimmed
  }
}
