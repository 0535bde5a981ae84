import { and, eq, sql } from 'drizzle-orm'
import * as z from 'zod'
import type { Seal } from '#src/auth/seal.ts'
import type { Db } from '#src/db/connect.ts'
import { crmConnections } from '#src/db/crm-schema.ts'
import type { Grant } from './auth-server.ts'

const Tokens = z.object({ access: z.string(), refresh: z.string(), application: z.string() })

export type Connection = {
  memberId: string
  endpoint: string
  authServer: string
  /** How often the pair was traded for the next. */
  refreshes: number
  access: string
  refresh: string
  /** What events of this installation bear. */
  application: string
  /** The tokens as the row has them: no other pair looks like this. */
  sealed: string
}

/** The one installation of our application, shared by all gateways. */
export type Connections = ReturnType<typeof createConnections>

const NOW = sql`clock_timestamp()`

export function createConnections({ db, seal, clientId }: { db: Db; seal: Seal; clientId: string }) {
  const boundTo = `crm connection:${clientId}`
  const isOurs = eq(crmConnections.clientId, clientId)

  const columnsOf = ({ access, refresh, expiresInS, endpoint }: Grant, application: string) => ({
    endpoint,
    expiresAt: sql`clock_timestamp() + ${expiresInS} * interval '1 second'`,
    tokens: seal.seal(JSON.stringify({ access, refresh, application }), boundTo),
  })

  function open(row: typeof crmConnections.$inferSelect | undefined): Connection | null {
    if (!row) return null
    const { memberId, endpoint, authServer, refreshes, tokens: sealed } = row
    const tokens = Tokens.parse(JSON.parse(seal.open(sealed, boundTo)))
    return { memberId, endpoint, authServer, refreshes, sealed, ...tokens }
  }

  const isStill = ({ sealed }: Connection) => and(isOurs, eq(crmConnections.tokens, sealed))

  return {
    read: async () => open((await db.select().from(crmConnections).where(isOurs))[0]),
    /** One at a time across all gateways, for so long; false: somebody does, or did it already. */
    async claimRefresh(seen: Connection, leaseMs: number): Promise<boolean> {
      const claimed = await db
        .update(crmConnections)
        .set({ refreshedAt: sql`clock_timestamp() + ${leaseMs} * interval '1 millisecond'` })
        .where(and(isStill(seen), sql`coalesce(${crmConnections.refreshedAt} <= clock_timestamp(), true)`))
        .returning({ clientId: crmConnections.clientId })
      return claimed.length > 0
    },
    /** The pair was not traded: somebody else may try. */
    async giveUpRefresh(seen: Connection): Promise<void> {
      await db.update(crmConnections).set({ refreshedAt: NOW }).where(isStill(seen))
    },
    /** Only in the place of the pair that it was traded for: another installation may have come in between. */
    async keepRefreshed(spent: Connection, grant: Grant): Promise<void> {
      const refreshes = spent.refreshes + 1
      await db
        .update(crmConnections)
        .set({ ...columnsOf(grant, spent.application), refreshes, refreshedAt: NOW })
        .where(isStill(spent))
    },
    /** False: another portal is connected already. */
    async install(grant: Grant, authServer: string, application: string): Promise<boolean> {
      const { memberId } = grant
      const values = { memberId, authServer, ...columnsOf(grant, application) }
      const kept = await db
        .insert(crmConnections)
        .values({ clientId, ...values })
        .onConflictDoUpdate({
          target: crmConnections.clientId,
          set: {
            ...values,
            refreshes: sql`${crmConnections.refreshes} + 1`,
            installedAt: NOW,
            refreshedAt: null,
          },
          setWhere: eq(crmConnections.memberId, memberId),
        })
        .returning({ memberId: crmConnections.memberId })
      return kept.length > 0
    },
    /** Unless it was installed anew since. */
    async remove(connection: Connection): Promise<void> {
      await db.delete(crmConnections).where(isStill(connection))
    },
  }
}
