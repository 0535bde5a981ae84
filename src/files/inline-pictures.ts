import type { Locale } from '#src/locale.ts'
import { isOpen } from './file-view.ts'
import type { CrmFileRow } from './inward-files.ts'
import type { FileRow } from './store-upload.ts'

type File = Pick<FileRow, 'id' | 'filename' | 'mime' | 'scanStatus'>
type Inward = Pick<CrmFileRow, 'contentId' | 'name' | 'fileId' | 'state'>
/** What hangs on the message, here and in the CRM. */
type Of = { files: readonly File[]; inward: readonly Inward[] }
type Absence = 'waiting' | 'missing'
/** `origin`: where our links begin for whoever reads; nothing for pages of ours. */
export type Reader = { origin: string; locale: Locale }

export const BODY_HTML =
  'Sanitised. Pictures that came with a mail lead to GET /api/v1/attachments/{id}; of those that are not here data-state is waiting or missing. Pictures elsewhere are not loaded; data-src is where'

const PLACE = /<img ([^>]*?)data-cid="([^"]*)"/g
const ENTITIES: Record<string, string> = { '&amp;': '&', '&quot;': '"', '&lt;': '<', '&gt;': '>' }

/**
 * The HTML of a stored mail with the pictures that came with it in their places, each by its own link, which asks who opens it.
 * Done as it is read, since they come after the mail. One that is not here says so in its place.
 */
export function showPictures(
  html: string | null,
  { files = [], inward = [] }: { [Key in keyof Of]?: Of[Key] | undefined },
  { origin, locale }: Reader,
): string | null {
  if (!html?.includes('data-cid="')) return html
  const found = picturesIn(html, { files, inward })
  return html.replace(PLACE, (_, before: string, cid: string) => {
    const picture = found.get(cid) ?? 'missing'
    if (typeof picture === 'object')
      return `<img ${before}src="${origin}/api/v1/attachments/${picture.id}" data-cid="${cid}"`
    const said = before.replace(
      /alt="([^"]*)"/,
      (_alt, alt: string) => `alt="${alt ? `${alt} ` : ''}(${WORDS[locale][picture]})"`,
    )
    return `<img ${said}data-cid="${cid}" data-state="${picture}"`
  })
}

/**
 * The CRM need not tell which of its files is which: then it is the only picture that is called as the name begins, since mail
 * programs write `image001.png@01D9`; or what is left, where one place and one picture are.
 */
function picturesIn(html: string, of: Of): Map<string, File | Absence> {
  const cids = new Set([...html.matchAll(PLACE)].map(([, , cid = '']) => cid))
  const found = new Map([...cids].map((cid) => [cid, byName(plain(cid), of)]))
  const taken = new Set(found.values())
  const [left, another] = [...cids].filter((cid) => !found.get(cid))
  const [picture, more] = of.files.filter((file) => isPicture(file) && !taken.has(file))
  const isWhole = of.inward.every(({ state }) => state === 'here')
  if (left && picture && !another && !more && isWhole) found.set(left, picture)
  const rest = of.inward.some(({ state }) => state === 'waiting') ? 'waiting' : 'missing'
  return new Map([...found].map(([cid, one]) => [cid, asFarAsOpen(one ?? rest)]))
}

function byName(cid: string, { files, inward }: Of): File | Absence | undefined {
  const told = inward.find(({ contentId }) => contentId === cid)
  if (told) return files.find(({ id }) => id === told.fileId) ?? absenceOf(told)
  const name = cid.split('@')[0]?.toLowerCase()
  const [named, another] = files.filter((file) => isPicture(file) && file.filename.toLowerCase() === name)
  if (named) return another ? undefined : named
  const absent = inward.find((file) => file.state !== 'here' && file.name?.toLowerCase() === name)
  return absent && absenceOf(absent)
}

const absenceOf = ({ state }: Inward): Absence => (state === 'waiting' ? 'waiting' : 'missing')

function asFarAsOpen(picture: File | Absence): File | Absence {
  if (typeof picture !== 'object' || (isPicture(picture) && isOpen(picture))) return picture
  return picture.scanStatus === 'waiting' ? 'waiting' : 'missing'
}

const isPicture = ({ mime }: File) => /^image\/(?!svg)/.test(mime)
const plain = (cid: string) => cid.replace(/&(?:amp|quot|lt|gt);/g, (entity) => ENTITIES[entity] ?? entity)

const WORDS: Record<Locale, Record<Absence, string>> = {
  'pt-BR': { waiting: 'imagem a caminho', missing: 'imagem indisponível' },
  es: { waiting: 'imagen en camino', missing: 'imagen no disponible' },
  en: { waiting: 'picture on its way', missing: 'picture not available' },
  ru: { waiting: 'изображение ещё в пути', missing: 'изображение недоступно' },
}
