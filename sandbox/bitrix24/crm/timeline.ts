import type { Portal } from '#sandbox/bitrix24/portal.ts'

/** Numbers of the kinds of things that a timeline can belong to, and their names in comments. */
export const OWNER_TYPES: Record<string, number> = { lead: 1, deal: 2, contact: 3, company: 4 }

export const ownerTypeName = (typeId: number): string | undefined =>
  Object.keys(OWNER_TYPES).find((name) => OWNER_TYPES[name] === typeId)

const OWNER_TABLES: Record<number, string> = { 2: 'deals', 3: 'contacts' }

export function ownerExists(portal: Portal, typeId: number, id: number): boolean {
  const table = OWNER_TABLES[typeId]
  return table !== undefined && portal.db.get(`SELECT ID FROM ${table} WHERE ID = ?`, id) !== undefined
}

/** Comments and activities of something that is deleted go with it, unless they belong to something else too. */
export function removeTimeline(portal: Portal, typeId: number, id: number): void {
  const { db } = portal
  const name = ownerTypeName(typeId) ?? ''
  const comments = db.all(
    'SELECT COMMENT_ID FROM comment_bindings WHERE ENTITY_TYPE = ? AND ENTITY_ID = ?',
    name,
    id,
  )
  db.run('DELETE FROM comment_bindings WHERE ENTITY_TYPE = ? AND ENTITY_ID = ?', name, id)
  for (const { COMMENT_ID: comment = null } of comments) {
    if (db.get('SELECT 1 AS FOUND FROM comment_bindings WHERE COMMENT_ID = ?', comment)) continue
    db.run('DELETE FROM comments WHERE ID = ?', comment)
    db.run("DELETE FROM attachments WHERE KIND = 'comment' AND OWNER_ID = ?", comment)
  }
  const activities = db.all(
    'SELECT ACTIVITY_ID FROM activity_bindings WHERE OWNER_TYPE_ID = ? AND OWNER_ID = ?',
    typeId,
    id,
  )
  db.run('DELETE FROM activity_bindings WHERE OWNER_TYPE_ID = ? AND OWNER_ID = ?', typeId, id)
  for (const { ACTIVITY_ID: activity = null } of activities) removeUnbound(portal, Number(activity))
}

/** An activity lives as long as it is bound to something; when its main owner goes, another binding becomes that. */
export function removeUnbound(portal: Portal, activityId: number): boolean {
  const { db } = portal
  const bindings = db.all(
    'SELECT OWNER_TYPE_ID, OWNER_ID FROM activity_bindings WHERE ACTIVITY_ID = ?',
    activityId,
  )
  const main = db.get('SELECT OWNER_TYPE_ID, OWNER_ID FROM activities WHERE ID = ?', activityId)
  const [next] = bindings
  if (next) {
    const isOwned = bindings.some(
      (one) => one.OWNER_TYPE_ID === main?.OWNER_TYPE_ID && one.OWNER_ID === main?.OWNER_ID,
    )
    if (!isOwned) db.update('activities', activityId, next)
    return false
  }
  db.run('DELETE FROM activities WHERE ID = ?', activityId)
  db.run('DELETE FROM communications WHERE ACTIVITY_ID = ?', activityId)
  db.run("DELETE FROM attachments WHERE KIND = 'activity' AND OWNER_ID = ?", activityId)
  return true
}
