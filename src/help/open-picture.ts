import { eq, sql } from 'drizzle-orm'
import type { Db } from '#src/db/connect.ts'
import { helpPictures } from '#src/db/help-schema.ts'
import { DomainError } from '#src/errors.ts'
import { type PictureName, pictureName } from './picture-address.ts'
import type { PictureRow } from './store-picture.ts'

/** `isPublic`: a text that is published shows it, as it stands now. To whoever may not know of others they are not there. */
export async function findPicture(
  db: Db,
  name: PictureName,
  isTeam: () => Promise<boolean>,
): Promise<{ picture: PictureRow; isPublic: boolean }> {
  // The newest version that was kept is what the text says.
  const isPublic = sql<boolean>`exists (
    select from help_picture_uses use join help_articles article on article.id = use.article_id
    where use.picture_id = ${name.id} and article.status = 'published'
      and use.version = (select max(version) from help_versions where article_id = use.article_id))`
  const [found] = await db
    .select({ picture: helpPictures, isPublic })
    .from(helpPictures)
    .where(eq(helpPictures.id, name.id))
  if (!found || pictureName(found.picture) !== pictureName(name)) throw new DomainError('file-not-found')
  if (!found.isPublic && !(await isTeam())) throw new DomainError('file-not-found')
  return found
}
