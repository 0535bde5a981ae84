import type { NoticeKind } from '#src/db/notice-schema.ts'
import { escapeHtml } from '#src/html.ts'
import type { Locale } from '#src/locale.ts'

export type LetterLine = {
  kind: NoticeKind
  /** Who did it; null: the CRM, or nobody. */
  actor: string | null
  /** `[#7005]` or the ticket's number, and what it is called. */
  tag: string
  title: string
  /** What was said. */
  text: string | null
  url: string
}
type Links = { settingsUrl: string; stopUrl: string; ratingUrl?: string | undefined }
type Content = { subject: string; text: string; html: string }

/** About one thing. */
export function composeNotice(locale: Locale, line: LetterLine, links: Links): Content {
  const words = WORDS[locale]
  const sentence = sentenceOf(locale, line)
  const subject = `${line.tag} ${sentence}: ${line.title}`
  const body = [
    paragraph(sentence, { isStrong: true }),
    paragraph(`${line.tag} ${line.title}`),
    ...(line.text ? [quote(line.text)] : []),
    ...(links.ratingUrl ? [paragraph(words.howWasIt), button(words.rate, links.ratingUrl)] : []),
    button(words.open, line.url),
  ]
  return { subject, ...letterOf(locale, subject, body, links) }
}

/** Of several things at once, the oldest first. */
export function composeDigest(locale: Locale, lines: readonly LetterLine[], links: Links): Content {
  const words = WORDS[locale]
  const subject = words.digest(lines.length)
  const body = lines.flatMap((line) => [
    paragraph(sentenceOf(locale, line), { isStrong: true }),
    link(`${line.tag} ${line.title}`, line.url),
    ...(line.text ? [quote(shortened(line.text))] : []),
  ])
  return { subject, ...letterOf(locale, subject, body, links) }
}

export const sentenceOf = (locale: Locale, { kind, actor }: Pick<LetterLine, 'kind' | 'actor'>) =>
  WORDS[locale].kinds[kind](actor ?? WORDS[locale].somebody)

const LONGEST_IN_DIGEST = 300
const shortened = (text: string) =>
  text.length <= LONGEST_IN_DIGEST ? text : `${text.slice(0, LONGEST_IN_DIGEST).toWellFormed()}…`

/** The same for those who read text and those who read HTML. */
type Block = { text: string; html: string }
const paragraph = (text: string, { isStrong = false } = {}): Block => ({
  text,
  html: `<p style="margin:0 0 12px${isStrong ? ';font-weight:600' : ''}">${escapeHtml(text)}</p>`,
})
const quote = (text: string): Block => ({
  text: text.replace(/^/gm, '> '),
  html: `<blockquote style="margin:0 0 16px;padding:0 0 0 12px;border-left:3px solid #dfe3ea;white-space:pre-wrap" dir="auto">${escapeHtml(text)}</blockquote>`,
})
const link = (name: string, url: string): Block => ({
  text: `${name}\n${url}`,
  html: `<p style="margin:0 0 12px"><a href="${escapeHtml(url)}" style="color:#1f4e9e">${escapeHtml(name)}</a></p>`,
})
const button = (name: string, url: string): Block => ({
  text: `${name}:\n${url}`,
  html: `<p style="margin:0 0 16px"><a href="${escapeHtml(url)}" style="display:inline-block;background:#1f4e9e;color:#fff;text-decoration:none;font-weight:500;padding:10px 18px;border-radius:6px">${escapeHtml(name)}</a></p>`,
})

const FONT = "font-family:Onest,'Segoe UI',Roboto,Helvetica,Arial,sans-serif"

function letterOf(
  locale: Locale,
  subject: string,
  blocks: readonly Block[],
  { settingsUrl, stopUrl }: Links,
) {
  const { choose, stop } = WORDS[locale]
  const foot = `<a href="${escapeHtml(settingsUrl)}" style="color:#596373">${escapeHtml(choose)}</a> · <a href="${escapeHtml(stopUrl)}" style="color:#596373">${escapeHtml(stop)}</a>`
  return {
    text: `${blocks.map(({ text }) => text).join('\n\n')}\n\n--\nPonte\n${choose}: ${settingsUrl}\n${stop}: ${stopUrl}\n`,
    html: `<!doctype html>
<html lang="${locale}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escapeHtml(subject)}</title></head>
<body style="margin:0;padding:32px 16px;background:#f8f9fb;color:#1c2430;${FONT};font-size:16px;line-height:1.5">
<div style="max-width:560px;margin:0 auto;background:#fff;border:1px solid #dfe3ea;border-radius:8px;padding:32px">
<p style="margin:0 0 24px;font-weight:600;color:#1f4e9e">Ponte</p>
${blocks.map(({ html }) => html).join('\n')}
<p style="margin:24px 0 0;color:#596373;font-size:13px">${foot}</p>
</div>
</body>
</html>
`,
  }
}

type Words = {
  somebody: string
  kinds: Record<NoticeKind, (name: string) => string>
  open: string
  howWasIt: string
  rate: string
  choose: string
  stop: string
  digest(count: number): string
}

const WORDS: Record<Locale, Words> = {
  'pt-BR': {
    somebody: 'A central',
    kinds: {
      ticket_created: (name) => `${name} abriu um chamado`,
      requester_reply: (name) => `${name} respondeu`,
      agent_reply: (name) => `${name} respondeu`,
      assigned: () => 'Um chamado passou para você',
      mention: (name) => `${name} mencionou você`,
      resolved: () => 'Chamado resolvido',
      reopened: () => 'Chamado reaberto',
      sla_warning: () => 'Prazo perto do fim',
      sla_breached: () => 'Prazo vencido',
    },
    open: 'Abrir o chamado',
    howWasIt: 'Como foi o atendimento? Leva menos de um minuto, e não é preciso entrar.',
    rate: 'Avaliar o atendimento',
    choose: 'Escolher avisos',
    stop: 'Não receber mais estes e-mails',
    digest: (count) => (count === 1 ? '1 aviso do Ponte' : `${count} avisos do Ponte`),
  },
  es: {
    somebody: 'La central',
    kinds: {
      ticket_created: (name) => `${name} abrió un ticket`,
      requester_reply: (name) => `${name} respondió`,
      agent_reply: (name) => `${name} respondió`,
      assigned: () => 'Un ticket pasó a usted',
      mention: (name) => `${name} le mencionó`,
      resolved: () => 'Ticket resuelto',
      reopened: () => 'Ticket reabierto',
      sla_warning: () => 'Plazo por terminar',
      sla_breached: () => 'Plazo vencido',
    },
    open: 'Abrir el ticket',
    howWasIt: '¿Cómo fue la atención? Toma menos de un minuto, y no hace falta entrar.',
    rate: 'Calificar la atención',
    choose: 'Elegir avisos',
    stop: 'No recibir más estos correos',
    digest: (count) => (count === 1 ? '1 aviso de Ponte' : `${count} avisos de Ponte`),
  },
  en: {
    somebody: 'The help desk',
    kinds: {
      ticket_created: (name) => `${name} opened a ticket`,
      requester_reply: (name) => `${name} replied`,
      agent_reply: (name) => `${name} replied`,
      assigned: () => 'A ticket was assigned to you',
      mention: (name) => `${name} mentioned you`,
      resolved: () => 'Ticket resolved',
      reopened: () => 'Ticket reopened',
      sla_warning: () => 'Time is running out',
      sla_breached: () => 'The deadline has passed',
    },
    open: 'Open the ticket',
    howWasIt: 'How did it go? It takes less than a minute, and you need not sign in.',
    rate: 'Rate the help you got',
    choose: 'Choose notifications',
    stop: 'Stop these e-mails',
    digest: (count) => (count === 1 ? '1 notification from Ponte' : `${count} notifications from Ponte`),
  },
  ru: {
    somebody: 'Служба поддержки',
    kinds: {
      ticket_created: (name) => `Новая заявка: ${name}`,
      requester_reply: (name) => `Ответ: ${name}`,
      agent_reply: (name) => `Ответ: ${name}`,
      assigned: () => 'Заявка передана вам',
      mention: (name) => `Вас упоминает ${name}`,
      resolved: () => 'Заявка решена',
      reopened: () => 'Заявка открыта снова',
      sla_warning: () => 'Срок подходит к концу',
      sla_breached: () => 'Срок истёк',
    },
    open: 'Открыть заявку',
    howWasIt: 'Как всё прошло? Это займёт меньше минуты, входить не нужно.',
    rate: 'Оценить помощь',
    choose: 'Настроить уведомления',
    stop: 'Больше не получать такие письма',
    digest: (count) => `Уведомления Ponte: ${count}`,
  },
}
