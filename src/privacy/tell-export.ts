import { and, eq } from 'drizzle-orm'
import { privacyExports } from '#src/db/privacy-schema.ts'
import { users } from '#src/db/schema.ts'
import { escapeHtml } from '#src/html.ts'
import type { Task } from '#src/jobs/worker.ts'
import type { Locale } from '#src/locale.ts'
import type { Config, Ports } from '#src/ports.ts'

/** To whoever asked: that it is there. What is in it is fetched after signing in. */
export const tellExport =
  ({ db, mailer }: Pick<Ports, 'db' | 'mailer'>, { publicUrl }: Config['server']): Task<'tell-export'> =>
  async ({ exportId }, job) => {
    const [found] = await db
      .select({ wanted: privacyExports, email: users.email, locale: users.locale })
      .from(privacyExports)
      .innerJoin(users, and(eq(users.id, privacyExports.askedById), users.isActive))
      .where(eq(privacyExports.id, exportId))
    if (!found || found.wanted.key === null) return
    const { email, locale } = found
    const url = `${publicUrl}/perfil`
    const { subject, text } = WORDS[locale]
    await mailer.send(
      {
        to: email,
        subject,
        text: `${text}\n\n${url}\n\nPonte\n`,
        html: `<p>${escapeHtml(text)}</p><p><a href="${escapeHtml(url)}">${escapeHtml(url)}</a></p>`,
        messageId: `<export-${exportId}@${new URL(publicUrl).hostname}>`,
        isAutomatic: true,
      },
      job.signal,
    )
  }

const WORDS: Record<Locale, { subject: string; text: string }> = {
  'pt-BR': {
    subject: 'O arquivo com os dados pessoais está pronto',
    text: 'O arquivo que você pediu está pronto e pode ser baixado por sete dias na página abaixo.',
  },
  es: {
    subject: 'El archivo con los datos personales está listo',
    text: 'El archivo que pidió está listo y puede descargarse durante siete días en la página siguiente.',
  },
  en: {
    subject: 'The file with the personal data is ready',
    text: 'The file that you asked for is ready. You can download it for seven days on the page below.',
  },
  ru: {
    subject: 'Файл с личными данными готов',
    text: 'Файл, который вы запросили, готов. Его можно скачать в течение семи дней на странице ниже.',
  },
}
