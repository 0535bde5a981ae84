import type { IncomingMessage } from 'node:http'
import { parse } from 'hono/utils/cookie'
import type { ReadCaller } from '#src/accounts/read-caller.ts'
import { DomainError } from '#src/errors.ts'
import { pickLocale } from '#src/locale.ts'
import type { Log } from '#src/log.ts'
import type { Config } from '#src/ports.ts'
import { refuseTooMany } from './admit.ts'
import type { RoomObserver } from './room-metrics.ts'
import type { RoomServer, RoomSocket } from './room-socket.ts'
import { codeOf } from './take-turns.ts'

type Needed = { readCaller: ReadCaller; log: Log; observer: RoomObserver; sockets: Config['sockets'] }

/** Who is there, by the same token as over HTTP, in the handshake, the header or the cookie: a middleware of Socket.IO. */
export const handshake =
  ({ readCaller, log, observer, sockets }: Needed, io: RoomServer) =>
  (socket: RoomSocket, next: (error?: Error) => void): void => {
    const admit = async () => {
      const token = tokenOf(socket)
      if (!token) throw new DomainError('not-signed-in')
      const { user, ...caller } = await readCaller(token)
      socket.data = {
        caller,
        name: user.fullName,
        locale: pickLocale(socket.handshake.headers['accept-language']),
        since: new Map(),
        lost: new Map(),
        tickets: new Map(),
        turn: Promise.resolve(),
      }
      refuseTooMany(io, socket, sockets)
    }
    admit().then(
      () => next(),
      (error: unknown) => {
        const code = codeOf(error)
        observer.refused(code)
        if (code === 'internal-error') log.error({ err: error }, 'a socket could not be admitted')
        next(Object.assign(new Error(code), { data: { code } }))
      },
    )
  }

/** Never from the address, which ends up in logs. */
function tokenOf({ handshake: { auth, headers } }: RoomSocket): string | null {
  if (typeof auth.token === 'string') return auth.token
  const bearer = /^Bearer +(\S+)$/i.exec(headers.authorization ?? '')?.[1]
  return bearer ?? parse(headers.cookie ?? '').access_token ?? null
}

/** CORS does not hold back sockets of other pages. Programs that are no browsers send no origin, and bring a token. */
export const isFromOurPages = ({ headers: { origin } }: IncomingMessage, webOrigins: readonly string[]) =>
  origin === undefined || webOrigins.includes(origin)
