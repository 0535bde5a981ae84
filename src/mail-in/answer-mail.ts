import { eq } from 'drizzle-orm'
import { inboundMails } from '#src/db/mail-schema.ts'
import { users } from '#src/db/schema.ts'
import { escapeHtml } from '#src/html.ts'
import type { Task } from '#src/jobs/worker.ts'
import { DEFAULT_LOCALE, type Locale } from '#src/locale.ts'
import type { Config, Ports } from '#src/ports.ts'

/** Says where tickets are filed to whoever wrote to an address that nobody reads. A machine is never asked to answer it. */
export const answerMail =
  ({ db, mailer }: Pick<Ports, 'db' | 'mailer'>, { publicUrl }: Config['server']): Task<'answer-mail'> =>
  async ({ mailId }, job) => {
    const [found] = await db
      .select({ from: inboundMails.fromEmail, locale: users.locale })
      .from(inboundMails)
      .leftJoin(users, eq(users.email, inboundMails.fromEmail))
      .where(eq(inboundMails.id, mailId))
    if (!found?.from) return
    const { subject, text } = WORDS[found.locale ?? DEFAULT_LOCALE]
    const link = `<a href="${escapeHtml(publicUrl)}">${escapeHtml(publicUrl)}</a>`
    await mailer.send(
      {
        to: found.from,
        subject,
        text: `${text}\n\n${publicUrl}\n\nPonte\n`,
        html: `<p>${escapeHtml(text)}</p><p>${link}</p>`,
        messageId: `<mail-${mailId}@${new URL(publicUrl).hostname}>`,
        isAutomatic: true,
      },
      job.signal,
    )
  }

const WORDS: Record<Locale, { subject: string; text: string }> = {
  'pt-BR': {
    subject: 'Sua mensagem não chegou a um chamado',
    text: 'Ninguém lê este endereço. Para pedir ajuda, abra um chamado na página abaixo.',
  },
  es: {
    subject: 'Su mensaje no llegó a ningún ticket',
    text: 'Nadie lee esta dirección. Para pedir ayuda, abra un ticket en la página siguiente.',
  },
  en: {
    subject: 'Your message has not reached a ticket',
    text: 'Nobody reads this address. To ask for help, open a ticket on the page below.',
  },
  ru: {
    subject: 'Ваше сообщение не попало в заявку',
    text: 'Этот адрес никто не читает. Чтобы обратиться за помощью, создайте заявку на странице ниже.',
  },
}
