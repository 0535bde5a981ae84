import { lt, sql } from 'drizzle-orm'
import { macroUses } from '#src/db/reply-schema.ts'
import type { Ports } from '#src/ports.ts'

/** Nobody sends a request again after so long. */
export const trimUses = async ({ db }: Pick<Ports, 'db'>): Promise<void> =>
  void (await db.delete(macroUses).where(lt(macroUses.usedAt, sql`clock_timestamp() - interval '7 days'`)))
