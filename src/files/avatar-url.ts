import type { Ports } from '#src/ports.ts'
import { type FileStore, LONGEST_LINK_S } from '#src/providers/file-store.ts'

const DAY_MS = 24 * 3_600_000
const TYPES: Readonly<Record<string, string>> = {
  png: 'image/png',
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  webp: 'image/webp',
}

/** Signing costs as much as a query, and a list shows the same few faces hundreds of times. */
const signed = new WeakMap<FileStore, { day: number; links: Map<string, Promise<string>> }>()

/** a link for up to seven days. The same for a whole day, so that browsers keep the picture. */
export async function avatarUrl(
  { files: store, clock }: Pick<Ports, 'files' | 'clock'>,
  key: string | null,
): Promise<string | null> {
  if (!key) return null
  const day = Math.floor(clock().getTime() / DAY_MS)
  const links = linksOf(store, day)
  const link = links.get(key) ?? sign(store, key, new Date(day * DAY_MS))
  links.set(key, link)
  return link
}

function linksOf(store: FileStore, day: number): Map<string, Promise<string>> {
  const known = signed.get(store)
  if (known?.day === day) return known.links
  const links = new Map<string, Promise<string>>()
  signed.set(store, { day, links })
  return links
}

function sign(store: FileStore, key: string, from: Date): Promise<string> {
  const extension = key.split('.').at(-1) ?? ''
  return store.link(key, {
    secondsValid: LONGEST_LINK_S,
    // The portal before us may have kept others; whatever they are, they are no page.
    type: TYPES[extension] ?? 'application/octet-stream',
    filename: `avatar.${extension}`,
    disposition: 'attachment',
    from,
  })
}
