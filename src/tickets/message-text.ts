import { z } from '@hono/zod-openapi'

export const LONGEST_TEXT = 20_000
const LONGEST_SUBJECT = 200

/** What somebody wrote, as plain text of several lines: nothing in it steers whatever shows it. */
export const MessageText = z
  .string()
  .max(LONGEST_TEXT)
  .overwrite(cleanText)
  .refine((text) => text !== '', { params: { rule: 'required' } })

/** One line, so that nothing of it becomes a header of a mail. */
export const SubjectLine = z
  .string()
  .max(LONGEST_SUBJECT)
  .refine((text) => !/[\r\n]/.test(text), { params: { rule: 'unreadable-text' } })
  .overwrite((text) => cleanText(text).replace(/[\s\p{Zl}\p{Zp}]+/gu, ' '))

export function cleanText(text: string): string {
  const lines = text.replace(/\r\n?/g, '\n').normalize('NFC')
  return lines.replace(STEERING, '').trim()
}

/** Controls but tab and line break, and those that turn the order of letters around: what is read is what was written. */
const STEERING = /(?![\t\n])[\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/gu
