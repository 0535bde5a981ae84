import { activities } from '#src/db/activity-schema.ts'
import { recordChange } from '#src/db/audit.ts'
import { snake } from '#src/db/columns.ts'
import type { Tx } from '#src/db/connect.ts'
import type { Tell } from '#src/db/tell.ts'
import { promise } from '#src/jobs/queue.ts'
import type { Locale } from '#src/locale.ts'
import { ANSWERER, fillAnswer } from '#src/rules/answers.ts'
import type { Visit } from '#src/visit.ts'
import type { Ruled } from './apply-rules.ts'
import { senderTypeOf } from './message.ts'
import { ticketKey } from './promise-change.ts'
import { isSame, type TicketColumns, type TicketRow } from './queries.ts'
import { tellMore } from './ticket-change.ts'

type How = { visit: Visit; tell: Tell }

/** With the row that it is about: which rules made it what it is, and what they answered. */
export async function noteRules(tx: Tx, row: TicketRow, ruled: Ruled, { visit, tell }: How): Promise<void> {
  const before: TicketRow = { ...row, ...unassigned, ...ruled.asked }
  const messageId = ruled.reply === null ? null : await answer(tx, row, ruled.reply, ruled.language, tell)
  const names = (Object.keys(ruled.columns) as (keyof TicketColumns & keyof TicketRow)[]).filter(
    (name) => name !== 'assignedAt' && !isSame(before[name], row[name]),
  )
  const pick = (from: TicketRow) => Object.fromEntries(names.map((name) => [snake(name), from[name]]))
  await recordChange(tx, {
    ...{ actorId: null, action: 'rules-applied', subject: 'ticket', subjectId: row.id, visit },
    before: pick(before),
    after: {
      ...pick(row),
      rules: ruled.by.map(({ rule: { id, name } }) => ({ id, name })),
      ...(messageId !== null && { message_id: messageId }),
    },
  })
  tellMore(before, { ...row, priority: before.priority }, null, tell)
}

const unassigned = {
  isGivenByHand: false,
  responsibleId: null,
  responsibleCrmId: null,
  responsible: null,
  responsibleEmail: null,
}

/** Said by nobody: no clock takes it for an answer of the team. The CRM has it as a comment. */
async function answer(tx: Tx, row: TicketRow, text: string, language: Locale, tell: Tell): Promise<number> {
  const authorName = ANSWERER[language]
  const [said] = await tx
    .insert(activities)
    .values({
      ...({ ticketId: row.id, kind: 'comment', source: 'system', crmStatus: 'pending' } as const),
      ...{ authorName, bodyText: fillAnswer(text, row, language), createdAt: row.createdAt },
    })
    .returning()
  if (!said) throw new Error('an insert returned nothing')
  await promise(tx, 'push-comment', { ticketId: row.id, activityId: said.id }, { key: ticketKey(row.id) })
  tell({
    kind: 'message-added',
    ticketId: row.id,
    actorId: null,
    data: {
      message_id: said.id,
      kind: said.kind,
      sender_type: senderTypeOf(said),
      author: { id: null, name: authorName },
      client_id: null,
    },
  })
  return said.id
}
