/** What a scenario has measured; `rows` are for the screen, the rest is kept as JSON. */
export type Result = { rows: Record<string, Record<string, string | number>>; raw: unknown }

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN
}
