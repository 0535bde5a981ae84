import { type Caller, isOfTheTeam } from '#src/auth/access.ts'
import { filesOf, toFileView } from '#src/files/file-view.ts'
import type { Ports } from '#src/ports.ts'
import { namesIn } from './mentions.ts'
import { type Message, type MessageRow, showMessage } from './message.ts'
import { findTicket } from './queries.ts'

/** A message as its author sees it. */
export async function viewMessage(
  ports: Pick<Ports, 'db' | 'files'>,
  caller: Caller,
  row: MessageRow,
): Promise<Message> {
  const ticket = await findTicket(ports.db, row.ticketId)
  if (!ticket) throw new Error(`message ${row.id} belongs to no ticket`)
  const rows = await filesOf(ports.db, { ticketIds: [row.ticketId], activityIds: [row.id] })
  const files = rows.filter(({ activityId }) => activityId === row.id).map((file) => toFileView(ports, file))
  const names = await namesIn(ports.db, [row])
  return showMessage(row, {
    names,
    dealId: ticket.dealId,
    files: await Promise.all(files),
    caller: { userId: caller.userId, isTeam: isOfTheTeam(caller) },
    lastReadId: row.id,
  })
}
