import type { Mail, MailPart } from './read-mail.ts'

/** Whether a mail was written by a person, and whether it is theirs. */

type Automatic = 'bounce' | 'automatic'

/** A machine's mail is never answered and never a message: so no two of them write to each other for ever. */
export function isAutomatic({ headers, from }: Mail): Automatic | null {
  const one = (name: string) => headers(name)[0]?.trim().toLowerCase() ?? ''
  const type = one('content-type')
  const isNobody = /^(?:mailer-daemon|postmaster)@/.test(from ?? '') || /^<\s*>$/.test(one('return-path'))
  if (isNobody || /^multipart\/report\b/.test(type)) return 'bounce'
  const submitted = one('auto-submitted')
  if (submitted !== '' && !/^no\b/.test(submitted)) return 'automatic'
  if (/^(?:bulk|junk|list|auto_reply)\b/.test(one('precedence'))) return 'automatic'
  const isMarked = MARKS.some((name) => headers(name).length > 0)
  return isMarked ? 'automatic' : null
}

/** Whoever writes such a header is no person at a keyboard. */
const MARKS = [
  'x-auto-response-suppress',
  'x-autoreply',
  'x-autorespond',
  'x-autoresponder',
  'list-id',
  'list-unsubscribe',
]

/** Of a mail that came back, which of ours it was, and then what that referred to. */
export function returnedIds({ attachments, answers }: Mail): string[] {
  const heads = attachments
    .filter(({ type }) => type === 'message/rfc822' || type === 'text/rfc822-headers')
    .map((part) => textOf(part).split(/\r?\n\r?\n/, 1)[0] ?? '')
  const named = (name: string) =>
    heads.flatMap((head) => {
      const [, value = ''] = new RegExp(`^${name}:((?:.|\\r?\\n[ \\t])*)`, 'im').exec(head) ?? []
      return value.match(/<[^<>\s]{3,253}>/g) ?? []
    })
  return [...new Set([...named('message-id'), ...answers, ...named('references')])].slice(0, MOST_NAMED)
}

const MOST_NAMED = 100
const textOf = ({ bytes }: MailPart) => Buffer.from(bytes.subarray(0, 65_536)).toString('latin1')

/** Of what came back: whether it was given up (RFC 3464). That it is late, or was opened, says the same kind of mail. */
export function isUndelivered({ attachments, headers }: Mail): boolean {
  const reports = attachments.filter(({ type }) => /^message\/(?:global-)?delivery-status$/.test(type))
  if (reports.length > 0) return reports.some((part) => /^action:\s*failed\b/im.test(textOf(part)))
  return !/^multipart\/report\b/.test(headers('content-type')[0]?.trim().toLowerCase() ?? '')
}

/**
 * What the relay that we trust found out about the sender (RFC 8601): only its own line, the uppermost, counts. `none`: there is no
 * such relay, or it says nothing.
 */
export function authenticity({ headers, from }: Mail, authServer: string | null): 'pass' | 'fail' | 'none' {
  if (authServer === null || from === null) return 'none'
  const line = headers('authentication-results')
    // What others may have put into it says nothing.
    .map((value) => value.replace(/"[^"]*"/g, '').replace(/\([^()]*\)/g, ''))
    .find((value) => value.trim().toLowerCase().split(/[\s;]/, 1)[0] === authServer)
  const [, part = ''] = /;\s*(dmarc\s*=[^;]*)/i.exec(line ?? '') ?? []
  const [, found = ''] = /^dmarc\s*=\s*(\w+)/i.exec(part) ?? []
  if (found.toLowerCase() === 'fail') return 'fail'
  const [, domain] = /header\.from\s*=\s*(?:[^\s;]*@)?([^\s;@]+)/i.exec(part) ?? []
  const isTheirs = domain === undefined || domain.toLowerCase() === from.split('@')[1]
  return found.toLowerCase() === 'pass' && isTheirs ? 'pass' : 'none'
}
