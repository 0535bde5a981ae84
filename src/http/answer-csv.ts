import type { Context } from 'hono'
import { CSV_START, type CsvLine, csvLine } from '#src/csv.ts'
import type { Edge } from './edge.ts'

const CHUNK = 16 * 1024

/**
 * For spreadsheets, as a file of its own. A line is asked for when there is room for it on the way, so however many they are, few
 * of them are here. What fails in the middle breaks the answer off: half a file must not look like a whole one.
 */
export function answerCsv(c: Context<Edge>, name: string, lines: Iterable<CsvLine> | AsyncIterable<CsvLine>) {
  const { log } = c.var
  async function* bytes() {
    const encoder = new TextEncoder()
    let text = CSV_START
    try {
      for await (const line of lines) {
        text += csvLine(line)
        if (text.length < CHUNK) continue
        yield encoder.encode(text)
        text = ''
      }
    } catch (error) {
      log.error({ err: error }, 'a spreadsheet broke off')
      throw error
    }
    yield encoder.encode(text)
  }
  return c.body(ReadableStream.from(bytes()) as ReadableStream<Uint8Array<ArrayBuffer>>, 200, {
    'Content-Type': 'text/csv; charset=utf-8',
    'Content-Disposition': `attachment; filename="${name}.csv"`,
  })
}
