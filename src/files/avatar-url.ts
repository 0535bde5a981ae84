import type { Ports } from '#src/ports.ts'
import { LONGEST_LINK_S } from '#src/providers/file-store.ts'

const DAY_MS = 24 * 3_600_000
const TYPES: Readonly<Record<string, string>> = {
  png: 'image/png',
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  webp: 'image/webp',
}

/** a link for up to seven days. The same for a whole day, so that browsers keep the picture. */
export async function avatarUrl(
  { files: store, clock }: Pick<Ports, 'files' | 'clock'>,
  key: string | null,
): Promise<string | null> {
  if (!key) return null
  const extension = key.split('.').at(-1) ?? ''
  return store.link(key, {
    secondsValid: LONGEST_LINK_S,
    // The portal before us may have kept others; whatever they are, they are no page.
    type: TYPES[extension] ?? 'application/octet-stream',
    filename: `avatar.${extension}`,
    disposition: 'attachment',
    from: new Date(Math.floor(clock().getTime() / DAY_MS) * DAY_MS),
  })
}
