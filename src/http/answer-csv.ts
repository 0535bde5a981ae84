import type { Context } from 'hono'
import type { Edge } from './edge.ts'

/** For spreadsheets, as a file of its own. */
export const answerCsv = (c: Context<Edge>, name: string, text: string) =>
  c.body(text, 200, {
    'Content-Type': 'text/csv; charset=utf-8',
    'Content-Disposition': `attachment; filename="${name}.csv"`,
  })
