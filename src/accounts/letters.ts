import type { LetterKind } from '#src/db/schema.ts'
import { escapeHtml } from '#src/html.ts'
import type { Locale } from '#src/locale.ts'

/** Letters about an account, as pure functions of who gets them and what the link carries. */

type Particulars = { name: string; publicUrl: string; token: string }
export type Content = { subject: string; text: string; html: string }
export type Words = {
  subject: string
  greeting: string
  lines: readonly string[]
  button: string
  closing: string
}

export function composeLetter(
  kind: LetterKind,
  locale: Locale,
  { name, publicUrl, token }: Particulars,
): Content {
  const words = WORDS[locale][kind](name)
  const link = LINKS[kind](publicUrl, token)
  return { subject: words.subject, text: asText(words, link), html: asHtml(words, link, locale) }
}

/** Behind a #, so that the token stays in the browser: no server log, no Referer ever carries it. */
const LINKS: Record<LetterKind, (publicUrl: string, token: string) => string> = {
  'reset-password': (publicUrl, token) => `${publicUrl}/redefinir-senha#${token}`,
  'confirm-email': (publicUrl, token) => `${publicUrl}/confirmar-email#${token}`,
  'password-changed': (publicUrl) => `${publicUrl}/esqueci-a-senha`,
}

const WORDS: Record<Locale, Record<LetterKind, (name: string) => Words>> = {
  'pt-BR': {
    'reset-password': (name) => ({
      subject: 'Redefinir sua senha no Ponte',
      greeting: `Olá, ${name}.`,
      lines: [
        'Recebemos um pedido para redefinir a sua senha. O botão abaixo leva à página onde você escolhe uma nova.',
        'Ele vale por 30 minutos e só uma vez.',
      ],
      button: 'Escolher nova senha',
      closing: 'Se não foi você que pediu, ignore esta mensagem: a senha continua a mesma.',
    }),
    'confirm-email': (name) => ({
      subject: 'Confirme seu e-mail no Ponte',
      greeting: `Olá, ${name}.`,
      lines: [
        'Falta só confirmar que este endereço é seu. Depois disso você já pode entrar.',
        'O botão vale por 24 horas.',
      ],
      button: 'Confirmar e-mail',
      closing: 'Se não foi você que criou a conta, ignore esta mensagem.',
    }),
    'password-changed': (name) => ({
      subject: 'Sua senha do Ponte foi alterada',
      greeting: `Olá, ${name}.`,
      lines: ['A senha da sua conta acaba de ser alterada e os outros aparelhos foram desconectados.'],
      button: 'Não fui eu',
      closing: 'Se foi você, não precisa fazer nada. Se não foi, use o botão para recuperar a conta agora.',
    }),
  },
  es: {
    'reset-password': (name) => ({
      subject: 'Restablecer su contraseña en Ponte',
      greeting: `Hola, ${name}:`,
      lines: [
        'Recibimos una solicitud para restablecer su contraseña. El botón lleva a la página donde elige una nueva.',
        'Es válido durante 30 minutos y una sola vez.',
      ],
      button: 'Elegir nueva contraseña',
      closing: 'Si usted no lo pidió, ignore este mensaje: la contraseña sigue siendo la misma.',
    }),
    'confirm-email': (name) => ({
      subject: 'Confirme su correo en Ponte',
      greeting: `Hola, ${name}:`,
      lines: [
        'Solo falta confirmar que esta dirección es suya. Después ya puede entrar.',
        'El botón es válido durante 24 horas.',
      ],
      button: 'Confirmar correo',
      closing: 'Si usted no creó la cuenta, ignore este mensaje.',
    }),
    'password-changed': (name) => ({
      subject: 'Su contraseña de Ponte fue cambiada',
      greeting: `Hola, ${name}:`,
      lines: [
        'La contraseña de su cuenta acaba de cambiarse y se cerró la sesión en los demás dispositivos.',
      ],
      button: 'No fui yo',
      closing: 'Si fue usted, no tiene que hacer nada. Si no, use el botón para recuperar la cuenta ahora.',
    }),
  },
  en: {
    'reset-password': (name) => ({
      subject: 'Reset your Ponte password',
      greeting: `Hello ${name},`,
      lines: [
        'We were asked to reset your password. The button takes you to the page where you choose a new one.',
        'It works for 30 minutes, and once.',
      ],
      button: 'Choose a new password',
      closing: 'If you did not ask for this, ignore this message: your password stays as it is.',
    }),
    'confirm-email': (name) => ({
      subject: 'Confirm your e-mail for Ponte',
      greeting: `Hello ${name},`,
      lines: [
        'All that is missing is to confirm that this address is yours. Then you can sign in.',
        'The button works for 24 hours.',
      ],
      button: 'Confirm e-mail',
      closing: 'If you did not create the account, ignore this message.',
    }),
    'password-changed': (name) => ({
      subject: 'Your Ponte password was changed',
      greeting: `Hello ${name},`,
      lines: ['The password of your account was just changed, and your other devices were signed out.'],
      button: 'It was not me',
      closing: 'If it was you, there is nothing to do. If not, use the button to recover your account now.',
    }),
  },
  ru: {
    'reset-password': (name) => ({
      subject: 'Сброс пароля в Ponte',
      greeting: `Здравствуйте, ${name}.`,
      lines: [
        'Мы получили запрос на сброс вашего пароля. Кнопка ниже ведёт на страницу, где можно выбрать новый.',
        'Она действует 30 минут и только один раз.',
      ],
      button: 'Выбрать новый пароль',
      closing: 'Если вы этого не просили, просто не обращайте внимания: пароль останется прежним.',
    }),
    'confirm-email': (name) => ({
      subject: 'Подтвердите почту в Ponte',
      greeting: `Здравствуйте, ${name}.`,
      lines: [
        'Осталось подтвердить, что этот адрес ваш. После этого можно войти.',
        'Кнопка действует 24 часа.',
      ],
      button: 'Подтвердить почту',
      closing: 'Если вы не создавали учётную запись, не обращайте внимания на это письмо.',
    }),
    'password-changed': (name) => ({
      subject: 'Ваш пароль в Ponte изменён',
      greeting: `Здравствуйте, ${name}.`,
      lines: ['Пароль вашей учётной записи только что изменён, на других устройствах выполнен выход.'],
      button: 'Это был не я',
      closing: 'Если это были вы, ничего делать не нужно. Если нет, восстановите доступ прямо сейчас.',
    }),
  },
}

export function asText({ greeting, lines, button, closing }: Words, link: string): string {
  return `${[greeting, ...lines, `${button}:\n${link}`, closing].join('\n\n')}\n\nPonte\n`
}

const FONT = "font-family:Onest,'Segoe UI',Roboto,Helvetica,Arial,sans-serif"

export function asHtml(
  { subject, greeting, lines, button, closing }: Words,
  link: string,
  locale: Locale,
): string {
  const paragraph = (text: string) => `<p style="margin:0 0 16px">${escapeHtml(text)}</p>`
  return `<!doctype html>
<html lang="${locale}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escapeHtml(subject)}</title></head>
<body style="margin:0;padding:32px 16px;background:#f8f9fb;color:#1c2430;${FONT};font-size:16px;line-height:1.5">
<div style="max-width:520px;margin:0 auto;background:#fff;border:1px solid #dfe3ea;border-radius:8px;padding:32px">
<p style="margin:0 0 24px;font-weight:600;color:#1f4e9e">Ponte</p>
${[greeting, ...lines].map(paragraph).join('\n')}
<p style="margin:24px 0"><a href="${escapeHtml(link)}" style="display:inline-block;background:#1f4e9e;color:#fff;text-decoration:none;font-weight:500;padding:12px 20px;border-radius:6px">${escapeHtml(button)}</a></p>
<p style="margin:0;color:#596373;font-size:14px">${escapeHtml(closing)}</p>
</div>
</body>
</html>
`
}
