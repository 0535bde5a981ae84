import { z } from '@hono/zod-openapi'
import type { Match } from '#src/version-match.ts'

/** For `request`: which versions a change may be made to. */
export const IfMatch = z.object({
  'if-match': z
    .string()
    .max(200)
    .optional()
    .openapi({ example: '"3"', description: 'The version of what was looked at; * is any' }),
})

/** null: any; undefined: nothing was said. What is none of our versions matches nothing. */
export function readIfMatch(text: string | undefined): Match {
  if (text === undefined || text.trim() === '') return undefined
  if (text.trim() === '*') return null
  return text.split(',').flatMap((part) => {
    // Servers in between that compress an answer make its tag a weak one.
    const version = /^\s*(?:W\/)?"(\d{1,9})"\s*$/.exec(part)?.[1]
    return version === undefined ? [] : [Number(version)]
  })
}

export const etagOf = ({ version }: { version: number }) => `"${version}"`
