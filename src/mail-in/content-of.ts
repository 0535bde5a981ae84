import type { Locale } from '#src/locale.ts'
import { htmlOf } from '#src/tickets/mail-content.ts'
import { LONGEST_TEXT } from '#src/tickets/message-text.ts'
import { safeHtml } from '#src/tickets/received-html.ts'
import type { KeptParts, RefusedPart, Why } from './keep-parts.ts'
import type { Mail } from './read-mail.ts'
import { withoutQuotes } from './without-quotes.ts'

/** What is said: the text by itself, and all of the mail to be looked at where that says more. */
export type Content = { text: string; bodyHtml: string | null }

/** Whether there is anything that somebody wrote or sent. */
export const isEmpty = (mail: Mail) => withoutQuotes(mail.text) === '' && mail.attachments.length === 0

export function contentOf(mail: Mail, { pictures, refused }: KeptParts, locale: Locale): Content {
  const written = withoutQuotes(mail.text)
  const names = mail.attachments.flatMap(({ name }) => name ?? [])
  const said = written || names.join(', ') || mail.subject || '…'
  const notes = refused.map((one) => noteOf(one, locale)).join('\n')
  const room = LONGEST_TEXT - notes.length - 4
  const whole = said.length <= room ? said : `${said.slice(0, room).toWellFormed()}…`
  return {
    text: notes ? `${whole}\n\n${notes}` : whole,
    bodyHtml: mail.html === null ? wholeText(mail, whole) : safeHtml(withPictures(mail.html, pictures)),
  }
}

const LONGEST_KEPT = 500_000
const wholeText = ({ text }: Mail, said: string) =>
  text === said || text.length > LONGEST_KEPT ? null : htmlOf(text)

/** Places of pictures name the files by what they are called here. */
function withPictures(html: string, pictures: ReadonlyMap<string, string>): string {
  let named = html
  for (const [cid, name] of pictures) named = named.replaceAll(`cid:${cid}`, `cid:${name}`)
  return named
}

function noteOf({ name, why }: RefusedPart, locale: Locale): string {
  const { notTaken, reasons } = WORDS[locale]
  return `${notTaken}: ${name} (${reasons[why]})`
}

const WORDS: Record<Locale, { notTaken: string; reasons: Record<Why, string> }> = {
  'pt-BR': {
    notTaken: 'Anexo não recebido',
    reasons: {
      type: 'este tipo de arquivo não é aceito',
      size: 'grande demais',
      empty: 'vazio',
      quota: 'limite de envio do dia atingido',
      count: 'arquivos demais',
    },
  },
  es: {
    notTaken: 'Adjunto no recibido',
    reasons: {
      type: 'este tipo de archivo no se acepta',
      size: 'demasiado grande',
      empty: 'vacío',
      quota: 'límite de envío del día alcanzado',
      count: 'demasiados archivos',
    },
  },
  en: {
    notTaken: 'Attachment not received',
    reasons: {
      type: 'this type of file is not accepted',
      size: 'too large',
      empty: 'empty',
      quota: 'the limit of the day is reached',
      count: 'too many files',
    },
  },
  ru: {
    notTaken: 'Вложение не получено',
    reasons: {
      type: 'такие файлы не принимаются',
      size: 'слишком большое',
      empty: 'пустое',
      quota: 'достигнут дневной предел',
      count: 'слишком много файлов',
    },
  },
}
