import { randomBytes } from 'node:crypto'
import { EventEmitter } from 'node:events'
import * as fs from 'node:fs'
import * as path from 'node:path'
import PostalMime, { type Email } from 'postal-mime'

/** One mailbox for everybody: each letter is a file, exactly as it came over the wire. */
export type Mailbox = {
  put(raw: Buffer, envelope: Envelope): Promise<void>
  list(): MailSummary[]
  read(id: string): Promise<Mail | null>
  raw(id: string): Buffer | null
  clear(): void
  /** `arrived` after each letter. */
  events: EventEmitter<{ arrived: [MailSummary] }>
}
export type Envelope = { from: string; to: string[] }
export type MailSummary = { id: string; at: string; from: string; to: string[]; subject: string }
export type Mail = MailSummary & {
  text: string
  html: string | null
  attachments: { filename: string; sizeBytes: number }[]
}

const MOST = 500

export function openMailbox(folder: string): Mailbox {
  fs.mkdirSync(folder, { recursive: true })
  const events: Mailbox['events'] = new EventEmitter()
  const summaries: MailSummary[] = fs
    .readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .sort()
    .map((name) => JSON.parse(fs.readFileSync(path.join(folder, name), 'utf8')) as MailSummary)
  const fileOf = (id: string, ending: 'eml' | 'json') => path.join(folder, `${id}.${ending}`)
  const find = (id: string) => summaries.find((summary) => summary.id === id) ?? null
  const remove = (id: string) => {
    for (const ending of ['json', 'eml'] as const) fs.rmSync(fileOf(id, ending), { force: true })
  }

  return {
    events,
    async put(raw, { from, to }) {
      const { subject } = contentOf(await PostalMime.parse(raw))
      const at = new Date().toISOString()
      const id = `${at.replace(/\D/g, '')}-${randomBytes(4).toString('hex')}`
      const summary = { id, at, from, to, subject }
      // The summary last: a letter is there once it can be read whole.
      fs.writeFileSync(fileOf(id, 'eml'), raw)
      fs.writeFileSync(fileOf(id, 'json'), JSON.stringify(summary))
      summaries.push(summary)
      while (summaries.length > MOST) remove(summaries.shift()?.id ?? '')
      events.emit('arrived', summary)
    },
    list: () => summaries.toReversed(),
    async read(id) {
      const summary = find(id)
      if (!summary) return null
      const email = await PostalMime.parse(fs.readFileSync(fileOf(id, 'eml')))
      return { ...summary, ...contentOf(email) }
    },
    raw: (id) => (find(id) ? fs.readFileSync(fileOf(id, 'eml')) : null),
    clear() {
      for (const { id } of summaries.splice(0)) remove(id)
    },
  }
}

function contentOf(email: Email) {
  return {
    subject: email.subject ?? '',
    text: email.text ?? '',
    html: email.html ?? null,
    attachments: email.attachments.map(({ filename, content }) => ({
      filename: filename ?? 'attachment',
      sizeBytes: typeof content === 'string' ? content.length : content.byteLength,
    })),
  }
}
