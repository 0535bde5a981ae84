import type { Row } from '#sandbox/bitrix24/database.ts'
import { classicFailure } from '#sandbox/bitrix24/failure.ts'
import type { Portal } from '#sandbox/bitrix24/portal.ts'
import { activityFiles, bindingsOf, communicationsOf, findActivity } from './activities.ts'
import { ACTIVITY_FIELDS } from './activity-fields.ts'
import type { Field } from './fields.ts'
import { classicRow } from './render.ts'

export function requireActivity(portal: Portal, id: number): Row {
  const row = findActivity(portal, id)
  if (!row) throw classicFailure('Activity is not found')
  return row
}

export const showActivity = (portal: Portal, row: Row, fields: readonly Field[] = ACTIVITY_FIELDS) =>
  classicRow(portal, row, fields)

/** What comes only when it is named in `select`. */
export const EXTRAS: Record<string, (portal: Portal, id: number) => unknown> = {
  BINDINGS: (portal, id) =>
    bindingsOf(portal, id).map(({ OWNER_TYPE_ID, OWNER_ID }) => ({
      OWNER_TYPE_ID: String(OWNER_TYPE_ID),
      OWNER_ID: String(OWNER_ID),
    })),
  COMMUNICATIONS: (portal, id) =>
    communicationsOf(portal, id).map((row) => ({
      ID: String(row.ID),
      TYPE: row.TYPE,
      VALUE: row.VALUE,
      ENTITY_ID: String(row.ENTITY_ID),
      ENTITY_TYPE_ID: String(row.ENTITY_TYPE_ID),
      ENTITY_SETTINGS: settingsOf(portal, row),
    })),
  FILES: (portal, id) =>
    activityFiles(portal, id).map((file) => ({
      id: Number(file.ID),
      url: `${portal.address}/bitrix/tools/crm_show_file.php?fileId=${file.ID}&ownerTypeId=6&ownerId=${id}&auth=`,
    })),
  STORAGE_ELEMENT_IDS: (portal, id) => activityFiles(portal, id).map(({ ID }) => Number(ID)),
}

function settingsOf(portal: Portal, { ENTITY_TYPE_ID, ENTITY_ID = null }: Row): unknown {
  const contact =
    ENTITY_TYPE_ID === 3
      ? portal.db.get('SELECT NAME, LAST_NAME FROM contacts WHERE ID = ?', ENTITY_ID)
      : undefined
  return contact ? { ...contact, COMPANY_TITLE: '', COMPANY_ID: '0' } : []
}
