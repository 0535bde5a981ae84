const ZONED = /T\d\d:\d\d(?::\d\d)?(?:\.\d+)?(Z|[+-]\d\d:?\d\d)$/
const UNZONED = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d)?$/

/** Moments without an offset are in the portal's, as those beside them tell it; where none does, UTC, and not whatever we run in. */
export function zoned(row: unknown, names: readonly string[]): unknown {
  if (row === null || typeof row !== 'object') return row
  const values = row as Record<string, unknown>
  const texts = names.flatMap((name) =>
    typeof values[name] === 'string' ? [[name, values[name]] as const] : [],
  )
  const bare = texts.filter(([, text]) => UNZONED.test(text))
  if (bare.length === 0) return row
  const [offset = 'Z'] = texts.flatMap(([, text]) => ZONED.exec(text)?.[1] ?? [])
  return {
    ...values,
    ...Object.fromEntries(bare.map(([name, text]) => [name, `${text.replace(' ', 'T')}${offset}`])),
  }
}
