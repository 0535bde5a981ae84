import type { FileView } from './file-view.ts'
import type { CrmFileRow } from './inward-files.ts'

const NAMED = /data-cid="([^"]*)"/g
const ENTITIES: Record<string, string> = { '&amp;': '&', '&quot;': '"', '&lt;': '<', '&gt;': '>' }

/**
 * Where the pictures are that a stored mail names, as they stand in its HTML. The CRM need not tell which of its files is which:
 * then it is the only picture that is called as the name begins, since mail programs write `image001.png@01D9`. Found as it is
 * read, because links live for hours; what is not here stays empty.
 */
export function picturesIn(
  html: string,
  files: readonly FileView[],
  inward: readonly CrmFileRow[] = [],
): Map<string, string> {
  const pictures = files.filter(({ mime, file_url }) => mime.startsWith('image/') && file_url !== null)
  const idOf = new Map(inward.map(({ contentId, fileId }) => [contentId, fileId as number | null]))
  const found = new Map<string, string>()
  for (const [, cid = ''] of html.matchAll(NAMED)) {
    const plain = cid.replace(/&(?:amp|quot|lt|gt);/g, (entity) => ENTITIES[entity] ?? entity)
    const named = pictures.filter(({ filename }) => filename === plain.split('@')[0])
    const told = pictures.find(({ id }) => id === idOf.get(plain))
    const url = (told ?? (named.length === 1 ? named[0] : undefined))?.file_url
    if (url) found.set(cid, url)
  }
  return found
}
