import { bindingsOf } from '#sandbox/bitrix24/crm/activities.ts'
import { findComment } from '#sandbox/bitrix24/crm/comments.ts'
import { CONTACT_FIELDS } from '#sandbox/bitrix24/crm/contact-fields.ts'
import { contactsOf } from '#sandbox/bitrix24/crm/deals.ts'
import { classicDealFields, classicRow } from '#sandbox/bitrix24/crm/render.ts'
import { showActivity } from '#sandbox/bitrix24/crm/show-activity.ts'
import { showComment } from '#sandbox/bitrix24/crm/show-comment.ts'
import { shownMultifields } from '#sandbox/bitrix24/crm/show-multifields.ts'
import type { Row } from '#sandbox/bitrix24/database.ts'
import type { Portal } from '#sandbox/bitrix24/portal.ts'

const PAGE = 1_000

type Part = { name: string; table: string; show: (portal: Portal, row: Row) => unknown }

/** Sorted by id, each as the classic methods would answer it, with what they leave out beside it. */
const PARTS: readonly Part[] = [
  {
    name: 'deals',
    table: 'deals',
    show: (portal, row) => ({
      ...classicRow(portal, row, classicDealFields(portal)),
      CONTACT_IDS: contactsOf(portal, Number(row.ID)).map(({ CONTACT_ID }) => String(CONTACT_ID)),
    }),
  },
  {
    name: 'activities',
    table: 'activities',
    show: (portal, row) => ({
      ...showActivity(portal, row),
      BINDINGS: bindingsOf(portal, Number(row.ID)).map(({ OWNER_TYPE_ID, OWNER_ID }) => ({
        OWNER_TYPE_ID: String(OWNER_TYPE_ID),
        OWNER_ID: String(OWNER_ID),
      })),
    }),
  },
  {
    name: 'comments',
    table: 'comments',
    show: (portal, row) => {
      const bound = findComment(portal, Number(row.ID))
      return bound ? showComment(portal, bound) : { ID: String(row.ID) }
    },
  },
  {
    name: 'contacts',
    table: 'contacts',
    show: (portal, row) => ({
      ...classicRow(portal, row, CONTACT_FIELDS),
      ...shownMultifields(portal, Number(row.ID)),
    }),
  },
  { name: 'stageHistory', table: 'stage_history', show: (_portal, row) => ({ ...row }) },
  { name: 'categories', table: 'categories', show: (_portal, row) => ({ ...row }) },
  { name: 'statuses', table: 'statuses', show: (_portal, row) => ({ ...row }) },
  { name: 'userFields', table: 'user_fields', show: (_portal, row) => ({ ...row }) },
  { name: 'userFieldItems', table: 'user_field_items', show: (_portal, row) => ({ ...row }) },
  { name: 'departments', table: 'departments', show: (_portal, row) => ({ ...row }) },
  { name: 'users', table: 'users', show: (_portal, row) => ({ ...row }) },
  { name: 'files', table: 'disk_objects', show: (_portal, row) => ({ ...row }) },
]

/** Everything, as JSON in pieces: a large portal does not fit into one string. */
export function* stateChunks(portal: Portal): Generator<string> {
  yield '{'
  for (const [index, { name, table, show }] of PARTS.entries()) {
    yield `${index === 0 ? '' : ','}"${name}":[`
    let after = 0
    let isFirst = true
    while (true) {
      const rows = portal.db.all(`SELECT * FROM ${table} WHERE ID > ? ORDER BY ID LIMIT ${PAGE}`, after)
      if (rows.length === 0) break
      yield (isFirst ? '' : ',') + rows.map((row) => JSON.stringify(show(portal, row))).join(',')
      isFirst = false
      after = Number(rows.at(-1)?.ID)
    }
    yield ']'
  }
  yield '}'
}

export function counts(portal: Portal): Record<string, number> {
  return Object.fromEntries(
    PARTS.map(({ name, table }) => [
      name,
      Number(portal.db.get(`SELECT COUNT(*) AS total FROM ${table}`)?.total),
    ]),
  )
}
