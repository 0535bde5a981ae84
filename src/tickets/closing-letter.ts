import { escapeHtml } from '#src/html.ts'
import type { Locale } from '#src/locale.ts'

type Particulars = {
  ticket: { number: string; title: string }
  closesAt: Date
  url: string
  timeZone: string
}
type Words = {
  subject: string
  /** `day`: when it will be closed. */
  closes(day: string): string
  keep: string
  open: string
}

/** What was resolved is about to be closed: to whoever asked, who may see it otherwise. */
export function composeClosing(locale: Locale, { ticket, closesAt, url, timeZone }: Particulars) {
  const words = WORDS[locale]
  const day = new Intl.DateTimeFormat(locale, { timeZone, dateStyle: 'long' }).format(closesAt)
  const about = `${ticket.number}: ${ticket.title}`
  const link = `<a href="${escapeHtml(url)}">${escapeHtml(words.open)}</a>`
  return {
    subject: `${words.subject}: ${about}`,
    text: `${about}\n\n${words.closes(day)}\n\n${words.keep}\n\n${words.open}: ${url}\n\nPonte\n`,
    html: `<!doctype html><html lang="${locale}"><head><meta charset="utf-8"></head><body>
<p><strong>${escapeHtml(about)}</strong></p><p>${escapeHtml(words.closes(day))}</p><p>${escapeHtml(words.keep)}</p><p>${link}</p></body></html>`,
  }
}

const WORDS: Record<Locale, Words> = {
  'pt-BR': {
    subject: 'Seu chamado será encerrado',
    closes: (day) => `Seu chamado está resolvido e será encerrado em ${day}.`,
    keep: 'Se ainda não está resolvido para você, abra o chamado e escreva uma mensagem: ele continua aberto.',
    open: 'Abrir o chamado',
  },
  es: {
    subject: 'Su ticket se cerrará',
    closes: (day) => `Su ticket está resuelto y se cerrará el ${day}.`,
    keep: 'Si para usted aún no está resuelto, abra el ticket y escriba un mensaje: seguirá abierto.',
    open: 'Abrir el ticket',
  },
  en: {
    subject: 'Your ticket is about to be closed',
    closes: (day) => `Your ticket is resolved and will be closed on ${day}.`,
    keep: 'If it is not resolved for you yet, open the ticket and write a message: it stays open.',
    open: 'Open the ticket',
  },
  ru: {
    subject: 'Ваша заявка будет закрыта',
    closes: (day) => `Ваша заявка решена и будет закрыта ${day}.`,
    keep: 'Если для вас вопрос ещё не решён, откройте заявку и напишите сообщение: она останется открытой.',
    open: 'Открыть заявку',
  },
}
