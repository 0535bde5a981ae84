import * as z from 'zod'
import type { FieldMap } from './field-map.ts'
import { wholeSigns } from './php-query.ts'
import type { WireFields } from './to-wire.ts'
import { understood } from './wire.ts'

const Item = z.record(z.string(), z.unknown())

/** Whether the item is already as a write would make it. */
export function isChanged({ fields }: FieldMap, item: unknown, wanted: WireFields): boolean {
  const there = understood(Item, item)
  const types = new Map(fields.map(({ code, type }) => [code, type]))
  return Object.entries(wanted).every(([name, value]) => isSame(types.get(name), there[name], value))
}

/** The portal answers numbers for text and text for numbers, and moments in an offset of its own. */
function isSame(type: string | undefined, there: unknown, wanted: string | number | null): boolean {
  if (isEmpty(there) || isEmpty(wanted)) return isEmpty(there) && isEmpty(wanted)
  const [is, shall] = [String(there), String(wanted)]
  if (is === shall) return true
  if (type === 'datetime') return secondOf(is) === secondOf(shall)
  if (type === 'date') return is.slice(0, 10) === shall.slice(0, 10)
  if (type === 'double' || type === 'integer') return Number(is) === Number(shall)
  return textOf(is) === textOf(shall)
}

const isEmpty = (value: unknown) => value === null || value === undefined || value === '' || value === false
const secondOf = (text: string) => Math.floor(new Date(text).getTime() / 1_000)
/** Portals trim what is typed, and a line ends there in two ways. */
export const textOf = (text: string) => wholeSigns(text).replaceAll('\r\n', '\n').trim()
