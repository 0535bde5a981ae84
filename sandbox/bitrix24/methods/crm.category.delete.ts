import { dealsOnly, findCategory } from '#sandbox/bitrix24/crm/categories.ts'
import { stageEntity } from '#sandbox/bitrix24/crm/stages.ts'
import { PortalFailure } from '#sandbox/bitrix24/failure.ts'
import { isAdminOnly, type Method, requiredId } from '#sandbox/bitrix24/rest/call.ts'

export const method: Method = {
  scope: 'crm',
  run({ portal, caller, params }) {
    dealsOnly(params)
    isAdminOnly(caller)
    const id = requiredId(params, 'id')
    findCategory(portal, id)
    if (id === 0)
      throw new PortalFailure(400, 'CRM_CATEGORY_DELETE_DEFAULT', 'Default category cannot be deleted')
    if (portal.db.get('SELECT ID FROM deals WHERE CATEGORY_ID = ? LIMIT 1', id))
      throw new PortalFailure(400, 'CRM_CATEGORY_HAS_ITEMS', 'Category has items')
    portal.write(caller, () => {
      portal.db.run('DELETE FROM statuses WHERE ENTITY_ID = ?', stageEntity(id))
      portal.db.run('DELETE FROM categories WHERE ID = ?', id)
    })
    return { result: null }
  },
}
