import { HELPDESK } from '#sandbox/bitrix24/control/content.ts'
import { multifieldsOf } from '#sandbox/bitrix24/crm/contacts.ts'
import { findDeal } from '#sandbox/bitrix24/crm/deals.ts'
import { type Stage, stagesOf } from '#sandbox/bitrix24/crm/stages.ts'
import { customFields } from '#sandbox/bitrix24/crm/user-fields.ts'
import type { Row } from '#sandbox/bitrix24/database.ts'
import type { Portal } from '#sandbox/bitrix24/portal.ts'
import { FIELD, type Priority, priorityOf, requesterOf } from './read-board.ts'
import { personNamed } from './read-people.ts'
import { type Entry, readTimeline } from './read-timeline.ts'

export type Deal = {
  id: number
  title: string
  stage: Stage | undefined
  /** Where it can be moved to: the stages of its own pipeline. */
  stages: Stage[]
  requester: string
  requesterMail: string
  responsible: string
  priority: Priority | null
  category: string
  description: string
  createdAt: number
  changedAt: number
  timeline: Entry[]
  isTimelineCut: boolean
}

export function readDeal(portal: Portal, id: number): Deal | null {
  const row = findDeal(portal, id)
  if (!row) return null
  const categoryId = Number(row.CATEGORY_ID ?? HELPDESK)
  const stages = stagesOf(portal, categoryId)
  const { entries, isCut } = readTimeline(portal, id, stages)
  return {
    id,
    title: String(row.TITLE ?? ''),
    stage: stages.find((stage) => stage.id === row.STAGE_ID),
    stages,
    requester: requesterOf(portal, row),
    requesterMail: requesterMailOf(portal, row),
    responsible: personNamed(portal, Number(row.ASSIGNED_BY_ID)) ?? '',
    priority: priorityOf(portal, row),
    category: labelOf(portal, FIELD.category, row),
    description: String(row[FIELD.description] || row.COMMENTS || ''),
    createdAt: Number(row.DATE_CREATE),
    changedAt: Math.max(Number(row.DATE_MODIFY), Number(row.LAST_ACTIVITY_TIME)),
    timeline: entries,
    isTimelineCut: isCut,
  }
}

function requesterMailOf(portal: Portal, row: Row): string {
  const mails = row.CONTACT_ID ? multifieldsOf(portal, Number(row.CONTACT_ID)) : []
  return String(mails.find(({ TYPE_ID }) => TYPE_ID === 'EMAIL')?.VALUE ?? row[FIELD.requesterMail] ?? '')
}

function labelOf(portal: Portal, field: string, row: Row): string {
  const items = customFields(portal).find(({ name }) => name === field)?.custom?.items ?? []
  return items.find(({ ID }) => ID === String(row[field]))?.VALUE ?? ''
}
