import type { Row } from '#sandbox/bitrix24/database.ts'
import { PortalFailure } from '#sandbox/bitrix24/failure.ts'
import { type Actor, type Portal, secondOf } from '#sandbox/bitrix24/portal.ts'
import { CONTACT_TYPE, MULTIFIELDS } from './contact-fields.ts'
import { removeTimeline } from './timeline.ts'

/** A value with an ID changes or deletes that one; a value without is added. */
export type Multifield = { id?: number; typeId: string; valueType: string; value: string; isDeleted: boolean }

export const findContact = (portal: Portal, id: number): Row | undefined =>
  portal.db.get('SELECT * FROM contacts WHERE ID = ?', id)

export const multifieldsOf = (portal: Portal, contactId: number): Row[] =>
  portal.db.all('SELECT * FROM multifields WHERE CONTACT_ID = ? ORDER BY ID', contactId)

export function addContact(portal: Portal, actor: Actor, values: Row, multifields: Multifield[]): number {
  return portal.write(actor, () => {
    const now = secondOf(portal)
    const id = portal.db.insert('contacts', {
      EXPORT: 'Y',
      OPENED: 'Y',
      HAS_IMOL: 'N',
      COMPANY_ID: 0,
      ASSIGNED_BY_ID: actor.userId,
      CREATED_BY_ID: actor.userId,
      MODIFY_BY_ID: actor.userId,
      LAST_ACTIVITY_BY: actor.userId,
      DATE_CREATE: now,
      DATE_MODIFY: now,
      LAST_ACTIVITY_TIME: now,
      ...values,
    })
    writeMultifields(portal, id, multifields)
    portal.announce('ONCRMCONTACTADD', `contact:${id}`, { FIELDS: { ID: id } })
    return id
  })
}

export function updateContact(
  portal: Portal,
  actor: Actor,
  id: number,
  values: Row,
  multifields: Multifield[],
): void {
  portal.write(actor, () => {
    portal.db.update('contacts', id, { ...values, MODIFY_BY_ID: actor.userId, DATE_MODIFY: secondOf(portal) })
    writeMultifields(portal, id, multifields)
    portal.announce('ONCRMCONTACTUPDATE', `contact:${id}`, { FIELDS: { ID: id } })
  })
}

export function deleteContact(portal: Portal, actor: Actor, id: number): void {
  portal.write(actor, () => {
    removeTimeline(portal, CONTACT_TYPE, id)
    portal.db.run('DELETE FROM multifields WHERE CONTACT_ID = ?', id)
    portal.db.run('DELETE FROM deal_contacts WHERE CONTACT_ID = ?', id)
    portal.db.run('UPDATE deals SET CONTACT_ID = 0 WHERE CONTACT_ID = ?', id)
    portal.db.run('DELETE FROM contacts WHERE ID = ?', id)
    portal.announce('ONCRMCONTACTDELETE', `contact:${id}`, { FIELDS: { ID: id } })
  })
}

function writeMultifields(portal: Portal, contactId: number, multifields: Multifield[]): void {
  const { db } = portal
  for (const { id, typeId, valueType, value, isDeleted } of multifields) {
    if (typeId === 'EMAIL' && value && !/^[^\s@]+@[^\s@]+$/.test(value))
      throw new PortalFailure(400, 'ERROR_CORE', 'O campo "E-mail" contém um endereço inválido.')
    if (id !== undefined && (isDeleted || value === ''))
      db.run('DELETE FROM multifields WHERE ID = ? AND CONTACT_ID = ?', id, contactId)
    else if (id !== undefined)
      db.run(
        'UPDATE multifields SET VALUE = ?, VALUE_TYPE = ? WHERE ID = ? AND CONTACT_ID = ?',
        value,
        valueType,
        id,
        contactId,
      )
    else if (value !== '')
      db.insert('multifields', {
        CONTACT_ID: contactId,
        TYPE_ID: typeId,
        VALUE_TYPE: valueType,
        VALUE: value,
      })
  }
  const types = new Set(multifieldsOf(portal, contactId).map(({ TYPE_ID }) => TYPE_ID))
  db.update('contacts', contactId, {
    HAS_PHONE: types.has('PHONE') ? 'Y' : 'N',
    HAS_EMAIL: types.has('EMAIL') ? 'Y' : 'N',
  })
}

/** `EMAIL: [{VALUE, VALUE_TYPE}]` and its like, out of what a caller sent. */
export function readMultifields(input: Record<string, unknown>): Multifield[] {
  return Object.keys(MULTIFIELDS).flatMap((typeId) =>
    entriesOf(input[typeId]).map((one) => ({
      ...(one.ID !== undefined && { id: Number(one.ID) }),
      typeId,
      valueType: valueTypeOf(typeId, one.VALUE_TYPE),
      value: String(one.VALUE ?? ''),
      isDeleted: one.DELETE === 'Y',
    })),
  )
}

/** `fm: [{typeId, valueType, value}]` of crm.item.*. */
export function readItemMultifields(input: unknown): Multifield[] {
  return entriesOf(input).flatMap((one) => {
    const typeId = String(one.typeId ?? '').toUpperCase()
    if (!MULTIFIELDS[typeId]) return []
    return [
      {
        ...(one.id !== undefined && { id: Number(one.id) }),
        typeId,
        valueType: valueTypeOf(typeId, one.valueType),
        value: String(one.value ?? ''),
        isDeleted: one.delete === 'Y',
      },
    ]
  })
}

const valueTypeOf = (typeId: string, input: unknown) => {
  const asked = String(input ?? '').toUpperCase()
  const known = MULTIFIELDS[typeId] ?? []
  return known.includes(asked) ? asked : (known[0] ?? 'OTHER')
}

function entriesOf(input: unknown): Record<string, unknown>[] {
  if (!input || typeof input !== 'object') return []
  return Object.values(input).filter(
    (one): one is Record<string, unknown> => !!one && typeof one === 'object',
  )
}
