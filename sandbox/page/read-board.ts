import { HELPDESK } from '#sandbox/bitrix24/control/content.ts'
import { findContact } from '#sandbox/bitrix24/crm/contacts.ts'
import { stageEntity } from '#sandbox/bitrix24/crm/stages.ts'
import { customFields } from '#sandbox/bitrix24/crm/user-fields.ts'
import type { Row } from '#sandbox/bitrix24/database.ts'
import type { Portal } from '#sandbox/bitrix24/portal.ts'
import { personNamed } from './read-people.ts'

export type Priority = { label: string; mark: 'highest' | 'high' | 'middle' | 'low' }
export type Card = {
  id: number
  title: string
  requester: string
  responsible: string
  priority: Priority | null
  changedAt: number
}
export type Column = { id: string; name: string; color: string; total: number; cards: Card[] }
export type Board = { name: string; columns: Column[] }

const MOST_CARDS = 30
/** How far back we look for the newest of a stage: an index for what came last, and one for what changed last. */
const WINDOW = 500

export const FIELD = {
  priority: 'UF_CRM_1701707001',
  category: 'UF_CRM_1701706961',
  requester: 'UF_CRM_1701707101',
  requesterMail: 'UF_CRM_1701707102',
  description: 'UF_CRM_1701707107',
} as const

export function readBoard(portal: Portal): Board {
  const name = portal.db.get('SELECT NAME FROM categories WHERE ID = ?', HELPDESK)?.NAME
  const stages = portal.db.all(
    'SELECT STATUS_ID, NAME, COLOR FROM statuses WHERE ENTITY_ID = ? ORDER BY SORT, ID',
    stageEntity(HELPDESK),
  )
  return { name: String(name ?? `#${HELPDESK}`), columns: stages.map((row) => readColumn(portal, row)) }
}

function readColumn(portal: Portal, { STATUS_ID = null, NAME, COLOR }: Row): Column {
  const { db } = portal
  const total = Number(db.get('SELECT COUNT(*) AS TOTAL FROM deals WHERE STAGE_ID = ?', STATUS_ID)?.TOTAL)
  // Exact as long as a stage has no more than the window; beyond that nothing that is read grows with the stage.
  const rows = db.all(
    `SELECT * FROM deals WHERE ID IN (
      SELECT ID FROM (SELECT ID, STAGE_ID FROM deals ORDER BY DATE_MODIFY DESC, ID DESC LIMIT ${WINDOW}) WHERE STAGE_ID = ?1
      UNION SELECT ID FROM (SELECT ID FROM deals WHERE STAGE_ID = ?1 ORDER BY ID DESC LIMIT ${WINDOW}))
    ORDER BY MAX(DATE_MODIFY, LAST_ACTIVITY_TIME) DESC, ID DESC LIMIT ${MOST_CARDS}`,
    STATUS_ID,
  )
  const color = /^#[\da-f]{3,8}$/i.test(String(COLOR)) ? String(COLOR) : '#8a94a6'
  return {
    id: String(STATUS_ID),
    name: String(NAME),
    color,
    total,
    cards: rows.map((row) => readCard(portal, row)),
  }
}

const readCard = (portal: Portal, row: Row): Card => ({
  id: Number(row.ID),
  title: String(row.TITLE ?? ''),
  requester: requesterOf(portal, row),
  responsible: personNamed(portal, Number(row.ASSIGNED_BY_ID)) ?? '',
  priority: priorityOf(portal, row),
  changedAt: Math.max(Number(row.DATE_MODIFY), Number(row.LAST_ACTIVITY_TIME)),
})

/** Whom the ticket names; otherwise the contact. */
export function requesterOf(portal: Portal, row: Row): string {
  const contact = row.CONTACT_ID ? findContact(portal, Number(row.CONTACT_ID)) : undefined
  return String(
    row[FIELD.requester] || [contact?.NAME, contact?.LAST_NAME].filter((name) => name).join(' ') || '',
  )
}

const MARKS = ['highest', 'high', 'middle', 'low'] as const

/** The field's values stand in the order of their weight. */
export function priorityOf(portal: Portal, row: Row): Priority | null {
  const items = customFields(portal).find(({ name }) => name === FIELD.priority)?.custom?.items ?? []
  const index = items.findIndex(({ ID }) => ID === String(row[FIELD.priority]))
  const item = items[index]
  return item ? { label: item.VALUE, mark: MARKS[index] ?? 'low' } : null
}
