import type { Row } from '#sandbox/bitrix24/database.ts'
import { PortalFailure } from '#sandbox/bitrix24/failure.ts'
import type { Portal } from '#sandbox/bitrix24/portal.ts'
import { requiredId } from '#sandbox/bitrix24/rest/call.ts'
import type { Params } from '#sandbox/bitrix24/rest/php.ts'
import { DEAL_TYPE } from './deal-fields.ts'

type Category = {
  id: number
  name: string
  sort: number
  entityTypeId: number
  isDefault: 'Y' | 'N'
  originId?: string
  originatorId?: string
}

const DEFAULT: Category = { id: 0, name: 'Geral', sort: 300, entityTypeId: DEAL_TYPE, isDefault: 'Y' }

export function dealsOnly(params: Params): void {
  const typeId = requiredId(params, 'entityTypeId')
  if (typeId === 3 || typeId === 4)
    throw new PortalFailure(400, 'ENTITY_TYPE_NOT_SUPPORTED', 'Entity type is not supported')
  if (typeId !== DEAL_TYPE) throw new PortalFailure(400, 'NOT_FOUND', 'Smart process not found')
}

export function allCategories(portal: Portal): Category[] {
  const others = portal.db.all('SELECT * FROM categories').map(show)
  return [...others, portal.setting('defaultCategory', DEFAULT)].sort(
    (a, b) => a.sort - b.sort || a.id - b.id,
  )
}

export function findCategory(portal: Portal, id: number): Category {
  const category = allCategories(portal).find((one) => one.id === id)
  if (!category) throw new PortalFailure(400, 'NOT_FOUND', 'Category not found')
  return category
}

const show = (row: Row): Category => ({
  id: Number(row.ID),
  name: String(row.NAME),
  sort: Number(row.SORT),
  entityTypeId: DEAL_TYPE,
  isDefault: 'N',
  originId: String(row.ORIGIN_ID),
  originatorId: String(row.ORIGINATOR_ID),
})
