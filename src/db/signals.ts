import { sql } from 'drizzle-orm'
import postgres from 'postgres'
import type { Log } from '#src/log.ts'
import type { Db, Tx } from './connect.ts'

/** What gateways over one database tell each other. A signal carries an id, never data; small news are what is kept nowhere. */
const CHANNELS = [
  'jobs-due',
  'job-ended',
  'events-due',
  'crm-fields-changed',
  'told',
  'callers-changed',
  'small-news',
] as const
export type Channel = (typeof CHANNELS)[number]

export const channelOf = (channel: Channel) => `ponte_${channel}`

export type Signals = {
  /** `missed`: the connection was lost and is back; whatever was said meanwhile was not heard. Returns how to stop. */
  listen(channel: Channel, heard: (payload: string) => void, missed?: () => void): () => void
  close(): Promise<void>
}

/** Sent when the transaction commits, or not at all; the same said twice in one transaction is heard once. */
export async function notify(tx: Db | Tx, channel: Channel, payload = ''): Promise<void> {
  await tx.execute(sql`select pg_notify(${channelOf(channel)}, ${payload})`)
}

type Listener = { heard: (payload: string) => void; missed: (() => void) | undefined }

/** One connection for all that listen in this gateway. Resolves once it hears; Postgres may go away and come back from then on. */
export async function openSignals(url: string, log: Log): Promise<Signals> {
  const client = postgres(url, {
    max: 1,
    connect_timeout: 5,
    backoff: (attempt) => Math.min(0.05 * 2 ** attempt, 1),
    connection: { application_name: 'ponte gateway signals' },
    onnotice: () => undefined,
  })
  const listeners = new Map<Channel, Set<Listener>>(CHANNELS.map((channel) => [channel, new Set()]))
  const open = async (channel: Channel) => {
    let isFirst = true
    const tellAll = (tell: (listener: Listener) => void) => {
      for (const listener of listeners.get(channel) ?? []) tell(listener)
    }
    const heard = (payload: string) => tellAll((listener) => listener.heard(payload))
    // Called again each time the connection was made anew.
    const opened = () => {
      if (!isFirst) {
        log.info({ channel }, 'signals are heard again')
        tellAll(({ missed }) => missed?.())
      }
      isFirst = false
    }
    await client.listen(channelOf(channel), heard, opened)
  }
  try {
    await Promise.all(CHANNELS.map(open))
  } catch (error) {
    await client.end({ timeout: 0 })
    throw error
  }
  return {
    listen(channel, heard, missed) {
      const listener = { heard, missed }
      listeners.get(channel)?.add(listener)
      return () => void listeners.get(channel)?.delete(listener)
    },
    close: () => client.end({ timeout: 1 }),
  }
}
