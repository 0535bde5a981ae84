import type { Row } from '#sandbox/bitrix24/database.ts'
import { attach, attachedFiles } from '#sandbox/bitrix24/disk/attachments.ts'
import { PortalFailure } from '#sandbox/bitrix24/failure.ts'
import { type Actor, type Portal, secondOf } from '#sandbox/bitrix24/portal.ts'
import { touchDeal } from './deals.ts'
import { OWNER_TYPES, ownerExists } from './timeline.ts'

export type NewFile = { name: string; bytes: Buffer }
type NewComment = { entityType: string; entityId: number; text: string; authorId?: number; files: NewFile[] }

/** A comment belongs to what it is bound to, and shows the first of it as its entity. */
const SELECT = `SELECT comments.*, bound.ENTITY_TYPE, bound.ENTITY_ID FROM comments
  JOIN comment_bindings AS bound ON bound.COMMENT_ID = comments.ID`

export const findComment = (portal: Portal, id: number): Row | undefined =>
  portal.db.get(`${SELECT} WHERE comments.ID = ? ORDER BY bound.ENTITY_TYPE LIMIT 1`, id)

export function commentsOf(
  portal: Portal,
  entityType: string,
  entityId: number,
  { order = 'comments.ID ASC', offset = 0, limit = -1, below = '' } = {},
): Row[] {
  return portal.db.all(
    `${SELECT} WHERE bound.ENTITY_TYPE = ? AND bound.ENTITY_ID = ?${below} ORDER BY ${order} LIMIT ? OFFSET ?`,
    entityType,
    entityId,
    limit,
    offset,
  )
}

export const countComments = (portal: Portal, entityType: string, entityId: number, below = '') =>
  Number(
    portal.db.get(
      `SELECT COUNT(*) AS total FROM (${SELECT} WHERE bound.ENTITY_TYPE = ? AND bound.ENTITY_ID = ?${below})`,
      entityType,
      entityId,
    )?.total,
  )

export function addComment(portal: Portal, actor: Actor, comment: NewComment): number {
  const typeId = OWNER_TYPES[comment.entityType]
  if (!typeId || !ownerExists(portal, typeId, comment.entityId))
    throw new PortalFailure(400, 'OWNER_NOT_FOUND', 'Owner was not found')
  return portal.write(actor, () => {
    const authorId = comment.authorId ?? actor.userId
    const id = portal.db.insert('comments', {
      CREATED: secondOf(portal),
      AUTHOR_ID: authorId,
      COMMENT: comment.text,
    })
    portal.db.run(
      'INSERT INTO comment_bindings (COMMENT_ID, ENTITY_TYPE, ENTITY_ID) VALUES (?, ?, ?)',
      id,
      comment.entityType,
      comment.entityId,
    )
    attach(portal, actor, 'comment', id, comment.files)
    if (comment.entityType === 'deal') touchDeal(portal, comment.entityId, authorId)
    announceComment(portal, 'ADD', id)
    return id
  })
}

/** With files, those that were there before are dropped: what is not sent again is gone. */
export function updateComment(
  portal: Portal,
  actor: Actor,
  id: number,
  text: string,
  files?: NewFile[],
): void {
  portal.write(actor, () => {
    portal.db.update('comments', id, { COMMENT: text })
    if (files) {
      portal.db.run("DELETE FROM attachments WHERE KIND = 'comment' AND OWNER_ID = ?", id)
      attach(portal, actor, 'comment', id, files)
    }
    announceComment(portal, 'UPDATE', id)
  })
}

export function deleteComment(portal: Portal, actor: Actor, id: number): void {
  portal.write(actor, () => {
    portal.db.run('DELETE FROM comment_bindings WHERE COMMENT_ID = ?', id)
    portal.db.run("DELETE FROM attachments WHERE KIND = 'comment' AND OWNER_ID = ?", id)
    portal.db.run('DELETE FROM comments WHERE ID = ?', id)
    announceComment(portal, 'DELETE', id)
  })
}

export const commentFiles = (portal: Portal, id: number) => attachedFiles(portal, 'comment', id)

// The documents show the id at data[ID], unlike every other event of the CRM.
const announceComment = (portal: Portal, what: 'ADD' | 'UPDATE' | 'DELETE', id: number) =>
  portal.announce(`ONCRMTIMELINECOMMENT${what}`, `comment:${id}`, { ID: id })
