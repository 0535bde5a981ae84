import type { Row, Value } from '#sandbox/bitrix24/database.ts'
import { dateOf } from '#sandbox/bitrix24/moments.ts'
import { type Actor, type Portal, secondOf } from '#sandbox/bitrix24/portal.ts'
import { DEAL_TYPE } from './deal-fields.ts'
import { type Stage, stagesOf } from './stages.ts'
import { removeTimeline } from './timeline.ts'

export type DealValues = Row
type Contacts = { contactIds?: number[] }

/** What stage_history.TYPE_ID means. */
const HISTORY = { created: 1, moved: 2, finished: 3, pipeline: 5 } as const
const WEEK_SECONDS = 7 * 86_400

export const findDeal = (portal: Portal, id: number): Row | undefined =>
  portal.db.get('SELECT * FROM deals WHERE ID = ?', id)

export function addDeal(
  portal: Portal,
  actor: Actor,
  values: DealValues,
  { contactIds }: Contacts = {},
): number {
  return portal.write(actor, () => {
    const now = secondOf(portal)
    const categoryId = Number(values.CATEGORY_ID ?? 0)
    const stages = stagesOf(portal, categoryId)
    const stage = stages.find(({ id }) => id === values.STAGE_ID) ?? stages[0]
    if (!stage) throw new Error(`pipeline ${categoryId} has no stages`)
    const id = portal.db.insert('deals', {
      ...DEFAULTS,
      ASSIGNED_BY_ID: actor.userId,
      BEGINDATE: dateOf(now),
      CLOSEDATE: dateOf(now + WEEK_SECONDS),
      CREATED_BY_ID: actor.userId,
      MODIFY_BY_ID: actor.userId,
      MOVED_BY_ID: actor.userId,
      LAST_ACTIVITY_BY: actor.userId,
      DATE_CREATE: now,
      DATE_MODIFY: now,
      MOVED_TIME: now,
      LAST_ACTIVITY_TIME: now,
      ...values,
      CATEGORY_ID: categoryId,
      ...stageColumns(stage, stages),
    })
    if (!values.TITLE) portal.db.update('deals', id, { TITLE: `Negócio #${id}` })
    if (contactIds) replaceContacts(portal, id, contactIds)
    else if (values.CONTACT_ID) replaceContacts(portal, id, [Number(values.CONTACT_ID)])
    addHistory(portal, id, HISTORY.created, stage, now)
    portal.announce('ONCRMDEALADD', `deal:${id}`, { FIELDS: { ID: id } })
    return id
  })
}

const DEFAULTS: Row = {
  TYPE_ID: 'SALE',
  OPENED: 'Y',
  CLOSED: 'N',
  OPPORTUNITY: 0,
  TAX_VALUE: 0,
  CURRENCY_ID: 'BRL',
  IS_MANUAL_OPPORTUNITY: 'N',
  COMPANY_ID: 0,
  CONTACT_ID: 0,
  IS_RECURRING: 'N',
  IS_RETURN_CUSTOMER: 'N',
  IS_REPEATED_APPROACH: 'N',
  COMMENTS: '',
}

/** The event that tells of the change: a move to another pipeline has one of its own, and is not told as an update. */
export function updateDeal(
  portal: Portal,
  actor: Actor,
  deal: Row,
  values: DealValues,
  { contactIds }: Contacts = {},
): void {
  const id = Number(deal.ID)
  portal.write(actor, () => {
    const now = secondOf(portal)
    const from = Number(deal.CATEGORY_ID)
    const categoryId = Number(values.CATEGORY_ID ?? from)
    const stages = stagesOf(portal, categoryId)
    const asked = stages.find((one) => one.id === (values.STAGE_ID ?? deal.STAGE_ID))
    const stage = asked ?? (categoryId === from ? undefined : stages[0])
    const isMoved = stage !== undefined && stage.id !== deal.STAGE_ID
    // A stage of another pipeline is passed over in silence.
    const { STAGE_ID: _stage, ...rest } = values
    portal.db.update('deals', id, {
      ...rest,
      CATEGORY_ID: categoryId,
      MODIFY_BY_ID: actor.userId,
      DATE_MODIFY: now,
      ...(isMoved && {
        ...stageColumns(stage, stages),
        MOVED_BY_ID: actor.userId,
        MOVED_TIME: now,
        ...(stage.semantics !== 'P' && { CLOSEDATE: dateOf(now) }),
      }),
    })
    if (contactIds) replaceContacts(portal, id, contactIds)
    else if (values.CONTACT_ID !== undefined)
      replaceContacts(portal, id, values.CONTACT_ID ? [Number(values.CONTACT_ID)] : [])
    if (isMoved) addHistory(portal, id, historyType(stage, from), stage, now)
    if (categoryId === from) portal.announce('ONCRMDEALUPDATE', `deal:${id}`, { FIELDS: { ID: id } })
    else
      portal.announce('ONCRMDEALMOVETOCATEGORY', `deal:${id}`, {
        FIELDS: { ID: id, CATEGORY_ID: categoryId, STAGE_ID: stage?.id ?? '' },
      })
  })
}

/** Whatever hung on this deal alone goes with it. */
export function deleteDeal(portal: Portal, actor: Actor, id: number): void {
  portal.write(actor, () => {
    removeTimeline(portal, DEAL_TYPE, id)
    portal.db.run('DELETE FROM deal_contacts WHERE DEAL_ID = ?', id)
    portal.db.run('DELETE FROM stage_history WHERE OWNER_ID = ?', id)
    portal.db.run('DELETE FROM deals WHERE ID = ?', id)
    portal.announce('ONCRMDEALDELETE', `deal:${id}`, { FIELDS: { ID: id } })
  })
}

/** Something was written on the deal's timeline. Its DATE_MODIFY stays as it is, and no update is told. */
export function touchDeal(portal: Portal, id: number, userId: number): void {
  portal.db.run(
    'UPDATE deals SET LAST_ACTIVITY_TIME = ?, LAST_ACTIVITY_BY = ? WHERE ID = ?',
    secondOf(portal),
    userId,
    id,
  )
}

export const contactsOf = (portal: Portal, dealId: number): Row[] =>
  portal.db.all('SELECT * FROM deal_contacts WHERE DEAL_ID = ? ORDER BY SORT, CONTACT_ID', dealId)

export function replaceContacts(
  portal: Portal,
  dealId: number,
  contactIds: readonly number[],
  primary: number | undefined = contactIds[0],
): void {
  portal.db.run('DELETE FROM deal_contacts WHERE DEAL_ID = ?', dealId)
  for (const [index, contactId] of [...new Set(contactIds)].entries())
    portal.db.run(
      'INSERT INTO deal_contacts (DEAL_ID, CONTACT_ID, SORT, IS_PRIMARY) VALUES (?, ?, ?, ?)',
      dealId,
      contactId,
      (index + 1) * 10,
      contactId === primary ? 'Y' : 'N',
    )
  portal.db.run('UPDATE deals SET CONTACT_ID = ? WHERE ID = ?', primary ?? 0, dealId)
}

function stageColumns(stage: Stage, stages: readonly Stage[]): Record<string, Value> {
  return {
    STAGE_ID: stage.id,
    STAGE_SEMANTIC_ID: stage.semantics,
    CLOSED: stage.semantics === 'P' ? 'N' : 'Y',
    IS_NEW: stage.id === stages[0]?.id ? 'Y' : 'N',
  }
}

const historyType = (stage: Stage, from: number) =>
  stage.categoryId !== from ? HISTORY.pipeline : stage.semantics === 'P' ? HISTORY.moved : HISTORY.finished

function addHistory(portal: Portal, dealId: number, type: number, stage: Stage, now: number): void {
  portal.db.insert('stage_history', {
    TYPE_ID: type,
    OWNER_ID: dealId,
    CREATED_TIME: now,
    CATEGORY_ID: stage.categoryId,
    STAGE_SEMANTIC_ID: stage.semantics,
    STAGE_ID: stage.id,
  })
}
