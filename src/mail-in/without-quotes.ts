/** What somebody wrote in a mail, without the mail that they answer and what their program adds below. */
export function withoutQuotes(text: string): string {
  const lines = text.split('\n')
  const kept: string[] = []
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at] ?? ''
    if (/^-- ?$/.test(line) || DIVIDERS.test(line) || beginsHeaders(lines, at)) break
    if (/^\s*>/.test(line)) continue
    const length = introduction(lines, at)
    if (length === 0) {
      kept.push(line)
      continue
    }
    const next = lines.slice(at + length).find((after) => after.trim() !== '')
    // Without marks nobody knows where the quoted mail ends.
    if (next !== undefined && !/^\s*>/.test(next)) break
    at += length - 1
  }
  return kept
    .join('\n')
    .trim()
    .replace(SENT_FROM, '')
    .replace(/\n{3,}/g, '\n\n')
    .trim()
}

const ORIGINAL = [
  'original message',
  'mensagem original',
  'mensagem encaminhada',
  'mensaje original',
  'forwarded message',
  'исходное сообщение',
  'пересылаемое сообщение',
]
const DIVIDERS = new RegExp(`^\\s*(?:-{2,}\\s*(?:${ORIGINAL.join('|')})\\s*-{2,}|_{20,})\\s*$`, 'iu')
const SENT_FROM =
  /\n*^(?:enviado (?:do|desde|a partir d\p{L}|pelo) .{2,40}|sent from .{2,40}|get outlook for .{2,20}|obter o outlook para .{2,20}|отправлено (?:с|из) .{2,40})$/imu

/** As Outlook begins a quoted mail: its sender, and soon after when it was sent. */
function beginsHeaders(lines: readonly string[], at: number): boolean {
  if (!/^\*?(?:from|de|от):\*?\s/i.test(lines[at]?.trim() ?? '')) return false
  return lines
    .slice(at + 1, at + 4)
    .some((line) =>
      /^\*?(?:sent|enviad[ao](?: em| el)?|date|data|fecha|отправлено|дата):\*?\s/i.test(line.trim()),
    )
}

/** How many lines from here say who wrote what comes next; programs break a long one. */
function introduction(lines: readonly string[], at: number): number {
  const first = lines[at] ?? ''
  if (first.trim() === '') return 0
  for (let length = 1; length <= 3; length++) {
    const line = lines
      .slice(at, at + length)
      .join(' ')
      .trim()
    if (line.length > 400) return 0
    if (WROTE.test(line)) return length
  }
  return 0
}

const WROTE = new RegExp(
  `^(?:on|em|el|le|am|в|\\p{L}{2,3}[.,]|\\d).{4,300}(?:${[
    'wrote',
    'escreveu',
    'escribió',
    'a écrit',
    'пишет',
    'написала?',
    'написал\\(а\\)',
    '<[^<>\\s]+@[^<>\\s]+>',
  ].join('|')})\\s*:$`,
  'iu',
)
