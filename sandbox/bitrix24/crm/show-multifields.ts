import type { Portal } from '#sandbox/bitrix24/portal.ts'
import { MULTIFIELDS } from './contact-fields.ts'
import { multifieldsOf } from './contacts.ts'
import type { Condition } from './list.ts'

type Shown = { ID: string; VALUE_TYPE: unknown; VALUE: unknown; TYPE_ID: unknown }

/** By type; a type without values is not there at all. */
export function shownMultifields(portal: Portal, contactId: number): Record<string, Shown[]> {
  const shown: Record<string, Shown[]> = {}
  for (const { ID, VALUE_TYPE, VALUE, TYPE_ID } of multifieldsOf(portal, contactId)) {
    const type = String(TYPE_ID)
    shown[type] ??= []
    shown[type].push({ ID: String(ID), VALUE_TYPE, VALUE, TYPE_ID })
  }
  return shown
}

/** Multifields are found by their exact values alone. */
export function multifieldCondition(key: string, value: unknown): Condition | undefined {
  const type = key.replace(/^=/, '').toUpperCase()
  if (!MULTIFIELDS[type]) return undefined
  const values = (value && typeof value === 'object' ? Object.values(value) : [value]).map(String)
  return {
    sql: `ID IN (SELECT CONTACT_ID FROM multifields WHERE TYPE_ID = ? AND VALUE IN (${values.map(() => '?').join(', ')}))`,
    values: [type, ...values],
  }
}
