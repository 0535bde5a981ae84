import { eq } from 'drizzle-orm'
import { activities } from '#src/db/activity-schema.ts'
import type { Tx } from '#src/db/connect.ts'
import { ERASED_NAME } from '#src/tickets/erased.ts'
import { textOfMarkup } from '#src/tickets/markup-text.ts'
import { asSent } from './merge-value.ts'
import type { KnownMessage } from './mirror-timeline.ts'
import type { TimelineItem } from './timeline-items.ts'

/** Written here, or mailed to us, and pushed; all else came from the CRM, where a mail is no comment. */
export const isOurs = ({ source, kind }: Pick<KnownMessage, 'source' | 'kind'>) =>
  source === 'portal' ||
  source === 'agent' ||
  source === 'system' ||
  (source === 'email' && kind === 'comment')

/**
 * What a comment of ours says in the CRM, where somebody changed it there; null: what we sent. A mail is as it was sent,
 * whatever becomes of its note.
 */
export async function ownText(tx: Tx, row: KnownMessage, item: TimelineItem): Promise<string | null> {
  if (!isOurs(row)) return null
  const [kept] = await tx
    .select({ bodyText: activities.bodyText })
    .from(activities)
    .where(eq(activities.id, row.id))
  const sent = kept?.bodyText ?? ''
  if (row.kind === 'email') return row.deletedAt === null ? null : sent
  const said = withoutSpeaker(item.said().text, row.authorName)
  const isSame = saysTheSame(said, sent)
  return isSame && row.deletedAt === null ? null : isSame ? sent : said
}

/** The CRM shows markup as what it means. */
export const saysTheSame = (said: string, sent: string) =>
  asSent(said) === asSent(textOfMarkup(sent)) || asSent(said) === asSent(sent)

/** All comments of ours are by one account there, so the first line says who spoke: see comment-text.ts. */
export function withoutSpeaker(text: string, name: string | null): string {
  const end = text.indexOf('\n')
  const first = text.slice(0, end)
  // Whoever was taken out is still called by their name there.
  const isSpeaker = name === ERASED_NAME || (name !== null && first.startsWith(textOfMarkup(name)))
  return end > 0 && isSpeaker && first.endsWith(':') ? text.slice(end + 1) : text
}
