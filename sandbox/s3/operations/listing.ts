import type { ListedObject, Objects } from '#sandbox/s3/store/objects.ts'
import { AFTER_ALL } from '#sandbox/s3/store/objects.ts'

export const OWNER = { ID: 'ponte-sandbox', DisplayName: 'ponte-sandbox' }
export const isoMoment = (moment: number) => new Date(moment).toISOString()
export const quoted = (etag: string) => `"${etag}"`

export type Wanted = {
  prefix: string
  /** Keys that are alike up to here are one entry. Empty: none. */
  delimiter: string
  /** Exclusive. */
  after: string
  most: number
}
export type Page = {
  objects: ListedObject[]
  prefixes: string[]
  /** What the next page comes after; null: there is none. */
  next: string | null
}

const FIRST = Buffer.from([0])

export function readPage(objects: Objects, bucket: string, { prefix, delimiter, after, most }: Wanted): Page {
  const page: Page = { objects: [], prefixes: [], next: null }
  if (most === 0) return page
  const groupOf = (key: string) => {
    const at = delimiter ? key.indexOf(delimiter, prefix.length) : -1
    return at < 0 ? null : key.slice(0, at + delimiter.length)
  }
  const isGroup = after.startsWith(prefix) && groupOf(after) === after
  let from: Buffer | null = Buffer.concat([Buffer.from(after), isGroup ? AFTER_ALL : after ? FIRST : EMPTY])
  let last = ''
  while (from) {
    const walk = objects.walk(bucket, Buffer.from(prefix), from)
    from = null
    for (const object of walk) {
      if (page.objects.length + page.prefixes.length === most) return { ...page, next: last }
      const group = groupOf(object.key)
      if (group === null) page.objects.push(object)
      else page.prefixes.push(group)
      last = group ?? object.key
      // A folder of a million objects is one step.
      if (group !== null) from = Buffer.concat([Buffer.from(group), AFTER_ALL])
      if (from) break
    }
  }
  return page
}

const EMPTY = Buffer.alloc(0)
