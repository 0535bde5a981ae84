import type { Ports } from '#src/ports.ts'

const SECONDS_VALID = 7 * 24 * 3600
const DAY_MS = 24 * 3_600_000
const TYPES: Readonly<Record<string, string>> = {
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  png: 'image/png',
  webp: 'image/webp',
  gif: 'image/gif',
}

/** Where a person's picture is; null: they have none. The same all day, so that browsers keep what they have. */
export async function pictureLink(
  { files, clock }: Pick<Ports, 'files' | 'clock'>,
  key: string | null | undefined,
): Promise<string | null> {
  if (!key) return null
  const extension = key.split('.').at(-1)?.toLowerCase() ?? ''
  return files.link(key, {
    secondsValid: SECONDS_VALID,
    type: TYPES[extension] ?? 'application/octet-stream',
    filename: `picture.${extension}`,
    disposition: 'attachment',
    from: new Date(Math.floor(clock().getTime() / DAY_MS) * DAY_MS),
  })
}
