import type { Row } from '#sandbox/bitrix24/database.ts'
import { PortalFailure } from '#sandbox/bitrix24/failure.ts'
import type { Portal } from '#sandbox/bitrix24/portal.ts'
import { itemsOf } from './user-fields.ts'

const LANGUAGES = ['br', 'en', 'la', 'ru'] as const

export function findUserField(portal: Portal, id: number): Row {
  const row = portal.db.get('SELECT * FROM user_fields WHERE ID = ?', id)
  if (!row) throw new PortalFailure(400, 'ERROR_NOT_FOUND', `The entity with ID '${id}' is not found.`)
  return row
}

/** With labels for each language, with one of them, or without, as get and list do it. */
export function showUserField(
  portal: Portal,
  row: Row,
  labels: 'by-language' | 'plain' | 'none',
): Record<string, unknown> {
  const label =
    labels === 'plain' ? row.LABEL : Object.fromEntries(LANGUAGES.map((language) => [language, row.LABEL]))
  const items = itemsOf(portal, Number(row.ID))
  return {
    ID: String(row.ID),
    ENTITY_ID: 'CRM_DEAL',
    FIELD_NAME: row.FIELD_NAME,
    USER_TYPE_ID: row.USER_TYPE_ID,
    XML_ID: row.XML_ID,
    SORT: String(row.SORT),
    MULTIPLE: row.MULTIPLE,
    MANDATORY: row.MANDATORY,
    SHOW_FILTER: row.SHOW_FILTER,
    SHOW_IN_LIST: 'Y',
    EDIT_IN_LIST: 'Y',
    IS_SEARCHABLE: 'N',
    SETTINGS: JSON.parse(String(row.SETTINGS)),
    ...(labels !== 'none' && {
      EDIT_FORM_LABEL: label,
      LIST_COLUMN_LABEL: label,
      LIST_FILTER_LABEL: label,
      ERROR_MESSAGE: labels === 'plain' ? null : {},
      HELP_MESSAGE: labels === 'plain' ? null : {},
    }),
    ...(items.length > 0 && {
      LIST: items.map((item) => ({
        ID: String(item.ID),
        SORT: String(item.SORT),
        VALUE: item.VALUE,
        DEF: item.DEF,
        XML_ID: item.XML_ID,
      })),
    }),
  }
}
