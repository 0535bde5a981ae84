import { inArray } from 'drizzle-orm'
import type { Caller } from '#src/auth/access.ts'
import type { Db } from '#src/db/connect.ts'
import { users } from '#src/db/schema.ts'
import { avatarUrl } from '#src/files/avatar-url.ts'
import { filesOf, toFileView } from '#src/files/file-view.ts'
import { type Reader, showPictures } from '#src/files/inline-pictures.ts'
import { inwardOf } from '#src/files/inward-files.ts'
import type { FileRow } from '#src/files/store-upload.ts'
import type { UserId } from '#src/ids.ts'
import type { Ports } from '#src/ports.ts'
import { readSla } from '#src/sla/read-sla.ts'
import type { ListedTicket } from '#src/tickets/queries.ts'
import { type Card, showCard } from './card.ts'
import { activitiesOf, type CardFile, type ShownActivity, showActivity } from './card-activity.ts'

export type CardPorts = Pick<Ports, 'db' | 'files' | 'clock'> & { reader: Reader }

/** All that belongs to these tickets is looked up once for all of them, however many they are. */
export async function showCards(
  ports: CardPorts,
  caller: Caller,
  rows: readonly ListedTicket[],
  mostActivities: number,
): Promise<Card[]> {
  const { db, clock, reader } = ports
  const ids = rows.map(({ id }) => id)
  const [activities, files, pictures, slaOf] = await Promise.all([
    activitiesOf(db, ids, mostActivities),
    filesOf(db, { ticketIds: ids }),
    picturesOf(db, rows),
    readSla(db, rows, clock()),
  ])
  const inward = await inwardOf(
    db,
    [...activities.values()].flatMap((ones) => ones.map(({ row }) => row.id)),
  )
  const ofMessages = Map.groupBy(files, ({ activityId }) => activityId)
  const ofTickets = Map.groupBy(ofMessages.get(null) ?? [], ({ ticketId }) => ticketId)
  const show = async (row: ListedTicket) =>
    showCard(row, {
      caller,
      sla: slaOf(row),
      pictures: {
        responsible: await avatarUrl(ports, pictures.get(row.responsibleId) ?? null),
        requester: await avatarUrl(ports, pictures.get(row.userId) ?? null),
      },
      files: await showFiles(ports, ofTickets.get(row.id)),
      activities: await Promise.all((activities.get(row.id) ?? []).map(showOne)),
    })
  const showOne = async (one: ShownActivity) => {
    const of = { files: ofMessages.get(one.row.id), inward: inward.get(one.row.id) }
    return showActivity(one, {
      pictureUrl: await avatarUrl(ports, one.picture),
      bodyHtml: showPictures(one.row.bodyHtml, of, reader),
      files: await showFiles(ports, of.files),
      inward: of.inward,
    })
  }
  return Promise.all(rows.map(show))
}

const showFiles = (ports: CardPorts, rows: readonly FileRow[] = []): Promise<CardFile[]> =>
  Promise.all(
    rows.map(async (row) => {
      const { id, file_url, filename } = await toFileView(ports, row)
      return { id, file_url, filename }
    }),
  )

async function picturesOf(db: Db, rows: readonly ListedTicket[]): Promise<Map<UserId | null, string | null>> {
  const ids = new Set(rows.flatMap(({ userId, responsibleId }) => [userId ?? [], responsibleId ?? []].flat()))
  if (ids.size === 0) return new Map()
  const people = await db
    .select({ id: users.id, picture: users.profilePicture })
    .from(users)
    .where(inArray(users.id, [...ids]))
  return new Map(people.map(({ id, picture }) => [id, picture]))
}
