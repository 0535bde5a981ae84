import { inArray } from 'drizzle-orm'
import type { Tx } from '#src/db/connect.ts'
import { type ArticleContent, helpPictures, helpPictureUses } from '#src/db/help-schema.ts'
import { DomainError } from '#src/errors.ts'
import type { ArticleId, UploadId } from '#src/ids.ts'
import { LOCALES, type Locale } from '#src/locale.ts'
import { readPictureAddress } from './picture-address.ts'
import { renderArticle } from './render-article.ts'

/** With a version of a text goes which pictures it has: nobody is shown a gap, be it by going back. Throws for one that is gone. */
export async function notePictures(
  tx: Tx,
  { id, version }: { id: ArticleId; version: number },
  { texts }: Pick<ArticleContent, 'texts'>,
): Promise<void> {
  const shown = LOCALES.map((locale) => ({ locale, ids: picturesIn(texts[locale]?.body ?? '') }))
  const ids = [...new Set(shown.flatMap((one) => one.ids))]
  if (ids.length === 0) return
  // Held until we are done: the sweep passes them by.
  const there = await tx
    .select({ id: helpPictures.id })
    .from(helpPictures)
    .where(inArray(helpPictures.id, ids))
    .for('key share')
  const known = new Set(there.map((row) => row.id))
  const wrong = shown.filter((one) => one.ids.some((id) => !known.has(id)))
  if (wrong.length > 0) throw refusal(wrong.map(({ locale }) => locale))
  await tx
    .insert(helpPictureUses)
    .values(ids.map((pictureId) => ({ pictureId, articleId: id, version })))
    .onConflictDoNothing()
}

/** Those that readers see: what only looks like one, in a piece of code, is none. */
export const picturesIn = (body: string): UploadId[] =>
  [...renderArticle(body).matchAll(/<img src="([^"]+)"/g)].flatMap(([, address = '']) => {
    const picture = readPictureAddress(address)
    return picture ? [picture.id] : []
  })

const refusal = (locales: Locale[]) =>
  new DomainError(
    'invalid-request',
    {},
    {
      fields: locales.map((locale) => ({
        in: 'body',
        path: ['texts', locale, 'content'],
        rule: 'picture-gone',
      })),
    },
  )
