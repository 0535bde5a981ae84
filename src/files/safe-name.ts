const LONGEST = 150
const LONGEST_EXTENSION = 16
/** When nothing of a name is left. */
const NAMELESS = 'file'

/** What file systems cannot carry. */
const NOT_IN_NAMES = /[<>:"|?*]/g
/** Controls, marks that turn the direction of writing, other characters that nobody sees, and breaks of lines. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Co}\p{Cn}\p{Zl}\p{Zp}]/gu
const RESERVED = /^(con|prn|aux|nul|com\d|lpt\d)(?=\.|$)/i

/** A name that is only a name: one line, no path, nothing that hides what it ends with. */
export function safeName(given: string): string {
  const plain = given
    .toWellFormed()
    .normalize('NFC')
    .replace(UNSEEN, '')
    .split(/[/\\]/)
    .filter((step) => !/^\.*$/.test(step))
    .join('_')
    .replace(NOT_IN_NAMES, '_')
    .replace(/\.{2,}/g, '.')
    .replace(/\s+/g, ' ')
    .replace(/^[ .]+|[ .]+$/g, '')
    .replace(RESERVED, '_$1')
  return shorten(plain) || NAMELESS
}

/** In small letters, without the dot; empty when there is none. */
export const extensionOf = (name: string) => /[^.]\.([^. ]{1,16})$/.exec(name)?.[1]?.toLowerCase() ?? ''

/** By what people count as characters, so that no emoji is cut in two. */
function shorten(name: string): string {
  if (name.length <= LONGEST) return name
  const dot = name.lastIndexOf('.')
  const extension = dot > 0 && name.length - dot <= LONGEST_EXTENSION ? name.slice(dot) : ''
  const stem = name.slice(0, name.length - extension.length)
  let kept = ''
  for (const { segment } of new Intl.Segmenter().segment(stem)) {
    if (kept.length + segment.length + extension.length > LONGEST) break
    kept += segment
  }
  return `${kept.replace(/[ .]+$/, '') || NAMELESS}${extension}`
}
