import { sql } from 'drizzle-orm'
import { isOfTheTeam } from '#src/auth/access.ts'
import { teamPresence } from '#src/db/assignment-schema.ts'
import { type Db, isDatabaseAway, isDiskFull } from '#src/db/connect.ts'
import type { UserId } from '#src/ids.ts'
import type { Log } from '#src/log.ts'
import type { RoomServer, RoomSocket } from './room-socket.ts'

/** Twice within the time for which somebody counts as here: see tickets/auto-assign.ts. */
const EVERY_MS = 30_000
/** Many may come at the same moment, as after a restart. */
const GATHER_MS = 500

/** Says in Postgres who of the team is here, for whoever gives out tickets on any gateway. */
export function keepLastSeen(io: RoomServer, { db, log }: { db: Db; log: Log }): { stop(): void } {
  const arrived = new Set<UserId>()
  let gathering: NodeJS.Timeout | null = null
  const write = (ids: readonly UserId[]) => {
    if (ids.length === 0) return
    const at = sql`clock_timestamp()`
    db.insert(teamPresence)
      // Always in one order, as other gateways do it.
      .values([...ids].sort((a, b) => a - b).map((userId) => ({ userId, seenAt: at })))
      .onConflictDoUpdate({ target: teamPresence.userId, set: { seenAt: at } })
      .catch((error: unknown) => {
        const isPassing = isDatabaseAway(error) || isDiskFull(error)
        log[isPassing ? 'debug' : 'error']({ err: error }, 'who is here could not be written')
      })
  }
  const onConnection = (socket: RoomSocket) => {
    const { caller } = socket.data
    if (!isOfTheTeam(caller)) return
    arrived.add(caller.userId)
    gathering ??= setTimeout(() => {
      gathering = null
      write([...arrived])
      arrived.clear()
    }, GATHER_MS)
  }
  io.on('connection', onConnection)
  const timer = setInterval(() => {
    const here = [...io.sockets.sockets.values()].map(({ data }) => data.caller)
    write([...new Set(here.filter(isOfTheTeam).map(({ userId }) => userId))])
  }, EVERY_MS)
  return {
    stop() {
      clearInterval(timer)
      if (gathering) clearTimeout(gathering)
      io.off('connection', onConnection)
    },
  }
}
