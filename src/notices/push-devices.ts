import { createECDH } from 'node:crypto'
import { z } from '@hono/zod-openapi'
import { and, desc, eq, gt, inArray, isNull, ne, sql } from 'drizzle-orm'
import type { Caller } from '#src/auth/access.ts'
import type { Db, Tx } from '#src/db/connect.ts'
import { pushDevices } from '#src/db/notice-schema.ts'
import { sessions } from '#src/db/schema.ts'
import { DomainError } from '#src/errors.ts'
import type { DeviceId, UserId } from '#src/ids.ts'
import { promise } from '#src/jobs/queue.ts'
import type { Ports } from '#src/ports.ts'

/** More browsers than anybody looks at; the one that was turned on first makes room. */
const MOST_DEVICES = 10

export const DeviceIdParam = z
  .string()
  .regex(/^\d{1,12}$/)
  .transform((id) => Number(id) as DeviceId)
  .openapi({ type: 'integer', minimum: 1, example: 1 })

export const PushDevice = z
  .object({
    id: z.int(),
    is_this: z.boolean().openapi({ description: 'The browser that asks' }),
    user_agent: z.string().nullable(),
    created_at: z.iso.datetime(),
  })
  .openapi('PushDevice')
export type PushDevice = z.infer<typeof PushDevice>

export const PushDevices = z
  .object({
    application_server_key: z.string().openapi({ description: 'For `pushManager.subscribe`' }),
    items: z.array(PushDevice),
  })
  .openapi('PushDevices')
export type PushDevices = z.infer<typeof PushDevices>

const NOT_VALID = { params: { rule: 'not-valid' } }
const bytesOf = (text: string) => Buffer.from(text, 'base64url')

/** As `PushSubscription.toJSON()` says it. */
export const PushSubscription = z
  .strictObject({
    endpoint: z.string().min(1).max(1024),
    keys: z.strictObject({
      p256dh: z
        .string()
        .regex(/^[\w-]{87}$/, { abort: true })
        .refine(isPoint, NOT_VALID),
      auth: z.string().regex(/^[\w-]{22}$/),
    }),
  })
  .openapi('PushSubscription')
export type PushSubscription = z.output<typeof PushSubscription>

/** Nothing could be sealed for a key that is none. */
function isPoint(key: string): boolean {
  const ours = createECDH('prime256v1')
  ours.generateKeys()
  try {
    return bytesOf(key)[0] === 4 && ours.computeSecret(bytesOf(key)).length > 0
  } catch {
    return false
  }
}

type Needed = Pick<Ports, 'db' | 'clock' | 'push'>
type Device = Pick<typeof pushDevices.$inferSelect, 'id' | 'userId'>

const isOpen = (now: Date) => and(isNull(sessions.revokedAt), gt(sessions.expiresAt, now))

/** Which browsers of these people are told of things: those where they are signed in still. */
export async function findDevices(tx: Tx, userIds: readonly UserId[], now: Date): Promise<Device[]> {
  return tx
    .select({ id: pushDevices.id, userId: pushDevices.userId })
    .from(pushDevices)
    .innerJoin(sessions, eq(sessions.id, pushDevices.sessionId))
    .where(and(inArray(pushDevices.userId, [...userIds]), isOpen(now)))
}

/** Where a push goes; null: that browser takes none any more. */
export async function findDevice({ db, clock }: Pick<Needed, 'db' | 'clock'>, id: DeviceId) {
  const [row] = await db
    .select({ device: pushDevices })
    .from(pushDevices)
    .innerJoin(sessions, eq(sessions.id, pushDevices.sessionId))
    .where(and(eq(pushDevices.id, id), isOpen(clock())))
  return row?.device ?? null
}

/** The newest first. */
export async function listDevices({ db, clock, push }: Needed, caller: Caller): Promise<PushDevices> {
  const rows = await db
    .select({ device: pushDevices, userAgent: sessions.userAgent })
    .from(pushDevices)
    .innerJoin(sessions, eq(sessions.id, pushDevices.sessionId))
    .where(
      and(
        eq(pushDevices.userId, caller.userId),
        eq(pushDevices.madeFor, push.applicationKey),
        isOpen(clock()),
      ),
    )
    .orderBy(desc(pushDevices.id))
    .limit(MOST_DEVICES)
  return {
    application_server_key: push.applicationKey,
    items: rows.map(({ device, userAgent }) => ({
      id: device.id,
      is_this: device.sessionId === caller.sessionId,
      user_agent: userAgent,
      created_at: device.madeAt.toISOString(),
    })),
  }
}

/**
 * From now on this browser is told. It has one subscription, whoever sits there: a new one takes the place of the one before, and
 * what somebody else was told by is theirs no more.
 */
export async function addDevice(
  { db, push }: Pick<Needed, 'db' | 'push'>,
  { userId, sessionId }: Caller,
  { endpoint, keys }: PushSubscription,
): Promise<void> {
  if (!push.takes(endpoint))
    throw new DomainError(
      'invalid-request',
      {},
      { fields: [{ in: 'body', path: ['endpoint'], rule: 'not-valid' }] },
    )
  const row = { userId, endpoint, ...keys, madeFor: push.applicationKey }
  await db.transaction(async (tx) => {
    await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`push ${endpoint}`}, 0))`)
    await tx
      .delete(pushDevices)
      .where(and(eq(pushDevices.endpoint, endpoint), ne(pushDevices.sessionId, sessionId)))
    await tx
      .insert(pushDevices)
      .values({ ...row, sessionId })
      .onConflictDoUpdate({ target: pushDevices.sessionId, set: row })
    const kept = tx
      .select({ id: pushDevices.id })
      .from(pushDevices)
      .where(eq(pushDevices.userId, userId))
      .orderBy(desc(pushDevices.id))
      .limit(MOST_DEVICES)
    await tx
      .delete(pushDevices)
      .where(and(eq(pushDevices.userId, userId), sql`${pushDevices.id} not in ${kept}`))
  })
}

export async function removeDevice(db: Db, caller: Caller, id: DeviceId): Promise<void> {
  const gone = await db
    .delete(pushDevices)
    .where(and(eq(pushDevices.id, id), eq(pushDevices.userId, caller.userId)))
    .returning({ id: pushDevices.id })
  if (gone.length === 0) throw new DomainError('device-not-found')
}

/** So that somebody sees whether it works. One that is on its way already is enough. */
export async function tryDevice(db: Db, caller: Caller, id: DeviceId): Promise<void> {
  await db.transaction(async (tx) => {
    const [own] = await tx
      .select({ id: pushDevices.id })
      .from(pushDevices)
      .where(and(eq(pushDevices.id, id), eq(pushDevices.userId, caller.userId)))
    if (!own) throw new DomainError('device-not-found')
    await promise(
      tx,
      'push-notice',
      { deviceId: id, noticeId: null },
      // Nothing that waits for the end of quiet hours is before it.
      { key: `trial:${id}`, merge: true, lane: 'mail' },
    )
  })
}

export const deviceKey = (id: DeviceId) => `device:${id}`
