import { and, count, eq, gt, lt, sql } from 'drizzle-orm'
import type { Db } from '#src/db/connect.ts'
import { notices, pushDevices } from '#src/db/notice-schema.ts'
import { users } from '#src/db/schema.ts'
import type { NoticeId } from '#src/ids.ts'
import { Postpone } from '#src/jobs/ends.ts'
import type { JobInHand, Task } from '#src/jobs/worker.ts'
import type { Locale } from '#src/locale.ts'
import type { Ports } from '#src/ports.ts'
import { MOST_AN_HOUR, MOST_OF_A_TICKET } from './caps.ts'
import { findLetters, isOfUse, lineOf } from './find-letters.ts'
import { sentenceOf } from './notice-letter.ts'
import { findDevice } from './push-devices.ts'
import { quietUntil } from './quiet-hours.ts'

type Needed = Pick<Ports, 'db' | 'push' | 'clock' | 'log'>
type Rules = { publicUrl: string; timeZone: string }
type Device = typeof pushDevices.$inferSelect

/** What web/public/push-worker.js shows. Of two with one tag, the later takes the place of the other. */
export type PushContent = {
  title: string
  body: string
  lang: Locale
  tag: string
  /** Where it leads, on the origin that the browser knows us by. */
  path: string
  /** Makes no sound. */
  isQuiet: boolean
}
type Content = { content: PushContent; ttlS: number; urgency: 'normal' | 'high'; topic?: string }

/** What somebody was not told within a day they will see when they come. */
const OF_USE_MS = 24 * 3_600_000
const TRIAL_OF_USE_MS = 10 * 60_000
const LEAST_TTL_S = 60
const LONGEST_LINE = 200

/**
 * To one browser of somebody's. Sent again, it bears the same tag, and they see one; what waits at the push service about the same ticket
 * makes room for it. In their quiet hours it waits here.
 */
export const pushNotice =
  (ports: Needed, rules: Rules): Task<'push-notice'> =>
  async ({ deviceId, noticeId }, job) => {
    const { db, push, log } = ports
    const device = await findDevice(ports, deviceId)
    if (!device) return
    const found =
      noticeId === null ? await trialFor(ports, device, job) : await noticeFor(ports, rules, device, noticeId)
    if (!found) return
    const { content, ...how } = found
    // One that was told of another key takes nothing from us as we are now.
    const pushed =
      device.madeFor === push.applicationKey
        ? await push.send({ to: device, text: JSON.stringify(content), ...how }, job.signal)
        : 'gone'
    // It may be our clock, and with another notice it may be another answer.
    if (typeof pushed === 'object') log.warn({ deviceId, status: pushed.refused }, 'a push was refused')
    // Unless it was renewed meanwhile.
    if (pushed === 'gone')
      await db
        .delete(pushDevices)
        .where(and(eq(pushDevices.id, deviceId), eq(pushDevices.endpoint, device.endpoint)))
  }

async function noticeFor(
  { db, clock }: Needed,
  { publicUrl, timeZone }: Rules,
  device: Device,
  noticeId: NoticeId,
): Promise<Content | null> {
  const [found] = await findLetters(db, eq(notices.id, noticeId))
  // Somebody else sits there by now.
  if (!found || found.person.id !== device.userId || !isOfUse(found, 'push')) return null
  const { notice, person, ticket, kept } = found
  const now = clock()
  const leftMs = notice.madeAt.getTime() + OF_USE_MS - now.getTime()
  if (leftMs <= 0) return null
  const until = quietUntil(kept, now, timeZone)
  if (until) throw new Postpone(until.getTime() - now.getTime())
  const line = lineOf(found, publicUrl)
  return {
    content: {
      title: shortened(sentenceOf(person.locale, line)),
      body: shortened(`${line.tag} ${line.title}`),
      lang: person.locale,
      tag: `notice-${notice.id}`,
      path: new URL(line.url).pathname,
      isQuiet: await isTooMuch(db, notice),
    },
    ttlS: Math.max(LEAST_TTL_S, Math.ceil(leftMs / 1_000)),
    urgency: notice.kind.startsWith('sla_') ? 'high' : 'normal',
    topic: `ticket-${ticket.id}`,
  }
}

/** Nobody is kept from it, but the phone does not ring again and again. */
async function isTooMuch(db: Db, { id, userId, ticketId, madeAt }: typeof notices.$inferSelect) {
  const [row] = await db
    .select({
      all: count(),
      ofTicket: sql<number>`count(*) filter (where ${notices.ticketId} = ${ticketId})`.mapWith(Number),
    })
    .from(notices)
    .where(
      and(
        eq(notices.userId, userId),
        notices.isPushed,
        lt(notices.id, id),
        gt(notices.madeAt, new Date(madeAt.getTime() - 3_600_000)),
      ),
    )
  return row !== undefined && (row.all >= MOST_AN_HOUR || row.ofTicket >= MOST_OF_A_TICKET)
}

async function trialFor({ db, clock }: Needed, device: Device, job: JobInHand): Promise<Content | null> {
  if (clock().getTime() - job.promisedAt.getTime() > TRIAL_OF_USE_MS) return null
  const [person] = await db.select({ locale: users.locale }).from(users).where(eq(users.id, device.userId))
  if (!person) return null
  return {
    content: {
      ...{ title: 'Ponte', body: TRIAL[person.locale], lang: person.locale },
      ...{ tag: 'trial', path: '/perfil', isQuiet: false },
    },
    ttlS: LEAST_TTL_S,
    urgency: 'high',
    topic: 'trial',
  }
}

const TRIAL: Record<Locale, string> = {
  'pt-BR': 'Funciona. É assim que os avisos chegam neste aparelho.',
  es: 'Funciona. Así llegan los avisos a este dispositivo.',
  en: 'It works. This is how notifications reach this device.',
  ru: 'Всё работает. Так уведомления приходят на это устройство.',
}

const shortened = (text: string) =>
  text.length <= LONGEST_LINE ? text : `${text.slice(0, LONGEST_LINE).toWellFormed()}…`
