import type { Row } from '#sandbox/bitrix24/database.ts'
import type { Portal } from '#sandbox/bitrix24/portal.ts'

export type Stage = { id: string; categoryId: number; name: string; sort: number; semantics: 'P' | 'S' | 'F' }

export const stageEntity = (categoryId: number) =>
  categoryId === 0 ? 'DEAL_STAGE' : `DEAL_STAGE_${categoryId}`

export function stagesOf(portal: Portal, categoryId: number): Stage[] {
  return portal.db
    .all('SELECT * FROM statuses WHERE ENTITY_ID = ? ORDER BY SORT, ID', stageEntity(categoryId))
    .map((row) => toStage(row, categoryId))
}

export const stageIn = (portal: Portal, categoryId: number, stageId: string) =>
  stagesOf(portal, categoryId).find(({ id }) => id === stageId)

/** The default pipeline has the number 0 and no row that could be deleted. */
export const hasCategory = (portal: Portal, categoryId: number) =>
  categoryId === 0 || portal.db.get('SELECT ID FROM categories WHERE ID = ?', categoryId) !== undefined

const toStage = (row: Row, categoryId: number): Stage => ({
  id: String(row.STATUS_ID),
  categoryId,
  name: String(row.NAME),
  sort: Number(row.SORT),
  semantics: row.SEMANTICS === 'S' || row.SEMANTICS === 'F' ? row.SEMANTICS : 'P',
})

type NewStage = { code: string; name: string; color: string; semantics?: 'S' | 'F' }

export function addStages(portal: Portal, categoryId: number, stages: readonly NewStage[]): void {
  const prefix = categoryId === 0 ? '' : `C${categoryId}:`
  for (const [index, { code, name, color, semantics }] of stages.entries())
    portal.db.insert('statuses', {
      ENTITY_ID: stageEntity(categoryId),
      STATUS_ID: prefix + code,
      NAME: name,
      NAME_INIT: categoryId === 0 ? name : '',
      SORT: (index + 1) * 10,
      SYSTEM: ['NEW', 'WON', 'LOSE'].includes(code) ? 'Y' : 'N',
      CATEGORY_ID: categoryId === 0 ? null : categoryId,
      COLOR: color,
      SEMANTICS: semantics ?? null,
    })
}
